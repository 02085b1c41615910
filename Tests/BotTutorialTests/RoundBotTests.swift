import BotTesting
import Bots
import Testing

@Suite struct RoundBotTests {
  @Test func `whoever reacts to the offer gets a cup`() async throws {
    try await conversation(with: RoundBot()) { chat in
      try chat.say("!round")
      try chat.expectReaction("👀", to: 1)
      try chat.expect("Tea? React with ☕.")
      try chat.expectReaction("☕", to: 2)

      try chat.say("hello", by: "bob")
      try chat.type("/react 2 ☕", by: "bob")
      try chat.expect("A cup for bob.")
      try chat.type("/react 1 ☕", by: "bob")
      try chat.type("/react 2 👍", by: "bob")
      try chat.expectNothing()
    }
  }
}
