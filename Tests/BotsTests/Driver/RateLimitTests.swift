import Bots
import Engine
import Testing

@Suite("Driver under limits") struct RateLimitTests {
  @Test func `a message refused by the rate limit is sent again with its key, and others wait`() throws {
    var chat = try Transcript.loggedIn(EchoBot())
    _ = try chat.hear("!echo one", from: "alice", seq: 1)
    _ = try chat.hear("!echo two", from: "alice", seq: 2)
    #expect(try chat.refuse("b1", "rate_limited", retryAfter: 200).isEmpty)
    #expect(chat.driver.nextDeadline == chat.now.advanced(byMilliseconds: 200))
    #expect(chat.wait(199).isEmpty)
    #expect(try chat.hear("!echo three", from: "alice", seq: 3).isEmpty)
    #expect(chat.wait(1) == [Transcript.say("one", id: "b1")])
    #expect(chat.driver.nextDeadline == nil)
    #expect(try chat.refuse("b1", "rate_limited", retryAfter: 50).isEmpty)
    #expect(chat.wait(50) == [Transcript.say("one", id: "b1")])
    #expect(try chat.confirm("b1") == [Transcript.say("two", id: "b2")])
    #expect(try chat.confirm("b2") == [Transcript.say("three", id: "b3")])
  }

  @Test func `a command costs its allowance when it is answered, for the server counts from its arrival`()
    throws
  {
    var chat = Transcript(EchoBot())
    _ = try chat.receive(
      #"{"type":"hello","protocol":"verbatim.v1","limits":{"messages_burst":1,"messages_per_second":10}}"#)
    _ = try chat.receive(#"{"type":"ready","user":"bot","bot":true,"session":"s","resumed":false}"#)
    _ = try chat.hear("!echo one", from: "alice", seq: 1)
    _ = try chat.hear("!echo two", from: "alice", seq: 2)
    #expect(chat.wait(70).isEmpty)
    #expect(try chat.confirm("b1").isEmpty)
    #expect(chat.wait(99).isEmpty)
    #expect(chat.wait(1) == [Transcript.say("two", id: "b2")])
  }

  @Test func `the bot does not learn of the rate limit`() throws {
    let bot = ScriptedBot { $0 == .ready(user: "bot") ? [.say("hi", room: "lobby")] : [] }
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.refuse("b1", "rate_limited", retryAfter: 200)
    #expect(bot.log.events == [.ready(user: "bot")])
  }

  @Test(arguments: [nil, 0, -5, Int64.min, Int64.max])
  func `a retry is always later than now`(retryAfter: Int64?) throws {
    var chat = try Transcript.loggedIn(EchoBot())
    _ = try chat.hear("!echo one", from: "alice", seq: 1)
    #expect(try chat.refuse("b1", "rate_limited", retryAfter: retryAfter).isEmpty)
    #expect(try #require(chat.driver.nextDeadline) > chat.now)
  }

  @Test func `two bots that answer each other come to an end`() throws {
    let bot = ScriptedBot { event in
      guard case .message(let message) = event else { return [] }
      return [message.answer("and you?")]
    }
    var chat = try Transcript.loggedIn(bot)
    var answers = 0
    for seq in 1...100 {
      answers += try chat.hear("and you?", from: "other", seq: seq).count
      _ = try chat.confirm("b\(answers)")
      _ = chat.wait(200)
    }
    #expect(answers == 32)
    #expect(chat.driver.droppedActions == 68)
    #expect(try chat.hear("hello", from: "alice", seq: 101).count == 1, "others are still answered")
    _ = try chat.confirm("b33")
    _ = chat.wait(1000)
    #expect(try chat.hear("and you?", from: "other", seq: 102).count == 1, "a pause ends the run")
  }

  @Test func `a person who asks once a second is always answered`() throws {
    var chat = try Transcript.loggedIn(EchoBot())
    for seq in 1...100 {
      #expect(try chat.hear("!echo x", from: "alice", seq: seq) == [Transcript.say("x", id: "b\(seq)")])
      _ = try chat.confirm("b\(seq)")
      _ = chat.wait(1000)
    }
  }

  @Test func `a bot that answers refusals with what is refused comes to an end`() throws {
    let bot = ScriptedBot { _ in [.say("hi", room: "gone")] }
    var chat = Transcript(bot)
    var frames = try chat.logIn()
    var sent = 0
    while !frames.isEmpty, sent < 1000 {
      sent += 1
      frames = try chat.refuse("b\(sent)", "no_such_room")
    }
    #expect(sent == 33)
  }

  @Test func `what waits is bounded`() throws {
    let bot = ScriptedBot { event in
      guard case .ready = event else { return [] }
      return (0..<1500).map { .say("\($0)", room: "lobby") }
        + (0..<20_100).map { .setTimer(id: "\($0)", after: .milliseconds(1)) }
    }
    var chat = Transcript(bot)
    #expect(try chat.logIn() == [Transcript.say("0", id: "b1")])
    #expect(chat.driver.droppedActions == 600)
    for number in 1..<1000 {
      #expect(try chat.confirm("b\(number)") == [Transcript.say("\(number)", id: "b\(number + 1)")])
    }
    #expect(try chat.confirm("b1000").isEmpty)
  }
}
