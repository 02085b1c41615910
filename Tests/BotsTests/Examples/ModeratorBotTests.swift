import BotTesting
import Engine
import Testing

@testable import Bots

@Suite("Moderator") struct ModeratorBotTests {
  /// A conversation in a room of alice's in which the bot is a moderator and bob a member.
  private func moderated(_ body: (BotTesting.Conversation) async throws -> Void) async throws {
    try await conversation(with: ModeratorBot(), name: "mod", rooms: []) { chat in
      try chat.join("alice")
      try chat.join("bob")
      try chat.type("/invite mod")
      try chat.expect("I can keep order here once the owner says /mod mod")
      try chat.type("/mod mod")
      try await body(chat)
    }
  }

  private let warned = "bob: that word is not for this room. The next time I mute you."

  @Test(arguments: ["COFFEE", "no, coffée!", "(coffee)", "cof\u{301}fee", "ＣＯＦＦＥＥ"])
  func `a banned word is found however it is spelt`(text: String) async throws {
    try await moderated { chat in
      try chat.say("!ban-word Coffeé")
      try chat.expect("That word is banned here from now on.")
      try chat.say(text, by: "bob")
      try chat.expect(warned)
    }
  }

  @Test(arguments: ["coffees", "decoffee", "co ffee", "tea"])
  func `other words are allowed`(text: String) async throws {
    try await moderated { chat in
      try chat.say("!ban-word coffee")
      try chat.expect("That word is banned here from now on.")
      try chat.say(text, by: "bob")
      try chat.expectNothing()
    }
  }

  @Test func `the list of words is kept in order by moderators alone`() async throws {
    try await moderated { chat in
      try chat.say("!words")
      try chat.expectWhisper("No word is banned in lobby.")
      for word in ["tea", "Coffee"] {
        try chat.say("!ban-word \(word)")
        try chat.expect("That word is banned here from now on.")
      }
      try chat.restart()
      try chat.say("!ban-word TEA")
      try chat.expect("alice: That word is banned already.")
      try chat.say("!ban-word black tea")
      try chat.expect("alice: \"tea\" is too much. Usage: !ban-word WORD")
      try chat.say("!ban-word ...")
      try chat.expect("alice: WORD is one word of letters and digits. Usage: !ban-word WORD")
      try chat.say("!words")
      try chat.expectWhisper("Banned in lobby: coffee, tea.")
      try chat.say("!unban-word tea")
      try chat.expect("That word is allowed here from now on.")
      try chat.say("!unban-word tea")
      try chat.expect("alice: That word is not banned.")
      try chat.say("tea", by: "bob")
      for command in ["!words", "!ban-word a", "!unban-word a"] {
        try chat.say(command, by: "bob")
        try chat.expect("bob: This is for a room's moderators.")
      }
    }
  }

  @Test func `a command is no way around a banned word`() async throws {
    try await moderated { chat in
      try chat.say("!ban-word coffee")
      try chat.expect("That word is banned here from now on.")
      try chat.say("!words coffee", by: "bob")
      try chat.expect(warned)
    }
  }

  @Test func `an edit is no way around a banned word`() async throws {
    try await moderated { chat in
      try chat.say("!ban-word coffee")
      try chat.expect("That word is banned here from now on.")
      try chat.say("tea", by: "bob")
      // The bot has said the messages 1 and 3, alice 2.
      for number in 1...6 { try chat.type("/edit 4 tea \(number)", by: "bob") }
      try chat.type("/edit 2 coffee", by: "alice")
      try chat.expectNothing()
      try chat.type("/edit 4 coffee", by: "bob")
      try chat.expect(warned)
    }
  }

  @Test func `the messages of each are counted for themselves`() async throws {
    try await moderated { chat in
      for _ in 1...3 {
        try chat.say("la", by: "bob")
        try chat.say("la", by: "carol")
      }
      try chat.expectNothing()
    }
  }

  @Test func `it keeps its hands off moderators and the owner`() async throws {
    try await moderated { chat in
      try chat.type("/mod bob")
      try chat.say("!ban-word coffee", by: "bob")
      try chat.expect("That word is banned here from now on.")
      try chat.say("coffee", by: "bob")
      for _ in 1...10 { try chat.say("coffee") }
      try chat.expectNothing()
      try chat.type("/unmod bob")
      try chat.say("coffee", by: "bob")
      try chat.expect(warned)
    }
  }

  @Test func `a bot that answers every warning is soon sent out`() async throws {
    struct ParrotBot: Bot {
      var hearsBots: Bool { true }
      mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
        guard case .message(let message) = event else { return [] }
        return [message.answer(message.text)]
      }
    }
    try await moderated { chat in
      try chat.say("!ban-word room")
      try chat.expect("That word is banned here from now on.")
      try chat.add(ParrotBot(), name: "parrot")
      try chat.say("a room", by: "alice")
      try chat.expect("a room", from: "parrot")
      try chat.expect("parrot: that word is not for this room. The next time I mute you.")
      try chat.expect("parrot: that word is not for this room. The next time I mute you.", from: "parrot")
      try chat.expect("parrot is muted for 10m: that word is not for this room.")
      try chat.advance(.minutes(10))
      try chat.say("a room", by: "alice")
      try chat.expect("a room", from: "parrot")
      try chat.expect("parrot is sent out: that word is not for this room.")
      try chat.expectNothing()
    }
  }
}
