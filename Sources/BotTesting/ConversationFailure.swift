public import Testing

/// Why a conversation failed: what was expected, what came instead, and everything that was said before.
///
/// `conversation(with:)` records it as the test's issue; a test catches it only to go on after it.
public struct ConversationFailure: Error, Sendable, CustomStringConvertible {
  /// What happened, in a sentence, and below it what was expected and what came.
  public let message: String
  /// What was done and said before, a line each, with its time.
  public let transcript: String
  /// The line of the test that failed.
  public let sourceLocation: SourceLocation

  init(_ message: String, transcript: ConversationTranscript, at location: SourceLocation) {
    self.message = message
    self.transcript = transcript.description
    sourceLocation = location
  }

  /// The message and the transcript.
  public var description: String {
    guard !transcript.isEmpty else { return message }
    let lines = transcript.split(separator: "\n").map { "  \($0)" }
    return "\(message)\nthe conversation so far:\n\(lines.joined(separator: "\n"))"
  }
}
