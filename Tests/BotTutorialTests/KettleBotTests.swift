import BotTesting
import Bots
import Testing

@Suite struct KettleBotTests {
  @Test func `the kettle goes on when it is told to`() async throws {
    try await conversation(with: KettleBot()) { chat in
      try chat.say("good morning")
      try chat.expectNothing()
      try chat.say("!boil")
      try chat.expect("The kettle is on, alice.")
    }
  }
}
