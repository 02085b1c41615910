import Bots
import Engine
import Testing
import Wire

@Suite("Driver") struct BotDriverTests {
  @Test func `it joins its rooms once it is logged in, one after the other`() throws {
    var chat = Transcript(EchoBot(), rooms: ["lobby", "tea"])
    #expect(try chat.logIn() == [Transcript.join("lobby", id: "b1")])
    #expect(
      try chat.receive(#"{"type":"user_list","re":"b1","room":"lobby","users":["bot"]}"#)
        == [Transcript.join("tea", id: "b2")])
    #expect(try chat.receive(#"{"type":"user_list","re":"b2","room":"tea","users":["bot"]}"#).isEmpty)
  }

  @Test func `messages carry an id and a key, and wait for the answer of the one before`() throws {
    var chat = try Transcript.loggedIn(EchoBot())
    #expect(try chat.hear("!echo one", from: "alice", seq: 1) == [Transcript.say("one", id: "b1")])
    #expect(try chat.hearPrivately("two", from: "alice", seq: 1).isEmpty)
    #expect(
      try chat.receive(#"{"type":"ack","re":"b1","room":"lobby","seq":2,"duplicate":false}"#)
        == [Transcript.whisper("two", to: "alice", id: "b2")])
    #expect(try chat.receive(#"{"type":"private_message_delivered","re":"b2","target":"alice"}"#).isEmpty)
  }

  @Test func `events reach the bot as typed values`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot, rooms: ["lobby"])
    _ = try chat.receive(#"{"type":"user_join","room":"lobby","user":"carol"}"#)
    _ = try chat.hear("hi", from: "carol", seq: 7)
    _ = try chat.hearPrivately("psst", from: "carol", seq: 3)
    _ = try chat.receive(#"{"type":"user_leave","room":"lobby","user":"carol"}"#)
    _ = try chat.receive(
      #"{"type":"presence","room":"lobby","joined":["d","e"],"left":["f"],"online":9}"#)
    _ = try chat.receive(#"{"type":"error","code":"new_code","message":"m","retry_after_ms":5}"#)
    _ = try chat.receive(#"{"type":"reaction","emoji":"👍"}"#)
    let start = Instant.virtualStart
    #expect(
      bot.log.events == [
        .ready(user: "bot"), .joined(room: "lobby", users: ["bot"]),
        .userJoined(room: "lobby", user: "carol"),
        .message(Message("hi", by: "carol", in: "lobby", seq: 7, at: start)),
        .privateMessage(Message("psst", by: "carol", in: nil, seq: 3, at: start)),
        .userLeft(room: "lobby", user: "carol"), .userLeft(room: "lobby", user: "f"),
        .userJoined(room: "lobby", user: "d"), .userJoined(room: "lobby", user: "e"),
        .error(.init(code: "new_code", message: "m", retryAfterMilliseconds: 5)),
        .unknown(type: "reaction"),
      ])
  }

  @Test(arguments: ["bot", "BOT"])
  func `the bot is told its own messages as sent, and not as messages`(name: String) throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.hear("me", from: name, seq: 1)
    _ = try chat.hearPrivately("me", from: name, seq: 1)
    _ = try chat.receive(#"{"type":"private_message_delivered","target":"alice","message":"m","seq":1}"#)
    #expect(
      bot.log.events == [
        .ready(user: "bot"), .sent(text: "me", to: .room("lobby"), seq: 1),
        .sent(text: "m", to: .user("alice"), seq: 1),
      ])
  }

  @Test func `its name is the one that the server says`() throws {
    let bot = ScriptedBot()
    var chat = Transcript(bot, name: "asked")
    _ = try chat.logIn(as: "given")
    _ = try chat.hear("me", from: "given", seq: 1)
    #expect(bot.log.events == [.ready(user: "given"), .sent(text: "me", to: .room("lobby"), seq: 1)])
  }

  @Test func `a refusal reaches the bot with what was refused, and the next command goes on`() throws {
    let bot = ScriptedBot { event in
      guard case .message = event else { return [] }
      return [.say("one", room: "gone"), .say("two", room: "lobby")]
    }
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.hear("x", from: "alice", seq: 1)
    #expect(try chat.refuse("b1", "no_such_room") == [Transcript.say("two", id: "b2")])
    #expect(
      bot.log.events.last
        == .error(.init(code: "no_such_room", message: "No.", action: .say("one", room: "gone"))))
  }

  @Test func `replies to whoever logs the bot in do not reach it`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    #expect(try chat.receive(#"{"type":"pong","re":"p1","now":"x"}"#).isEmpty)
    #expect(try chat.refuse("login", "auth_failed").isEmpty)
    #expect(try chat.receive(#"{"type":"pong","now":"x"}"#).isEmpty)
    #expect(bot.log.events == [.ready(user: "bot")])
  }

  @Test func `every command that it sends is one that a server reads`() throws {
    let bot = ScriptedBot { event in
      guard case .ready = event else { return [] }
      return [
        .join(room: "r"), .leave(room: "r"), .say("/not a \"command\"", room: "r"),
        .privateMessage("hi", to: "u"), .edit("/new", seq: 7, in: .room("r")),
        .edit("new", seq: 8, in: .user("u")),
        .send(MessageDraft("yes", to: .room("r"), replyTo: 7, data: #"{ "a": [1] }"#)),
        .send(MessageDraft("no", to: .user("u"), replyTo: 8)),
      ]
    }
    var chat = Transcript(bot)
    var frames = try chat.logIn()
    for number in 1...8 { frames += try chat.confirm("b\(number)") }
    var secrets = NoSecrets()
    #expect(
      frames.map { FrameDecoder(limits: Limits()).decode(Array($0.utf8), secrets: &secrets) } == [
        .command(.join(room: "r", after: nil), id: "b1"), .command(.leave(room: "r"), id: "b2"),
        .command(.sendMessage(room: "r", text: "/not a \"command\"", key: "b3"), id: "b3"),
        .command(.sendPrivateMessage(to: "u", text: "hi", key: "b4"), id: "b4"),
        .command(.editMessage(.room("r"), seq: 7, text: "/new"), id: "b5"),
        .command(.editMessage(.with("u"), seq: 8, text: "new"), id: "b6"),
        .command(
          .sendMessage(
            room: "r", text: "yes", key: "b7", extras: MessageExtras(replyTo: 7, data: #"{"a":[1]}"#)),
          id: "b7"),
        .command(
          .sendPrivateMessage(to: "u", text: "no", key: "b8", extras: MessageExtras(replyTo: 8)), id: "b8"),
      ])
  }

  private struct NoSecrets: SecretKeeper {
    func keep(password: String) -> Secret { Secret(0) }
    func digest(of secret: String) -> Digest { Digest(0, 0, 0, 0) }
  }
}
