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
    /// It was done, and the session's user is this one; `reply` is what answered it.
    case done(user: String?, token: String?, reply: [UInt8])
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
  /// How a reply says which command it answers.
  private static let re = Array(#","re":"\#(id)""#.utf8)

  init(
    _ opening: Opening, as kind: VisitKind, saying command: [UInt8],
    tell: @escaping @Sendable (Outcome) -> Void
  ) {
    self.opening = opening
    self.opening.visit = kind
    self.command = command
    self.tell = tell
  }

  /// What a visit can say.
  static func frame(_ command: CommandDefinition, _ fields: [JSON.Member]) -> [UInt8] {
    JSON.object([.init("type", .string(command.name)), .init("id", .string(id))] + fields).bytes
  }

  /// Takes a frame; returns whether the visit is over.
  func hear(_ bytes: [UInt8]) -> Bool {
    guard let frame = ServerFrame(parsing: bytes) else { return false }
    if frame.type == .ready { user = frame.user ?? user }
    if frame.type == .error {
      // Without an id it is the answer to the token that the visit came with, and nothing else follows.
      end(.refused(Self.refusal(in: frame)))
    } else if frame.re == Self.id {
      end(.done(user: user, token: frame.token, reply: Self.withoutRe(bytes)))
    }
    return hasEnded
  }

  /// Ends the visit, unless it has ended.
  func end(_ outcome: Outcome) {
    guard !hasEnded else { return }
    hasEnded = true
    tell(outcome)
  }

  private static func withoutRe(_ frame: [UInt8]) -> [UInt8] {
    frame.replacing(re, with: [UInt8](), maxReplacements: 1)
  }

  private static func refusal(in frame: ServerFrame) -> Refusal {
    guard let code = frame.code, let message = frame.message else {
      return Refusal(.internal, "The server failed.")
    }
    return Refusal(
      ErrorCode(rawValue: code) ?? .internal, message, field: frame.text("field"),
      retryAfterMilliseconds: frame.retryAfterMilliseconds)
  }
}
