import Bots
import Testing

@Suite("Example bots") struct ExampleBotsTests {
  @Test func `each name has a bot`() {
    #expect(ExampleBots.names == ["echo", "greeter", "librarian", "moderator", "relay", "reminder", "seen"])
    #expect(ExampleBots.names.allSatisfy { ExampleBots.named($0) != nil })
    #expect(ExampleBots.named("echo") is EchoBot)
    #expect(ExampleBots.named("relay-2") is RelayBot, "another of the same kind")
    #expect(ExampleBots.named("relay-two") == nil)
    #expect(ExampleBots.named("Echo") == nil)
    #expect(ExampleBots.named("") == nil)
  }

  /// The example of `Bot`'s documentation, word for word.
  @Test func `the documentation's bot works`() {
    struct CoffeeBot: Bot {
      var cups = 0

      mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
        guard case .message(let message) = event, message.text == "!coffee" else { return [] }
        cups += 1
        return [message.answer("\(message.user): cup number \(cups) is yours.")]
      }
    }
    var bot = CoffeeBot()
    _ = bot.handle(.said("!coffee"), in: .at(0))
    #expect(
      bot.handle(.said("!coffee"), in: .at(0)) == [.say("alice: cup number 2 is yours.", room: "lobby")])
  }
}
