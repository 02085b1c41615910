import Bots
import Testing

@Suite("Driver after a cut") struct ResumeTests {
  @Test func `a resumed session does not join again and repeats what was not answered`() throws {
    var chat = try Transcript.loggedIn(EchoBot(), rooms: ["lobby"])
    _ = try chat.hear("!echo one", from: "alice", seq: 1)
    _ = try chat.hear("!echo two", from: "alice", seq: 2)
    #expect(try chat.logIn(resumed: true) == [Transcript.ping("b4")])
    #expect(try chat.confirm("b4") == [Transcript.say("one", id: "b2")])
    #expect(try chat.confirm("b2") == [Transcript.say("two", id: "b3")])
    #expect(try chat.confirm("b2").isEmpty, "the second reply to the same key")
    #expect(try chat.confirm("b3").isEmpty)
  }

  @Test func `what was answered on the connection that broke is not repeated`() throws {
    let bot = ScriptedBot { event in
      guard case .message = event else { return [] }
      return [
        .moderate(.kick(user: "bob"), room: "lobby"),
        .moderate(.mute(user: "eve", for: .seconds(1)), room: "lobby"),
      ]
    }
    var chat = try Transcript.loggedIn(bot, rooms: ["lobby"])
    _ = try chat.hear("x", from: "alice", seq: 1)
    #expect(try chat.logIn(resumed: true) == [Transcript.ping("b4")])
    #expect(try chat.confirm("b2").isEmpty, "nothing overtakes the ping")
    #expect(
      try chat.confirm("b4")
        == [#"{"type":"mute","id":"b3","room":"lobby","user":"eve","seconds":1}"#])
  }

  @Test func `a cut in the middle of a resumption asks again`() throws {
    var chat = try Transcript.loggedIn(EchoBot(), rooms: ["lobby"])
    _ = try chat.hear("!echo one", from: "alice", seq: 1)
    #expect(try chat.logIn(resumed: true) == [Transcript.ping("b3")])
    #expect(try chat.logIn(resumed: true) == [Transcript.ping("b3")])
    #expect(try chat.confirm("b3") == [Transcript.say("one", id: "b2")])
    #expect(try chat.logIn(resumed: true) == [Transcript.ping("b4")])
    #expect(try chat.confirm("b3").isEmpty, "that was asked before the command was sent again")
    #expect(try chat.confirm("b4") == [Transcript.say("one", id: "b2")])
    #expect(try chat.confirm("b4").isEmpty)
  }

  @Test func `a resumed session repeats nothing that was answered`() throws {
    var chat = try Transcript.loggedIn(EchoBot(), rooms: ["lobby"])
    #expect(try chat.logIn(resumed: true).isEmpty)
  }

  @Test func `messages that are resent reach the bot once`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    for _ in 1...2 {
      for seq in 1...3 {
        _ = try chat.hear("m", from: "alice", seq: seq)
        _ = try chat.hearPrivately("p", from: "alice", seq: seq)
      }
      _ = try chat.logIn(resumed: true)
    }
    #expect(bot.log.events.count == 7)
    _ = try chat.hear("m", from: "alice", in: "tea", seq: 1)
    #expect(bot.log.events.count == 8, "another room counts by itself")
  }

  @Test func `a resumed session is not told to the bot, a new one is`() throws {
    let bot = ScriptedBot()
    var chat = Transcript(bot)
    for resumed in [true, true, false] { _ = try chat.logIn(resumed: resumed) }
    #expect(bot.log.events == [.ready(user: "bot"), .ready(user: "bot")])
  }

  @Test func `a new session joins where the bot was, and then repeats what was not answered`() throws {
    let bot = ScriptedBot { event in
      switch event {
      case .message(let message) where message.text == "move":
        [.leave(room: "lobby"), .join(room: "tea"), .say("here", room: "tea")]
      default: []
      }
    }
    var chat = try Transcript.loggedIn(bot, rooms: ["lobby", "hall"])
    _ = try chat.hear("move", from: "alice", seq: 1)
    _ = try chat.confirm("b3")
    #expect(
      try chat.receive(#"{"type":"user_list","re":"b4","room":"tea","users":["bot"]}"#)
        == [Transcript.say("here", in: "tea", id: "b5")])
    #expect(try chat.logIn() == [Transcript.join("hall", id: "b6")])
    #expect(try chat.confirm("b6") == [Transcript.join("tea", id: "b7")])
    #expect(try chat.confirm("b7") == [Transcript.say("here", in: "tea", id: "b5")])
    #expect(try chat.confirm("b5").isEmpty)
  }

  @Test func `a log-in that comes twice joins once`() throws {
    var chat = Transcript(EchoBot(), rooms: ["lobby", "tea"])
    _ = try chat.logIn()
    #expect(try chat.logIn() == [Transcript.join("lobby", id: "b3")])
    #expect(try chat.confirm("b3") == [Transcript.join("tea", id: "b4")])
    #expect(try chat.confirm("b4").isEmpty)
  }

  @Test func `nothing is sent between hello and ready`() throws {
    let bot = ScriptedBot { event in
      switch event {
      case .ready: [.setTimer(id: "t", after: .milliseconds(10))]
      case .timer: [.say("late", room: "lobby")]
      default: []
      }
    }
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.receive(#"{"type":"hello"}"#)
    #expect(chat.wait(10).isEmpty)
    #expect(
      try chat.receive(#"{"type":"ready","user":"bot","resumed":true}"#) == [Transcript.say("late", id: "b1")]
    )
  }

  @Test func `a command that waits for the rate limit goes on waiting after a cut`() throws {
    var chat = try Transcript.loggedIn(EchoBot())
    _ = try chat.hear("!echo one", from: "alice", seq: 1)
    _ = try chat.refuse("b1", "rate_limited", retryAfter: 200)
    #expect(try chat.logIn(resumed: true).isEmpty)
    #expect(chat.wait(200) == [Transcript.say("one", id: "b1")])
  }
}
