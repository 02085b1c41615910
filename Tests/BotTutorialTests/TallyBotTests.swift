import BotTesting
import Bots
import Testing

@Suite struct TallyBotTests {
  @Test func `the cups are counted in one message for a day`() async throws {
    try await conversation(with: TallyBot()) { chat in
      try chat.say("!cup")
      try chat.expect("Cups: 1")
      try chat.say("!cup")
      try chat.expectEdit("Cups: 2")
      try chat.restart()
      try chat.say("!cup", by: "bob")
      try chat.expectEdit("Cups: 3")

      try chat.advance(.hours(25))
      try chat.say("!cup")
      try chat.expect("Cups: 4")
      try chat.say("!cup")
      try chat.expectEdit("Cups: 5")
    }
  }
}
