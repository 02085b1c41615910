import Bots
import Testing

@testable import BotTesting

/// What a test says when a conversation goes wrong, word for word.
@Suite("Failures of conversations") struct FailureTests {
  /// Runs a conversation that has to fail, and gives the text of its failure.
  private func text(
    _ bot: any Bot = EchoBot(), _ body: (Conversation) async throws -> Void
  ) async throws -> String {
    try #require(try await failure(ofConversationWith: bot, body)).description
  }

  @Test func `another text`() async throws {
    let text = try await text { chat in
      try chat.say("!echo HI")
      try chat.expect("hi")
    }
    #expect(
      text == """
        bot said something else in lobby
          expected: "hi"
          came:     "HI"
        the conversation so far:
          2026-01-01
          00:00:00.000 bot connects and joins lobby
          00:00:00.000 alice joins lobby
          00:00:00.000 alice in lobby: "!echo HI"
          00:00:00.000 bot in lobby: "HI"
        """)
  }

  @Test func `nothing where something is said elsewhere`() async throws {
    let text = try await text { chat in
      try chat.whisper("hi", by: "bob")
      try chat.advance(.hours(24))
      try chat.expect("hi")
    }
    #expect(
      text == """
        bot said nothing in lobby
          expected:  "hi"
          elsewhere: bot to bob: "hi"
        the conversation so far:
          2026-01-01
          00:00:00.000 bot connects and joins lobby
          00:00:00.000 bob to bot: "hi"
          00:00:00.000 bot to bob: "hi"
          00:00:00.000 +1d
        """)
  }

  @Test func `nothing, from a bot without a connection`() async throws {
    let text = try await text { chat in
      try chat.cut()
      try chat.say("!echo hi")
      try chat.expect(/hi/)
    }
    #expect(
      text.hasPrefix(
        """
        bot said nothing in lobby
          expected: what fits the pattern
          It has no connection; `chat.resume()` gives it one.
        the conversation so far:
        """))
  }

  @Test func `nothing, from a bot that keeps to the server's limits`() async throws {
    let bot = ScriptedBot { _ in (1...22).map { .say("\($0)", room: "lobby") } }
    let text = try await text(bot) { chat in
      try chat.say("go")
      for number in 1...21 { try chat.expect("\(number)") }
    }
    #expect(
      text.hasPrefix(
        """
        bot said nothing in lobby
          expected: "21"
          It keeps to the server's limits, and has 2 more to do; `chat.advance(.seconds(2))` gives it the time.
        """))
  }

  @Test func `nothing, from a bot that threw`() async throws {
    let text = try await text(ScriptedBot { _ in throw CommandRefusal("no") }) { chat in
      try chat.say("go")
      try chat.expect("gone")
    }
    #expect(text.hasPrefix("bot said nothing in lobby\n  expected: \"gone\"\n  It has a problem: threw: "))
  }

  @Test func `something where nothing is expected`() async throws {
    let text = try await text { chat in
      try chat.whisper("hi")
      try chat.expectNothing(in: "lobby")
      try chat.expectNothing()
    }
    #expect(
      text.hasPrefix(
        "bot said something to alice where nothing was expected\n  came: \"hi\"\nthe conversation"))
  }

  @Test func `something that nobody expected by the end`() async throws {
    let text = try await text { chat in
      try chat.say("!echo one\ntwo")
      try chat.whisper("three")
    }
    #expect(
      text == """
        bot said something that nothing expected
          came: bot in lobby: "one\\ntwo"
          came: bot to alice: "three"
        the conversation so far:
          2026-01-01
          00:00:00.000 bot connects and joins lobby
          00:00:00.000 alice joins lobby
          00:00:00.000 alice in lobby: "!echo one\\ntwo"
          00:00:00.000 bot in lobby: "one\\ntwo"
          00:00:00.000 alice to bot: "three"
          00:00:00.000 bot to alice: "three"
        """)
  }

  @Test func `a problem that nobody expected by the end`() async throws {
    let text = try await text(ScriptedBot { _ in [.setTimer(id: "a", after: .zero)] }) { try $0.say("go") }
    #expect(
      text == """
        bot has a problem that nothing expected
          came: timer_in_the_past: the timer "a" would be 0.0 seconds in the past; do at once what is due already
        the conversation so far:
          2026-01-01
          00:00:00.000 bot connects and joins lobby
          00:00:00.000 alice joins lobby
          00:00:00.000 alice in lobby: "go"
          00:00:00.000 bot has a problem: timer_in_the_past: the timer "a" would be 0.0 seconds in the past; do at once what is due already
        """)
  }

  @Test func `another problem, or none`() async throws {
    let another = try await text(ScriptedBot { _ in [.setTimer(id: "a", after: .zero)] }) { chat in
      try chat.say("go")
      try chat.expectProblem(.loop)
    }
    #expect(another.hasPrefix("bot has another problem\n  expected: loop\n  came:     timer_in_the_past: "))
    let none = try await text { try $0.expectProblem(.loop) }
    #expect(none.hasPrefix("bot has no problem\n  expected: loop\n"))
  }

  @Test func `a user who is refused`() async throws {
    let text = try await text { chat in
      for number in 1...21 { try chat.say("\(number)") }
    }
    #expect(
      text.hasPrefix(
        """
        the server refused alice something that nothing expected
          came: rate_limited: 
        """))
    let another = try await self.text { chat in
      for number in 1...21 { try chat.say("\(number)") }
      try chat.expectRefusal("muted")
    }
    #expect(
      another.hasPrefix(
        "the server refused alice something for another reason\n  expected: muted\n  came:     rate_limited: "
      ))
    let none = try await self.text { try $0.expectRefusal("muted") }
    #expect(none.hasPrefix("the server refused alice nothing\n  expected: muted\n"))
  }

  @Test func `requests`() async throws {
    let bot = ScriptedBot { message in [.request(BotRequest(id: "weather", body: message.text))] }
    let another = try await text(bot) { chat in
      try chat.say("Oslo")
      try chat.expectRequest("weather", body: "Rome")
    }
    #expect(
      another.hasPrefix(
        "bot made another request\n  expected: weather: \"Rome\"\n  came:     weather: \"Oslo\"\n"))
    let none = try await text(bot) { try $0.expectRequest("weather") }
    #expect(none.hasPrefix("bot made no request\n  expected: weather\n"))
    let left = try await text(bot) { try $0.say("Oslo") }
    #expect(left.hasPrefix("bot made a request that nothing expected\n  came: weather: \"Oslo\"\n"))
    let early = try await text(bot) { try $0.respond("weather", "rainy") }
    #expect(early.hasPrefix("no request weather waits for a response; `chat.expectRequest` comes first\n"))
  }

  @Test func `what cannot be done`() async throws {
    func firstLine(_ body: (Conversation) throws -> Void) async throws -> Substring? {
      try await text(EchoBot(), body).split(separator: "\n").first
    }
    #expect(
      try await firstLine { try $0.advance(.seconds(-1)) } == "time cannot pass backwards, by -1.0 seconds")
    #expect(
      try await firstLine { chat in
        try chat.crashServer()
        try chat.say("hi")
      } == "the server is down; `chat.restartServer()` starts it")
    #expect(
      try await firstLine { chat in
        try chat.cut()
        try chat.cut()
      } == "bot has no connection; `chat.resume()` gives a bot one again")
    #expect(try await firstLine { try $0.resume() } == "bot is connected already")
    #expect(
      try await firstLine { try $0.add(EchoBot(), name: "bot") }
        == "bot takes part already; give the bot another name")
    #expect(
      try await firstLine { try $0.expect("hi", from: "greeter") }
        == "there is no bot called greeter; `chat.add` adds one")
  }

  @Test func `a failure that the test has caught still fails it`() async throws {
    let text = try await text { chat in
      try? chat.expect("hi")
      try? chat.expect("there")
    }
    #expect(text.hasPrefix("bot said nothing in lobby\n  expected: \"hi\"\n"))
  }

  @Test func `another error is the test's own`() async throws {
    await #expect(throws: CommandRefusal("mine")) {
      try await conversation(with: EchoBot()) { _ in throw CommandRefusal("mine") }
    }
  }

  @Test func `one issue is recorded, where the conversation failed`() async throws {
    try await withKnownIssue {
      try await conversation(with: EchoBot()) { try $0.expect("hi") }
    } matching: { issue in
      issue.sourceLocation?.fileName == "FailureTests.swift"
        && issue.comments.first?.rawValue.hasPrefix("bot said nothing in lobby") == true
    }
  }
}

/// Does what a closure says to each message.
struct ScriptedBot: Bot {
  let script: @Sendable (Message) throws -> [BotAction]

  mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    guard case .message(let message) = event else { return [] }
    return try script(message)
  }
}
