import BotTesting
import Engine
import Testing

@testable import Bots

@Suite("Seen") struct SeenBotTests {
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

  @Test func `who was away for longest is forgotten first`() throws {
    let room = String(repeating: "𝒴", count: 128)
    var bot = SeenBot()
    var storage = BotStorage()
    var second = 0
    func tell(_ event: BotEvent) throws {
      second += 1
      let now = Instant.virtualStart.advanced(by: .seconds(second))
      var context = BotContext(now: now, user: "seen", storage: storage)
      _ = try bot.handle(event, in: &context)
      storage = context.storage
    }
    var users = 0
    while users < 2 || users < 1000 && storage["seen \(room) user2"] != nil {
      users += 1
      // The first one is seen again and again.
      try tell(.userJoined(room: room, user: "user1"))
      try tell(.userJoined(room: room, user: "user\(users)"))
      #expect(storage.bytes < SeenBot.mostBytes + 1000)
    }
    #expect((300..<1000).contains(users))
    #expect(storage.keys().count == users - (users - 1) / 10)
    #expect(storage["seen \(room) user1"] != nil)
    #expect(storage["seen \(room) user\(users)"] != nil)
  }
}
