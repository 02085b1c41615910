import BotTesting
import Bots
import Engine
import Testing

@Suite("Conversations") struct ConversationTests {
  @Test func `reactions are expected apart from what is said`() async throws {
    try await conversation(with: ReactingBot()) { chat in
      try chat.say("hello")
      try chat.expectReaction("👀", to: 1)
      try chat.expect("seen")
      try chat.type("/react 2 🎉", by: "alice")
      try chat.expectReaction("🎉", to: 2)
      try chat.whisper("psst")
      try chat.expectReaction("👋", to: 1, in: .user("alice"))
      try chat.expectNothing()
    }
  }

  @Test func `a user can be there first`() async throws {
    try await conversation(with: GreeterBot(), rooms: ["hall", "attic"], owner: "carol") { chat in
      #expect(
        chat.description == """
          2026-01-01
          00:00:00.000 carol joins hall
          00:00:00.000 carol joins attic
          00:00:00.000 bot connects and joins hall, attic
          """)
      try chat.say("hello", by: "carol")
      try chat.expectNothing()
      try chat.join("bob", "attic")
      try chat.expect("Welcome to attic, bob!", in: "attic")
    }
  }

  @Test func `answers wait, and come in order in each place`() async throws {
    try await conversation(with: EchoBot()) { chat in
      try chat.say("!echo one")
      try chat.whisper("aside")
      try chat.say("!echo two")
      try chat.expect("one")
      #expect(try chat.expect { $0.count == 3 } == "two")
      #expect(try chat.expectWhisper { $0.hasPrefix("a") } == "aside")
    }
  }

  @Test func `time passes, and only when it is told to`() async throws {
    let start = Instant(milliseconds: 0)
    try await conversation(with: ReminderBot(), start: start) { chat in
      try chat.say("!remind 1d tea")
      try chat.expect(/1d/)
      try chat.advance(.hours(24) - .milliseconds(1))
      try chat.expectNothing()
      try chat.advance(.milliseconds(1))
      try chat.expect("alice: tea")
      #expect(chat.now == start.advanced(by: .days(1)))
    }
  }

  @Test func `a connection breaks and comes back`() async throws {
    try await conversation(with: EchoBot()) { chat in
      try chat.cut()
      try chat.say("!echo are you there")
      try chat.expectNothing()
      try chat.resume()
      try chat.expect("are you there")
    }
  }

  @Test func `a program begins again with its storage and its timers, and nothing else`() async throws {
    try await conversation(with: CountingBot()) { chat in
      try chat.say("count")
      try chat.expect("1 since the program began, 1 in all")
      try chat.restart()
      try chat.say("count")
      try chat.expect("1 since the program began, 2 in all")
      try chat.cut()
      try chat.advance(.hours(1))
      try chat.restart()
      try chat.expect("an hour is over")
    }
  }

  @Test func `the server dies and comes back`() async throws {
    try await conversation(with: EchoBot()) { chat in
      try chat.say("!echo one")
      try chat.expect("one")
      try chat.crashServer()
      try chat.advance(.hours(48))
      try chat.restartServer()
      try chat.say("!echo two")
      try chat.expect("two")
      try chat.restartServer()
      try chat.say("!echo three")
      try chat.expect("three")
    }
  }

  @Test func `users come and go`() async throws {
    try await conversation(with: GreeterBot()) { chat in
      try chat.join("bob")
      try chat.expect("Welcome to lobby, bob!")
      try chat.leave("bob")
      try chat.say("hello", by: "bob")
      try chat.expect("Welcome to lobby, bob!")
      try chat.type("/dance", by: "bob")
      try chat.expectRefusal("unknown_command", of: "bob")
      try chat.send(#"{"type":"dance"}"#, by: "bob")
      try chat.expectRefusal("unknown_type", of: "bob")
    }
  }

  @Test func `there are other bots, and the test speaks by them`() async throws {
    try await conversation(with: EchoBot()) { chat in
      try chat.add(GreeterBot(), name: "greeter")
      try chat.addBot("ticker")
      try chat.expect("Welcome to lobby, ticker!", from: "greeter")
      try chat.say("tick", by: "ticker")
      try chat.expectNothing()
      try chat.say("!echo tock", by: "alice")
      try chat.expect(/alice/, from: "greeter")
      try chat.expect("tock")
    }
  }

  @Test func `a test does the work outside of the chat`() async throws {
    try await conversation(with: WeatherBot()) { chat in
      try chat.say("Oslo")
      try chat.expectRequest("weather", body: "Oslo")
      try chat.advance(.seconds(3))
      try chat.respond("weather", "rainy")
      try chat.expect("rainy")
      try chat.say("Rome")
      #expect(try chat.expectRequest("weather").body == "Rome")
      try chat.fail("weather", "no network")
      try chat.expect("failed(\"no network\")")
      try chat.say("Bern")
      try chat.restart()
      try chat.expect("interrupted")
    }
  }

  @Test func `faults of the bot are expected by their kinds`() async throws {
    try await conversation(with: ScriptedBot { _ in throw CommandRefusal("no") }) { chat in
      try chat.say("go")
      let problem = try chat.expectProblem(.threw)
      #expect(problem.message.contains("no"))
    }
    try await conversation(with: LoudBot()) { chat in
      try chat.add(LoudBot(), name: "other")
      try chat.say("go")
      try chat.advance(.seconds(30))
      try chat.expectProblem(.loop, of: "other")
      try chat.expectProblem(.loop)
      chat.skip()
    }
  }

  @Test func `the same conversation is the same each time`() async throws {
    func transcript(seed: UInt64? = nil) async throws -> String {
      var text = ""
      try await conversation(with: DieBot(), seed: seed) { chat in
        for _ in 1...10 {
          try chat.say("roll")
          try chat.expect(/[1-6]/)
          try chat.advance(.seconds(1))
        }
        text = chat.description
      }
      return text
    }
    let first = try await transcript()
    #expect(try await transcript() == first)
    #expect(try await transcript(seed: 7) == transcript(seed: 7))
    #expect(try await transcript(seed: 7) != first)
  }
}

private struct CountingBot: Bot {
  private static let inAll = Stored("count", default: 0)
  private var count = 0

  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message):
      count += 1
      context.storage[Self.inAll] += 1
      return [
        message.answer("\(count) since the program began, \(context.storage[Self.inAll]) in all"),
        .setTimer(id: "hour", after: .hours(1)),
      ]
    case .timer: return [.say("an hour is over", room: "lobby")]
    default: return []
    }
  }
}

private struct WeatherBot: Bot {
  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message): return [.request(BotRequest(id: "weather", body: message.text))]
    case .response(let response):
      switch response.result {
      case .success(let text): return [.say(text, room: "lobby")]
      case .failure(let failure): return [.say("\(failure)", room: "lobby")]
      }
    default: return []
    }
  }
}

/// Answers everyone, bots too.
private struct LoudBot: Bot {
  var hearsBots: Bool { true }

  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    guard case .message(let message) = event else { return [] }
    return [message.answer("I heard \(message.user)")]
  }
}

private struct DieBot: Bot {
  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    guard case .message(let message) = event else { return [] }
    return [message.answer("\(Int.random(in: 1...6, using: &context.random))")]
  }
}

/// Reacts to all that it is told.
private struct ReactingBot: Bot {
  func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message): [message.answer("seen"), message.react("👀")]
    case .privateMessage(let message): [message.react("👋")]
    case .reactionAdded(let reaction): [.react(reaction.text, seq: reaction.seq, in: reaction.place)]
    default: []
    }
  }
}
