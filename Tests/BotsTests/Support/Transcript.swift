import Bots
import Engine
import Synchronization
import Testing
import Wire

/// A driver and the clock it is given: frames go in and come out as text, so that a test reads like a transcript.
struct Transcript {
  var driver: BotDriver
  var now = Instant.virtualStart

  init(_ bot: any Bot, name: String = "bot", rooms: [String] = []) {
    driver = BotDriver(bot: bot, name: name, memory: BotMemory(rooms: rooms))
  }

  /// The same after a log-in, with every join answered.
  static func loggedIn(_ bot: any Bot, name: String = "bot", rooms: [String] = []) throws -> Transcript {
    var chat = Transcript(bot, name: name, rooms: rooms)
    _ = try chat.logIn()
    for (index, room) in rooms.enumerated() {
      _ = try chat.receive(
        #"{"type":"user_list","re":"b\#(index + 1)","room":"\#(room)","users":["\#(name)"],"seq":0}"#)
    }
    return chat
  }

  mutating func logIn(as name: String = "bot", resumed: Bool = false) throws -> [String] {
    let before = try receive(#"{"type":"hello","protocol":"verbatim.v1"}"#)
    return before
      + (try receive(#"{"type":"ready","user":"\#(name)","bot":true,"session":"s","resumed":\#(resumed)}"#))
  }

  /// Gives a frame to the driver and returns what it sends.
  mutating func receive(_ frame: String) throws -> [String] {
    try Self.texts(driver.receive(JSON(parsing: frame), at: now))
  }

  /// Somebody says something in a room.
  mutating func hear(_ text: String, from user: String, in room: String = "lobby", seq: Int) throws
    -> [String]
  {
    try receive(
      #"{"type":"chat_message","room":"\#(room)","seq":\#(seq),"user":"\#(user)","message":"\#(text)","at":"\#(Timestamp.text(of: now))"}"#
    )
  }

  /// Somebody says something to the bot alone.
  mutating func hearPrivately(_ text: String, from user: String, seq: Int) throws -> [String] {
    try receive(
      #"{"type":"private_message","user":"\#(user)","message":"\#(text)","seq":\#(seq),"at":"\#(Timestamp.text(of: now))"}"#
    )
  }

  /// The server carried out the command of this id.
  mutating func confirm(_ id: String) throws -> [String] {
    try receive(#"{"type":"ok","re":"\#(id)"}"#)
  }

  mutating func refuse(_ id: String, _ code: String, retryAfter: Int64? = nil) throws -> [String] {
    let hint = retryAfter.map { #","retry_after_ms":\#($0)"# } ?? ""
    return try receive(#"{"type":"error","re":"\#(id)","code":"\#(code)","message":"No."\#(hint)}"#)
  }

  /// Lets time pass and does what falls due at its end.
  mutating func wait(_ milliseconds: Int64) -> [String] {
    now = now.advanced(byMilliseconds: milliseconds)
    return Self.texts(driver.timersDue(at: now))
  }

  private static func texts(_ frames: [JSON]) -> [String] {
    frames.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  static func say(_ text: String, in room: String = "lobby", id: String) -> String {
    #"{"type":"chat_message","id":"\#(id)","room":"\#(room)","message":"\#(text)","key":"\#(id)"}"#
  }

  static func whisper(_ text: String, to user: String, id: String) -> String {
    #"{"type":"private_message","id":"\#(id)","to":"\#(user)","message":"\#(text)","key":"\#(id)"}"#
  }

  /// What is sent first in a session that goes on.
  static func ping(_ id: String) -> String { #"{"type":"ping","id":"\#(id)"}"# }

  static func join(_ room: String, id: String) -> String {
    #"{"type":"join","id":"\#(id)","room":"\#(room)"}"#
  }
}

/// A bot that does what a closure says, and keeps what it was told where a test can read it.
struct ScriptedBot: Bot {
  final class Log: Sendable {
    private let kept = Mutex<[BotEvent]>([])

    var events: [BotEvent] { kept.withLock { $0 } }

    func append(_ event: BotEvent) { kept.withLock { $0.append(event) } }
  }

  let log = Log()
  let answer: @Sendable (BotEvent) -> [BotAction]

  init(_ answer: @escaping @Sendable (BotEvent) -> [BotAction] = { _ in [] }) {
    self.answer = answer
  }

  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    log.append(event)
    return answer(event)
  }
}

extension JSON {
  /// The value of a text that a test wrote.
  init(parsing text: String) throws {
    self = try JSON.parse(Array(text.utf8), maximumBytes: 65_536, maximumDepth: 16)
  }
}
