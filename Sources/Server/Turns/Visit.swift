import Engine
import Host
import Wire

/// A client without a WebSocket: it comes with a token or without, says one thing, and goes when that is answered.
///
/// So what is asked over HTTP goes the same way through the engine as everything else: it is limited, journalled and
/// committed as if it had come in a frame.
final class Visit: @unchecked Sendable {
  /// What became of it.
  enum Outcome: Sendable {
    /// It was done, and the session's user is this one.
    case done(user: String?, token: String?)
    case refused(Refusal)
  }

  private(set) var opening: Opening
  let command: [UInt8]
  /// Told once.
  private let tell: @Sendable (Outcome) -> Void

  // Only the turn thread looks at these.
  private var user: String?
  private var hasEnded = false

  /// The id of the command, by which its reply is known.
  private static let id = "visit"

  init(
    _ opening: Opening, _ command: CommandDefinition, _ fields: [JSON.Member],
    tell: @escaping @Sendable (Outcome) -> Void
  ) {
    self.opening = opening
    self.opening.isVisit = true
    self.tell = tell
    self.command =
      JSON.object([.init("type", .string(command.name)), .init("id", .string(Self.id))] + fields).bytes
  }

  /// Takes a frame; returns whether the visit is over.
  func hear(_ frame: [UInt8]) -> Bool {
    guard let frame = ServerFrame(parsing: frame) else { return false }
    if frame.type == .ready { user = frame.user ?? user }
    if frame.type == .error {
      // Without an id it is the answer to the token that the visit came with, and nothing else follows.
      end(.refused(Self.refusal(in: frame)))
    } else if frame.re == Self.id {
      end(.done(user: user, token: frame.token))
    }
    return hasEnded
  }

  /// Ends the visit, unless it has ended.
  func end(_ outcome: Outcome) {
    guard !hasEnded else { return }
    hasEnded = true
    tell(outcome)
  }

  private static func refusal(in frame: ServerFrame) -> Refusal {
    guard let code = frame.code, let message = frame.message else {
      return Refusal(.internal, "The server failed.")
    }
    return Refusal(
      ErrorCode(rawValue: code) ?? .internal, message, retryAfterMilliseconds: frame.retryAfterMilliseconds)
  }
}
