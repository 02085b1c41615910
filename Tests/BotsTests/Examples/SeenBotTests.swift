import BotTesting
import Engine
import Testing

@testable import Bots

@Suite("Seen") struct SeenBotTests {
  @Test func `it tells who is here, and when they last spoke`() async throws {
    try await conversation(with: SeenBot()) { chat in
      try chat.join("bob")
      try chat.say("!seen bob")
      try chat.expect("alice: bob is here now.")
      try chat.say("hello", by: "bob")
      try chat.advance(.minutes(5))
      try chat.say("!seen Bob")
      try chat.expect("alice: bob is here now, and last spoke 5m ago.")
    }
  }

  @Test func `it tells when somebody was last here, also after a restart`() async throws {
    try await conversation(with: SeenBot()) { chat in
      try chat.say("hello", by: "bob")
      try chat.advance(.minutes(5))
      try chat.leave("bob")
      try chat.advance(.hours(24))
      try chat.restart()
      try chat.say("!seen bob")
      try chat.expect("alice: bob was last here 1d ago, and last spoke 1d 5m ago.")
    }
  }

  @Test func `a command is something that was said`() async throws {
    try await conversation(with: SeenBot()) { chat in
      try chat.say("!seen alice")
      try chat.expect("alice: alice is here now, and last spoke 1s ago.")
    }
  }

  @Test func `who came and went while its program was away is told of`() async throws {
    try await conversation(with: SeenBot()) { chat in
      try chat.join("bob")
      try chat.join("carol")
      try chat.advance(.minutes(1))
      try chat.cut()
      try chat.leave("bob")
      try chat.advance(.seconds(30))
      try chat.restart()
      try chat.say("!seen bob")
      try chat.expect(/^alice: bob was last here/)
      try chat.say("!seen carol")
      try chat.expect("alice: carol is here now.")
    }
  }

  @Test func `each room is asked for itself, and nothing is told privately`() async throws {
    try await conversation(with: SeenBot(), rooms: ["lobby", "tea"]) { chat in
      try chat.say("hello", by: "bob", in: "tea")
      try chat.say("!seen bob")
      try chat.expect("alice: I have seen nobody of that name here.")
      try chat.whisper("!seen bob")
      try chat.expectWhisper("alice: This is for rooms.")
      try chat.say("!seen bob", in: "tea")
      try chat.expect(/^alice: bob is here now/, in: "tea")
    }
  }

  @Test func `who was away for longest is forgotten first`() throws {
    var bot = SeenBot()
    var storage = BotStorage()
    func tell(_ event: BotEvent, at second: Int) throws -> [BotAction] {
      var context = BotContext(
        now: .virtualStart.advanced(by: .seconds(second)), user: "seen", storage: storage)
      defer { storage = context.storage }
      return try bot.handle(event, in: &context)
    }
    for number in 1...SeenBot.most {
      _ = try tell(.userJoined(room: "lobby", user: "user\(number)"), at: number)
    }
    _ = try tell(.userLeft(room: "lobby", user: "user1"), at: SeenBot.most + 1)
    #expect(storage.keys().count == SeenBot.most)
    _ = try tell(.userJoined(room: "lobby", user: "late"), at: SeenBot.most + 2)
    #expect(storage.keys().count == SeenBot.most - SeenBot.most / 10 + 1)
    #expect(storage["seen lobby user1"] != nil)
    #expect(storage["seen lobby user2"] == nil)
    #expect(storage["seen lobby late"] != nil)
  }

  @Test func `as many of the longest names as it keeps have place in its storage`() throws {
    let name = String(repeating: "𝒳", count: 28)
    let room = String(repeating: "𝒴", count: 128)
    var bot = SeenBot()
    var context = BotContext(now: .virtualStart, user: "seen")
    for number in 1...SeenBot.most {
      let message = Message("hello", by: name + "\(number)", in: room, at: .virtualStart)
      _ = try bot.handle(.message(message), in: &context)
    }
    #expect(context.storage.keys().count == SeenBot.most)
    #expect(context.storage.bytes <= BotStorage.maximumBytes)
  }
}
