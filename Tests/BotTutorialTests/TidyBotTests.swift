import Bots
import Engine
import Testing

@Suite struct TidyBotTests {
  @Test func `who shouts is muted`() throws {
    var bot = TidyBot()
    var context = BotContext(now: .virtualStart, user: "tidy")
    let shout = Message("TEA!!!", by: "alice", in: "lobby", seq: 7, at: context.now)
    #expect(
      bot.handle(.message(shout), in: &context) == [
        .moderate(.deleteMessage(seq: 7), room: "lobby"),
        .moderate(.mute(user: "alice", for: .minutes(5), reason: "shouting"), room: "lobby"),
        .privateMessage("Not so loud, please.", to: "alice"),
      ])
  }
}
