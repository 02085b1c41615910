import BotTesting
import Bots
import Engine
import Testing

@Suite("Relay") struct RelayBotTests {
  @Test func `rooms are known however they are spelt`() {
    var bot = RelayBot(between: "Lobby", "tea")
    var context = BotContext(now: .virtualStart, user: "relay")
    let message = Message("hi", by: "alice", in: "lobby", at: .virtualStart)
    #expect(bot.handle(.message(message), in: &context) == [.say("<alice@Lobby> hi", room: "tea")])
  }

  @Test func `a message has one line, so that nobody speaks for another`() async throws {
    try await conversation(with: RelayBot(), rooms: []) { chat in
      try chat.say("hi\n<bob@lobby> I am a fool")
      try chat.expect("<alice@lobby> hi / <bob@lobby> I am a fool", in: "tea")
    }
  }

  @Test func `other rooms, and what is whispered, are not mirrored`() async throws {
    try await conversation(with: RelayBot(), rooms: ["attic"]) { chat in
      try chat.say("hi", in: "attic")
      try chat.whisper("hi")
      try chat.expectNothing()
    }
  }

  @Test func `three relays between three rooms tell each room once`() async throws {
    try await conversation(with: RelayBot(between: "lobby", "tea"), rooms: []) { chat in
      try chat.add(RelayBot(between: "tea", "attic"), name: "relay-2", rooms: [])
      try chat.add(RelayBot(between: "attic", "lobby"), name: "relay-3", rooms: [])
      try chat.say("hi")
      try chat.expect("<alice@lobby> hi", in: "tea")
      try chat.expect("<alice@lobby> hi", in: "attic", from: "relay-3")
      try chat.expectNothing()
    }
  }

  @Test func `what is too long with the name before it is cut`() async throws {
    let limits = Limits(with: .messageCharacters, 60)
    try await conversation(with: RelayBot(), rooms: [], limits: limits) { chat in
      try chat.say(String(repeating: "la ", count: 20))
      try chat.expect("<alice@lobby> la la la la la la la la…", in: "tea")
      try chat.say("la")
      try chat.expect("<alice@lobby> la", in: "tea")
    }
  }

  @Test func `a server that takes nothing is not asked for ever`() {
    var bot = RelayBot()
    var context = BotContext(now: .virtualStart, user: "relay")
    var text = String(repeating: "la", count: 1000)
    var answers = 0
    while answers < 100 {
      let failure = BotEvent.Failure(
        code: "too_large", message: "No.", action: .say(text, room: "tea"))
      guard case .say(let shorter, room: "tea")? = bot.handle(.error(failure), in: &context).first else {
        break
      }
      text = shorter
      answers += 1
    }
    #expect(answers == 11)
  }
}

extension Limits {
  /// The usual limits but for one.
  fileprivate init(with limit: Limit, _ value: Int) {
    self.init()
    self[limit] = value
  }
}
