import Bots
import Engine
import Testing

@Suite("A bot and edits") struct EditTests {
  /// A frame that tells of an edit.
  private func edited(
    in place: String = #""room":"lobby""#, by user: String = "alice", _ text: String = "new",
    marks: String = ""
  ) -> String {
    #"{"type":"message_edited",\#(place),"seq":1,"user":"\#(user)","message":"\#(text)","#
      + #""at":"2026-01-01T00:00:00.000Z"\#(marks),"edited_at":"2026-01-01T00:00:09.000Z"}"#
  }

  private let new = Message("new", by: "alice", in: "lobby", seq: 1, at: .virtualStart)

  @Test func `an edit has the new text, and is told however old its message is`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.hear("old", from: "alice", seq: 1)
    _ = try chat.hear("other", from: "alice", seq: 2)
    let before = bot.log.events.count
    _ = try chat.receive(edited())
    _ = try chat.receive(edited("newer"))
    var newer = new
    newer.text = "newer"
    #expect(Array(bot.log.events.dropFirst(before)) == [.messageEdited(new), .messageEdited(newer)])
  }

  @Test func `an edit of a private message has no room`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.receive(edited(in: #""with":"alice""#))
    var whispered = new
    whispered.room = nil
    #expect(bot.log.events.last == .messageEdited(whispered))
  }

  @Test func `its own edits and those of deleted messages are not told`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.receive(edited(by: "BOT"))
    _ = try chat.receive(edited(in: #""with":"alice""#, by: "bot"))
    _ = try chat.receive(edited("", marks: #","deleted":true"#))
    #expect(bot.log.events == [.ready(user: "bot")])
  }

  @Test(arguments: [false, true])
  func `edits of bots are told to a bot that hears them`(hearsBots: Bool) throws {
    let bot = Listener(hearsBots: hearsBots)
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.receive(edited(marks: #","bot":true"#))
    var fromBot = new
    fromBot.isBot = true
    #expect(Array(bot.log.events.dropFirst()) == (hearsBots ? [.messageEdited(fromBot)] : []))
  }

  private struct Listener: Bot {
    let hearsBots: Bool
    let log = ScriptedBot.Log()

    func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
      log.append(event)
      return []
    }
  }

  @Test func `an edit is no answer to a question`() throws {
    let bot = ScriptedBot { event in
      guard case .message(let message) = event else { return [] }
      return [message.ask("Tea?", topic: "tea")]
    }
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.hear("old", from: "alice", seq: 1)
    _ = try chat.confirm("b1")
    _ = try chat.receive(edited())
    #expect(bot.log.events.last == .messageEdited(new))
    _ = try chat.hear("yes", from: "alice", seq: 3)
    guard case .answer = bot.log.events.last else {
      Issue.record("the question waits no more")
      return
    }
  }

  @Test func `a bot learns the number of what it said, and edits it`() throws {
    let bot = ScriptedBot { event in
      switch event {
      case .message(let message): [message.answer("0"), .privateMessage("0", to: message.user)]
      case .sent("0", let place, let seq): [.edit("1", seq: seq, in: place)]
      default: []
      }
    }
    var chat = try Transcript.loggedIn(bot)
    #expect(try chat.hear("go", from: "alice", seq: 1) == [Transcript.say("0", id: "b1")])
    #expect(try chat.confirm("b1") == [Transcript.whisper("0", to: "alice", id: "b2")])
    _ = try chat.hear("0", from: "bot", seq: 2)
    #expect(
      try chat.receive(
        #"{"type":"private_message_delivered","re":"b2","target":"alice","message":"0","seq":5}"#)
        == [#"{"type":"edit_message","id":"b3","room":"lobby","seq":2,"message":"1"}"#])
    #expect(
      try chat.confirm("b3")
        == [#"{"type":"edit_message","id":"b4","with":"alice","seq":5,"message":"1"}"#])
    #expect(try chat.refuse("b4", "no_such_message").isEmpty)
    #expect(
      bot.log.events.last
        == .error(
          .init(
            code: "no_such_message", message: "No.", action: .edit("1", seq: 5, in: .user("alice")))))
  }

  @Test func `a message is told as sent once, and not when it was deleted meanwhile`() throws {
    let bot = ScriptedBot { event in
      guard case .message = event else { return [] }
      return [.privateMessage("0", to: "alice")]
    }
    var chat = try Transcript.loggedIn(bot)
    for _ in 1...2 { _ = try chat.hear("0", from: "bot", seq: 2) }
    _ = try chat.hear("go", from: "alice", seq: 3)
    for _ in 1...2 {
      _ = try chat.receive(
        #"{"type":"private_message_delivered","re":"b1","target":"alice","message":"0","seq":5,"duplicate":true}"#
      )
    }
    _ = try chat.receive(
      #"{"type":"private_message_delivered","target":"alice","message":"","seq":6,"deleted":true}"#)
    let sent = bot.log.events.filter { if case .sent = $0 { true } else { false } }
    #expect(
      sent == [
        .sent(text: "0", to: .room("lobby"), seq: 2), .sent(text: "0", to: .user("alice"), seq: 5),
      ])
  }

  @Test func `an edit costs a message`() throws {
    let bot = ScriptedBot { event in
      guard case .message = event else { return [] }
      return (1...2).map { .edit("\($0)", seq: 1, in: .room("lobby")) }
    }
    var chat = Transcript(bot)
    _ = try chat.receive(#"{"type":"hello","limits":{"messages_burst":1,"messages_per_second":1}}"#)
    _ = try chat.receive(#"{"type":"ready","user":"bot","session":"s","resumed":false}"#)
    #expect(try chat.hear("go", from: "alice", seq: 2).count == 1)
    #expect(try chat.confirm("b1").isEmpty)
    #expect(
      chat.wait(1000) == [#"{"type":"edit_message","id":"b2","room":"lobby","seq":1,"message":"2"}"#])
  }

  @Test func `a bot that answers its own messages comes to an end`() throws {
    let bot = ScriptedBot { event in
      switch event {
      case .message, .sent: [.say("and I?", room: "lobby")]
      default: []
      }
    }
    var chat = try Transcript.loggedIn(bot)
    var frames = try chat.hear("go", from: "alice", seq: 1)
    var said = 0
    while !frames.isEmpty, said < 1000 {
      said += 1
      _ = try chat.confirm("b\(said)")
      frames = try chat.hear("and I?", from: "bot", seq: said + 1)
    }
    #expect(said == 33)
    let problems = chat.driver.takeProblems()
    #expect(problems.map(\.kind) == [.loop])
    #expect(problems.first?.message.contains("its own messages") == true)
  }

  @Test func `two bots that answer each other's edits come to an end`() throws {
    let bot = ScriptedBot { event in
      guard case .messageEdited = event else { return [] }
      return [.edit("and you?", seq: 2, in: .room("lobby"))]
    }
    var chat = try Transcript.loggedIn(bot)
    var answers = 0
    for _ in 1...100 {
      answers += try chat.receive(edited()).count
      _ = try chat.confirm("b\(answers)")
    }
    #expect(answers == 32)
  }
}
