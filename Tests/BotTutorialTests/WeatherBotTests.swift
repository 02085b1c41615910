import BotTesting
import Bots
import Testing

@Suite struct WeatherBotTests {
  @Test func `the weather comes from outside`() async throws {
    try await conversation(with: WeatherBot()) { chat in
      try chat.say("!weather Oslo")
      try chat.expectRequest("Oslo", body: "Oslo")
      try chat.expectNothing()
      try chat.respond("Oslo", "rain")
      try chat.expect("Oslo: rain")

      try chat.say("!weather Rome")
      try chat.expectRequest("Rome")
      try chat.fail("Rome", "no network")
      try chat.expect("I do not know. Ask again later.")
    }
  }
}
