/// Why a command was not done, in a sentence for the user who gave it. Thrown by a command, it is the answer.
public struct CommandRefusal: Error, Hashable, Sendable {
  /// The sentence.
  public let message: String

  /// A refusal, as in `throw CommandRefusal("You have voted already.")`.
  public init(_ message: String) { self.message = message }
}
