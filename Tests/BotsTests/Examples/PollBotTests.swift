import BotTesting
import Engine
import Testing

@testable import Bots

@Suite("Poll") struct PollBotTests {
  @Test func `a room has one poll, and another room its own`() async throws {
    try await conversation(with: PollBot(), rooms: ["lobby", "tea"]) { chat in
      try chat.say("!poll 10m Lunch? | pizza |  green  salad")
      try chat.expect("Lunch? 1 pizza, 2 green salad – !vote NUMBER within 10m.")
      try chat.say("!poll 10m Tea? | green | black")
      try chat.expect("alice: There is a poll already: Lunch?")
      try chat.say("!poll 5m Tea? | green | black", in: "tea")
      try chat.expect(/^Tea/, in: "tea")
      try chat.say("!vote 2", in: "tea")
      try chat.expect("alice: Your vote is for black.", in: "tea")
      try chat.advance(.minutes(10))
      try chat.expect("The poll is over. Tea? green 0, black 1 – black wins.", in: "tea")
      try chat.expect("The poll is over. Lunch? pizza 0, green salad 0 – nobody voted.")
      try chat.say("!poll 1m Again? | yes | no")
      try chat.expect(/^Again/)
    }
  }

  @Test func `it is told by lines where it registers its commands`() async throws {
    try await conversation(with: PollBot(registersCommands: true)) { chat in
      try chat.join()
      try chat.type("/poll 10m Lunch? | pizza | salad")
      try chat.expect("Lunch? 1 pizza, 2 salad – !vote NUMBER within 10m.")
      try chat.type("/vote 2")
      try chat.expect("alice: Your vote is for salad.")
      try chat.type("/vote pizza")
      try chat.expectRefusal("bad_frame")
      try chat.type("/poll-results")
      try chat.expect(/pizza 0, salad 1/)
      try chat.type("/poll")
      try chat.expect(/^alice: TIME is missing/)
    }
  }

  @Test func `a moderator closes it`() throws {
    var bot = PollBot()
    var context = BotContext(now: .virtualStart, user: "poll")
    context.roles.replace(in: "lobby", owner: nil, moderators: ["bob"])
    let poll = Message("!poll 1h Lunch? | pizza | salad", by: "alice", in: "lobby", at: .virtualStart)
    let close = Message("!poll close", by: "bob", in: "lobby", at: .virtualStart)
    _ = try bot.handle(.message(poll), in: &context)
    #expect(
      try bot.handle(.message(close), in: &context) == [
        close.answer("The poll is over. Lunch? pizza 0, salad 0 – nobody voted."),
        .cancelTimer(id: "poll lobby"),
      ])
    #expect(context.storage.isEmpty)
  }

  private static let usage = "Usage: !poll TIME QUESTION | OPTION | OPTION"
  private static let ballot = "Say a question and 2 to 10 options, each of at most 100 characters. \(usage)"

  @Test(arguments: [
    ("!poll", "TIME is missing. \(usage)"),
    ("!poll soon Lunch? | a | b", "TIME is a time such as 90s, 10m, 2h or 1d, and not \"soon\". \(usage)"),
    ("!poll 31d Lunch? | a | b", "TIME is at most 30d. \(usage)"),
    ("!poll 10m", ballot), ("!poll 10m Lunch?", ballot), ("!poll 10m Lunch? | pizza", ballot),
    ("!poll 10m Lunch? | pizza | ", ballot), ("!poll 10m | pizza | salad", ballot),
    ("!poll 10m Lunch? | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11", ballot),
    ("!poll 10m Lunch? | pizza | \(String(repeating: "x", count: 101))", ballot),
    ("!poll 10m Lunch? | pizza | Pizza", "Two options are alike. \(usage)"),
    ("!vote 1", "There is no poll here now."),
    ("!vote pizza", "NUMBER is a whole number from 1 to 10, and not \"pizza\". Usage: !vote NUMBER"),
    ("!poll close", "There is no poll here now."),
  ])
  func `misuse has a clear answer and nothing else`(line: String, answer: String) async throws {
    try await conversation(with: PollBot()) { chat in
      try chat.say(line)
      try chat.expect("alice: \(answer)")
      try chat.advance(.days(31))
    }
  }
}
