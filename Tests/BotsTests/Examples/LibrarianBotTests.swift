import BotTesting
import Bots
import Engine
import Testing

@Suite("Librarian") struct LibrarianBotTests {
  @Test func `it finds the newest few of the room`() async throws {
    try await conversation(with: LibrarianBot(), rooms: ["lobby", "tea"]) { chat in
      try chat.say("tea for nobody", by: "carol", in: "tea")
      try chat.whisper("tea for the librarian", by: "carol")
      for number in 1...4 {
        try chat.say("tea number \(number)", by: "bob")
        try chat.advance(.minutes(1))
      }
      try chat.say("!find TEA")
      try chat.expect(
        """
        alice: I found this, the newest first.
        bob, 1m ago: tea number 4
        bob, 2m ago: tea number 3
        bob, 3m ago: tea number 2
        """)
    }
  }

  @Test func `misuse has a clear answer`() async throws {
    try await conversation(with: LibrarianBot()) { chat in
      try chat.say("!find @bob", by: "bob")
      try chat.expect("bob: WORDS is missing. Usage: !find [@USER] WORDS…")
      try chat.say("!find ...")
      try chat.expect(/^alice: The query has no word/)
    }
  }

  @Test func `long messages are cut, and have one line`() async throws {
    try await conversation(with: LibrarianBot()) { chat in
      try chat.say("tea\n\nfirst " + String(repeating: "and more ", count: 100), by: "bob")
      try chat.advance(.seconds(1))
      try chat.say("!find tea")
      try chat.expect { text in
        let lines = text.split(separator: "\n")
        return lines.count == 2 && lines[1].hasPrefix("bob, 1s ago: tea first and more")
          && lines[1].hasSuffix("…") && lines[1].count == "bob, 1s ago: ".count + 81
      }
    }
  }

  @Test func `what it was asked it answers after a restart`() async throws {
    try await conversation(with: LibrarianBot()) { chat in
      try chat.say("tea", by: "bob")
      try chat.cut()
      try chat.say("!find tea")
      try chat.expectNothing()
      try chat.advance(.seconds(10))
      try chat.restart()
      try chat.expect("alice: I found this, the newest first.\nbob, 10s ago: tea")
    }
  }

  @Test func `each answer goes to who asked, in whichever order they come`() throws {
    var bot = LibrarianBot()
    var context = BotContext(now: .virtualStart, user: "librarian")
    func ask(_ seq: Int64, by user: String, in room: String) throws -> [BotAction] {
      try bot.handle(
        .message(Message("!find tea", by: user, in: room, seq: seq, at: .virtualStart)), in: &context)
    }
    #expect(
      try ask(7, by: "alice", in: "lobby")
        == [.search(id: "lobby 7", query: "tea", room: "lobby", from: nil, limit: 50)])
    _ = try ask(8, by: "bob", in: "lobby")
    _ = try ask(7, by: "carol", in: "tea")
    var found: [BotAction] = []
    for id in ["tea 7", "lobby 8", "lobby 7", "lobby 7", "lobby 9"] {
      found += try bot.handle(.found(id: id, []), in: &context)
    }
    #expect(
      found == [
        .say("carol: I found nothing.", room: "tea"), .say("bob: I found nothing.", room: "lobby"),
        .say("alice: I found nothing.", room: "lobby"),
      ])
    #expect(context.storage.isEmpty)
  }
}
