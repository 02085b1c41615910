import BotTesting
import Bots
import Testing

@Suite struct OrderBotTests {
  @Test func `an order is taken from two at once`() async throws {
    try await conversation(with: OrderBot()) { chat in
      try chat.say("!order")
      try chat.expect("alice: Tea or coffee?")
      try chat.say("!order", by: "bob")
      try chat.expect("bob: Tea or coffee?")
      try chat.say("tea")
      try chat.expect("How many cups?")
      try chat.restart()
      try chat.say("many")
      try chat.expect("A number, please. How many cups?")
      try chat.say("3")
      try chat.expect("3 × tea for alice.")

      try chat.advance(.minutes(2))
      try chat.expectWhisper("Ask again when you know.", to: "bob")
    }
  }
}
