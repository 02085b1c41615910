import BotTesting
import Bots
import Testing

@Suite struct BrewBotTests {
  @Test func `tea is ready in time, also after a restart`() async throws {
    try await conversation(with: BrewBot()) { chat in
      try chat.say("!brew 4m")
      try chat.expect("alice: I will tell you in 4m.")
      try chat.whisper("!brew 2m", by: "bob")
      try chat.expectWhisper(/2m/, to: "bob")

      try chat.advance(.minutes(3))
      try chat.expectWhisper("Your tea is ready.", to: "bob")
      try chat.restart()
      try chat.expectNothing()
      try chat.advance(.minutes(1))
      try chat.expect("alice: Your tea is ready.")

      try chat.say("!pots")
      try chat.expect("2 so far.")
    }
  }

  @Test func `what is due while the bot is away comes when it is back`() async throws {
    try await conversation(with: BrewBot()) { chat in
      try chat.say("!brew 1h")
      try chat.expect(/1h/)
      try chat.cut()
      try chat.advance(.hours(24))
      try chat.expectNothing()
      try chat.restart()
      try chat.expect("alice: Your tea is ready.")
    }
  }

  @Test func `a wrong time is explained`() async throws {
    try await conversation(with: BrewBot()) { chat in
      try chat.say("!brew soon")
      try chat.expect(
        #"alice: TIME is a time such as 90s, 10m, 2h or 1d, and not "soon". Usage: !brew TIME"#)
      try chat.say("!brew 2h")
      try chat.expect(/at most 1h/)
    }
  }

  @Test func `the scenario passes`() throws {
    try scenario("Tests/BotTutorialTests/brew.chat", bots: ["brew": BrewBot()])
  }
}
