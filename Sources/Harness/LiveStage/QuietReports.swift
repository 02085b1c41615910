import Wire

/// What a bot tells of being done, by which it is known, and not only likely, that it will do no more by itself.
///
/// A bot whose environment has `VERBATIM_QUIET=1` may send `{"type":"ping","id":"quiet","received":N}` when the first N frames of its session
/// are handled and nothing is under way. The frame is for who tests the bot, and goes no further.
package struct QuietReports: Sendable {
  /// The variable that asks for them.
  package static let variable = "VERBATIM_QUIET"
  private static let id = "quiet"

  /// Whether the bot ever told, so that nobody has to wait for its silence.
  package private(set) var areTold = false
  /// The newest connection; the bot may still have an older one, of which it expects nothing.
  private var connection = 0
  private var isInSession = false
  /// With which count it resumes, where it does.
  private var resumedFrom: Int64 = 0
  /// How many frames of the session it was sent, over all its connections.
  private var delivered: Int64 = 0
  /// How many it told of, where it has sent nothing since.
  private var told: Int64?

  package init() {}

  /// Whether all that it was sent is handled and nothing is under way.
  package var isQuiet: Bool { isInSession && told == delivered }

  /// Whether a frame tells that the bot is done.
  package static func isReport(_ bytes: [UInt8]) -> Bool {
    // A report is short, and most frames are not.
    guard bytes.count < 128, let frame = ServerFrame(parsing: bytes) else { return false }
    return isReport(frame)
  }

  private static func isReport(_ frame: ServerFrame) -> Bool {
    frame.typeName == CommandDefinition.ping.name && frame.text("id") == id && frame.number("received") != nil
  }

  /// The bot has another connection.
  package mutating func connect(_ connection: Int) {
    self.connection = connection
    (isInSession, resumedFrom, told) = (false, 0, nil)
  }

  /// The bot has lost a connection.
  package mutating func disconnect(_ connection: Int) {
    guard connection == self.connection else { return }
    (isInSession, told) = (false, nil)
  }

  /// The bot sends a text.
  package mutating func take(fromBot bytes: [UInt8], on connection: Int) {
    guard connection == self.connection else { return }
    told = nil
    guard let frame = ServerFrame(parsing: bytes) else { return }
    if Self.isReport(frame) {
      areTold = true
      told = frame.number("received")
    } else if frame.typeName == CommandDefinition.logIn.name,
      case .integer(let received)? = frame.json["resume"]?["received"]
    {
      resumedFrom = received
    }
  }

  /// A text reaches the bot.
  package mutating func take(toBot bytes: [UInt8], on connection: Int) {
    guard connection == self.connection else { return }
    let frame = ServerFrame(parsing: bytes)
    switch frame?.type {
    case .hello?: break
    case .ready?:
      isInSession = true
      (delivered, told) = (frame?.isResumed == true ? resumedFrom : 0, nil)
    // It is not counted, but may be answered all the same.
    case .typing?: told = nil
    case _: if isInSession { delivered += 1 }
    }
  }

  /// A text that is none of the server's reaches the bot on its newest connection.
  package mutating func inject(_ bytes: [UInt8]) { take(toBot: bytes, on: connection) }
}
