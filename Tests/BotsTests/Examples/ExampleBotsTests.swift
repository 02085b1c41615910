import BotTesting
import Bots
import Testing

@Suite("Example bots") struct ExampleBotsTests {
  @Test func `each name has a bot`() {
    #expect(
      ExampleBots.names == [
        "clerk", "dice", "echo", "greeter", "helpdesk", "librarian", "moderator", "poll", "relay", "reminder",
        "seen",
        "trivia",
      ])
    #expect(ExampleBots.names.allSatisfy { ExampleBots.named($0) != nil })
    #expect(ExampleBots.named("echo") is EchoBot)
    #expect(ExampleBots.named("relay-2") is RelayBot, "another of the same kind")
    #expect(ExampleBots.named("relay-two") == nil)
    #expect(ExampleBots.named("Echo") == nil)
    #expect(ExampleBots.named("") == nil)
  }

  @Test(arguments: ExampleBots.names)
  func `none has anything to say about what two people say to each other alone`(name: String) async throws {
    try await conversation(with: #require(ExampleBots.named(name))) { chat in
      try chat.whisper("!help", by: "alice", to: "bob")
      try chat.whisper("!echo !roll !remind 1s x", by: "bob", to: "alice")
      try chat.advance(.minutes(1))
    }
  }

  /// The example of `Bot`'s documentation, word for word.
  @Test func `the documentation's bot works`() async throws {
    struct CoffeeBot: Bot {
      static let cups = Stored("cups", default: 0)

      mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
        guard case .message(let message) = event, message.text == "!coffee" else { return [] }
        context.storage[Self.cups] += 1
        return [message.answer("\(message.user): cup number \(context.storage[Self.cups]) is yours.")]
      }
    }
    try await conversation(with: CoffeeBot()) { chat in
      try chat.say("!coffee")
      try chat.expect("alice: cup number 1 is yours.")
      try chat.restart()
      try chat.say("!coffee", by: "bob")
      try chat.expect("bob: cup number 2 is yours.")
    }
  }
}
