import Bots
import Engine
import TestSupport
import Testing
import Wire

@Suite("Frames no server should send a bot") struct HostileFrameTests {
  @Test(arguments: [
    "null", "7", "[]", #""ready""#, "{}", #"{"type":null}"#, #"{"type":7}"#, #"{"type":["ready"]}"#,
  ])
  func `what is no frame is ignored`(text: String) throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    #expect(try chat.receive(text).isEmpty)
    #expect(bot.log.events == [.ready(user: "bot")])
  }

  @Test(arguments: [
    #"{"type":"chat_message"}"#, #"{"type":"chat_message","room":"r","seq":1,"user":"u","message":"m"}"#,
    #"{"type":"chat_message","room":"r","seq":1,"user":"u","message":"m","at":"2026-02-30T00:00:00.000Z"}"#,
    #"{"type":"chat_message","room":"r","seq":1.5,"user":"u","message":"m","at":"2026-01-01T00:00:00.000Z"}"#,
    #"{"type":"chat_message","room":"r","seq":1,"user":{},"message":"m","at":"2026-01-01T00:00:00.000Z"}"#,
    #"{"type":"private_message","user":"u"}"#, #"{"type":"user_list","room":"r","users":["u",1]}"#,
    #"{"type":"user_join","room":"r"}"#, #"{"type":"presence","room":"r","joined":[]}"#,
    #"{"type":"ready","user":"u","resumed":"yes"}"#, #"{"type":"error","code":1}"#, #"{"type":"history"}"#,
    #"{"type":"message_edited"}"#,
    #"{"type":"message_edited","seq":1,"user":"u","message":"m","at":"2026-01-01T00:00:00.000Z"}"#,
    #"{"type":"message_edited","room":"r","user":"u","message":"m","at":"2026-01-01T00:00:00.000Z"}"#,
    #"{"type":"reaction_added"}"#,
    #"{"type":"reaction_removed","room":"r","seq":1,"user":"u","reaction":"a"}"#,
    #"{"type":"reaction_added","seq":1,"user":"u","reaction":"a","count":1}"#,
    #"{"type":""}"#, #"{"type":"chat_message\u0000"}"#,
  ])
  func `what lacks its fields is of an unknown type`(text: String) throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    #expect(try chat.receive(text).isEmpty)
    let type = try #require(JSON(parsing: text)["type"])
    guard case .string(let name) = type else { return }
    #expect(bot.log.events == [.ready(user: "bot"), .unknown(type: name)])
  }

  @Test(arguments: ["b1", "b2", "b0", "b-1", "b", "", "b99999999999999999999"])
  func `replies to nothing that was asked change nothing`(id: String) throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    for type in EventType.allCases where type != .hello && type != .ready {
      #expect(
        try chat.receive(#"{"type":"\#(type.rawValue)","re":"\#(id)","code":"rate_limited","message":""}"#)
          .isEmpty)
    }
    #expect(bot.log.events == [.ready(user: "bot")])
    #expect(chat.driver.nextDeadline == nil)
  }

  @Test(arguments: EventType.allCases)
  func `any reply ends the wait for it`(type: EventType) throws {
    var chat = try Transcript.loggedIn(EchoBot())
    _ = try chat.hear("!echo one", from: "alice", seq: 1)
    _ = try chat.hear("!echo two", from: "alice", seq: 2)
    let sent = try chat.receive(#"{"type":"\#(type.rawValue)","re":"b1"}"#)
    // A connection's first frame is no reply, whatever it says.
    #expect(sent == (type == .hello ? [] : [Transcript.say("two", id: "b2")]))
  }

  @Test func `random frames made of the protocol's own words never trap`() throws {
    var random = RandomNumbers(seed: 2)
    let names = [
      "type", "re", "room", "user", "users", "message", "seq", "at", "resumed", "code", "joined", "target",
      "with",
    ]
    let texts =
      EventType.allCases.map(\.rawValue) + ["b1", "b2", "lobby", "bot", "rate_limited", "!remind 1s x"]
      + ["2026-01-01T00:00:00.000Z", "9999-99-99T99:99:99.999Z"]
    func value() -> JSON {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: .integer(Int64.random(in: .min ... .max, using: &random))
      case 1: .bool(.random(using: &random))
      case 2: .array([.string("a"), .null])
      case 3: .array([.string("a")])
      default: .string(texts.randomElement(using: &random) ?? "")
      }
    }
    let bot = ScriptedBot { event in
      switch event {
      case .error, .message: [.say("x", room: "r"), .setTimer(id: "t", after: .milliseconds(3))]
      default: [.join(room: "r")]
      }
    }
    var chat = Transcript(bot, rooms: ["lobby"])
    for _ in 0..<Soak.rounds(2000, of: 20_000) {
      let members = names.filter { _ in .random(using: &random) }.map { JSON.Member($0, value()) }
      let sent = chat.driver.receive(.object(members), at: chat.now)
      #expect(sent.count <= 1)
      _ = chat.wait(1)
    }
    #expect(bot.log.events.count > 100)
  }

  @Test(arguments: [
    -62_135_596_800_000, -1, 0, 951_782_400_000, 1_709_164_800_001, 1_767_225_600_000, 4_107_542_399_999,
    253_402_300_799_999,
  ])
  func `a time comes back as it was written`(milliseconds: Int64) throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    chat.now = Instant(milliseconds: milliseconds)
    _ = try chat.hear("hi", from: "alice", seq: 1)
    guard case .message(let message) = bot.log.events.last else {
      Issue.record("the message did not arrive")
      return
    }
    #expect(message.at == chat.now)
  }
}
