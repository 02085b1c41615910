import Bots
import Engine
import Testing
import Wire

@testable import BotRuntime

/// A session and its clock: frames go in and actions come out as text, so that a test reads like a transcript.
struct Talk {
  static let start = Instant.virtualStart

  var session: BotSession
  /// Milliseconds since the start, of both clocks.
  var time: Int64 = 0
  /// What was written down last.
  var kept: BotMemory?
  var reports: [BotSession.Report] = []

  init(
    _ bot: any Bot = EchoBot(), rooms: [String] = [], memory: BotMemory? = nil, user: String? = nil,
    keepsMemory: Bool = true, giveUpAfter: Int64? = nil, tellsQuiet: Bool = false
  ) {
    session = BotSession(
      bot, memory: memory ?? BotMemory(rooms: rooms), user: user,
      options: .init(
        token: "secret-token", keepsMemory: keepsMemory, giveUpAfterMilliseconds: giveUpAfter, seed: 1,
        tellsQuiet: tellsQuiet),
      at: .init(uptime: 0, date: Self.start))
    _ = session.start(at: now)
  }

  var now: BotSession.Moment {
    .init(uptime: time, date: Self.start.advanced(byMilliseconds: time))
  }

  /// Tells the session something and returns what is to be done about it, reports aside.
  mutating func tell(_ input: BotSession.Input) -> [String] {
    var texts: [String] = []
    for action in session.handle(input, at: now) {
      switch action {
      case .connect: texts.append("connect")
      case .remember(let memory, _):
        kept = memory
        texts.append("remember")
      case .send(let frame): texts.append(String(decoding: frame.bytes, as: UTF8.self))
      case .ping: texts.append("ping")
      case .disconnect(let isOrderly): texts.append(isOrderly ? "goodbye" : "cut")
      case .perform(let request): texts.append("perform \(request.id)")
      case .report(let report): reports.append(report)
      case .end(let failure): texts.append(failure.map { "end: \($0)" } ?? "end")
      }
    }
    return texts
  }

  mutating func receive(_ frame: String) -> [String] { tell(.received(Array(frame.utf8))) }

  /// Lets time pass up to each deadline within so many milliseconds.
  mutating func advance(_ milliseconds: Int64) -> [String] {
    let end = time + milliseconds
    var texts: [String] = []
    while let wait = session.wait(at: now), time + wait <= end {
      time += max(wait, 1)
      texts += tell(.timePassed)
    }
    time = end
    return texts
  }

  static let hello =
    #"{"type":"hello","protocol":"verbatim.v1","clock":"wall","now":"2026-01-01T00:00:00.000Z"}"#

  /// Connects and logs in; returns what followed `ready`.
  mutating func logIn(
    as name: String = "echo", session: String = "s", resumed: Bool = false, hello: String = Self.hello
  ) -> [String] {
    _ = tell(.connected)
    _ = receive(hello)
    return receive(
      #"{"type":"ready","re":"log-in","user":"\#(name)","bot":true,"session":"\#(session)","resumed":\#(resumed)}"#
    )
  }

  /// Somebody asks the echo bot for something.
  mutating func ask(_ text: String, seq: Int) -> [String] {
    receive(
      #"{"type":"private_message","user":"alice","message":"\#(text)","seq":\#(seq),"at":"2026-01-01T00:00:00.000Z"}"#
    )
  }

  mutating func deliver(re id: String) -> [String] {
    receive(#"{"type":"private_message_delivered","re":"\#(id)","target":"alice","message":"x","seq":2}"#)
  }

  static func answer(_ text: String, id: String) -> String {
    #"{"type":"private_message","id":"\#(id)","to":"alice","message":"\#(text)","key":"\#(id)"}"#
  }
}

/// A bot that is made of one function.
struct PlainBot: Bot {
  var onEvent: @Sendable (BotEvent) throws -> [BotAction] = { _ in [] }
  var onRequest: @Sendable (BotRequest) async throws -> String = { $0.body }

  mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    try onEvent(event)
  }

  func perform(_ request: BotRequest) async throws -> String { try await onRequest(request) }
}
