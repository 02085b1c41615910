import Bots
import Testing

@Suite("A bot and reactions") struct ReactionTests {
  /// A frame that tells of a reaction.
  private func told(
    _ type: String = "reaction_added", in place: String = #""room":"lobby""#, by user: String = "alice"
  ) -> String {
    #"{"type":"\#(type)",\#(place),"seq":3,"user":"\#(user)","reaction":"👍","count":2}"#
  }

  @Test func `reactions of others are told, in rooms and in private`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.receive(told())
    _ = try chat.receive(told("reaction_removed", in: #""with":"alice""#))
    #expect(
      Array(bot.log.events.dropFirst()) == [
        .reactionAdded(Reaction("👍", by: "alice", to: 3, in: .room("lobby"), count: 2)),
        .reactionRemoved(Reaction("👍", by: "alice", to: 3, in: .user("alice"), count: 2)),
      ])
  }

  @Test func `its own reactions are not told`() throws {
    let bot = ScriptedBot()
    var chat = try Transcript.loggedIn(bot)
    _ = try chat.receive(told(by: "BOT"))
    _ = try chat.receive(told("reaction_removed", by: "bot"))
    #expect(bot.log.events == [.ready(user: "bot")])
  }

  @Test func `a bot reacts to a message, and costs a message for each`() throws {
    let bot = ScriptedBot { event in
      switch event {
      case .message(let message): [message.react("👀"), .unreact("👀", seq: message.seq, in: message.place)]
      case .privateMessage(let message): [message.react("👋")]
      default: []
      }
    }
    var chat = Transcript(bot)
    _ = try chat.receive(#"{"type":"hello","limits":{"messages_burst":1,"messages_per_second":1}}"#)
    _ = try chat.receive(#"{"type":"ready","user":"bot","session":"s","resumed":false}"#)
    #expect(
      try chat.hear("go", from: "alice", seq: 2)
        == [#"{"type":"react","id":"b1","room":"lobby","seq":2,"reaction":"👀"}"#])
    #expect(try chat.confirm("b1").isEmpty)
    #expect(
      chat.wait(1000) == [#"{"type":"unreact","id":"b2","room":"lobby","seq":2,"reaction":"👀"}"#])
    #expect(try chat.confirm("b2").isEmpty)
    #expect(try chat.hearPrivately("hi", from: "alice", seq: 7).isEmpty)
    #expect(
      chat.wait(1000) == [#"{"type":"react","id":"b3","with":"alice","seq":7,"reaction":"👋"}"#])
  }

  @Test func `two bots that answer each other's reactions come to an end`() throws {
    let bot = ScriptedBot { event in
      switch event {
      case .reactionAdded(let reaction): [.react("👎", seq: reaction.seq, in: reaction.place)]
      case .reactionRemoved(let reaction): [.unreact("👎", seq: reaction.seq, in: reaction.place)]
      default: []
      }
    }
    var chat = try Transcript.loggedIn(bot)
    var answers = 0
    for number in 1...100 {
      answers += try chat.receive(told(number.isMultiple(of: 2) ? "reaction_removed" : "reaction_added"))
        .count
      _ = try chat.confirm("b\(answers)")
    }
    #expect(answers == 32)
  }
}
