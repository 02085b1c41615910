import BotTesting
import Bots
import Testing

@Suite("Greeter") struct GreeterBotTests {
  @Test func `each room has its own guests`() async throws {
    try await conversation(with: GreeterBot(), rooms: ["lobby", "tea"]) { chat in
      try chat.join("bob")
      try chat.expect("Welcome to lobby, bob!")
      try chat.join("bob", "tea")
      try chat.expect("Welcome to tea, bob!", in: "tea")
      try chat.leave("bob", "tea")
      try chat.join("bob")
    }
  }

  @Test func `who was there first is not greeted, nor after a restart`() async throws {
    try await conversation(with: GreeterBot(), rooms: []) { chat in
      try chat.join("bob")
      try chat.add(GreeterBot(), name: "greeter")
      try chat.restart("greeter")
      try chat.join("bob")
      try chat.join("carol")
      try chat.expect("Welcome to lobby, carol!", from: "greeter")
    }
  }
}
