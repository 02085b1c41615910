import BotTesting
import Bots
import Engine
import Testing

@Suite("Reminder") struct ReminderBotTests {
  @Test func `reminders have numbers, and the numbers of those that are over are free again`() async throws {
    try await conversation(with: ReminderBot()) { chat in
      for (time, what) in [("10m", "green  tea"), ("2h", "bread"), ("1d", "sleep")] {
        try chat.say("!remind \(time)  \(what) ")
        try chat.expect("alice: I will remind you in \(time).")
      }
      try chat.advance(.seconds(61))
      try chat.say("!remind list")
      try chat.expect("alice: 1 in 8m 59s: green  tea; 2 in 1h 58m: bread; 3 in 23h 58m: sleep")
      try chat.say("!remind cancel 2")
      try chat.expect("alice: I will not remind you of bread.")
      try chat.say("!remind 1h cake")
      try chat.expect("alice: I will remind you in 1h.")
      try chat.say("!remind list")
      try chat.expect("alice: 1 in 8m 59s: green  tea; 2 in 1h: cake; 3 in 23h 58m: sleep")
      try chat.advance(.days(1))
      try chat.expect("alice: green  tea")
      try chat.expect("alice: cake")
      try chat.expect("alice: sleep")
    }
  }

  private static let usage = "Usage: !remind [@WHOM] WHEN TEXT…"
  private static let times = "Say 10m, 17:30, tomorrow 9:00, monday 9:00 or 2026-03-01 12:00, all in UTC."

  @Test(arguments: [
    ("!remind", "The time is missing. \(times) \(usage)"),
    ("!remind soon tea", "I do not understand the time \"soon\". \(times) \(usage)"),
    ("!remind 10m", "TEXT is missing. \(usage)"),
    ("!remind @ 10m tea", "WHOM is a name, as in @bob. \(usage)"),
    ("!remind @\(String(repeating: "x", count: 33)) 10m tea", "WHOM is a name, as in @bob. \(usage)"),
    ("!remind 0s tea", "The time has to be from 1s to 365d from now."),
    ("!remind 366d tea", "The time has to be from 1s to 365d from now."),
    ("!remind 2025-12-31 23:59 tea", "The time has to be from 1s to 365d from now."),
    ("!remind 2026-01-01 00:00 tea", "The time has to be from 1s to 365d from now."),
    ("!remind 2027-01-01 00:01 tea", "The time has to be from 1s to 365d from now."),
    ("!remind 1s \(String(repeating: "x", count: 141))", "The text may have at most 140 characters."),
    ("!remind cancel", "NUMBER is missing. Usage: !remind cancel NUMBER"),
    (
      "!remind cancel 21",
      "NUMBER is a whole number from 1 to 20, and not \"21\". Usage: !remind cancel NUMBER"
    ),
    ("!remind cancel 7", "You have no reminder 7 here."),
    ("!remind list all", "\"all\" is too much. Usage: !remind list"),
  ])
  func `misuse has a clear answer and nothing else`(line: String, answer: String) async throws {
    try await conversation(with: ReminderBot()) { chat in
      try chat.say(line)
      try chat.expect("alice: \(answer)")
      try chat.say("!remind list")
      try chat.expect("alice: You have no reminders here.")
      try chat.advance(.days(366))
    }
  }

  @Test func `a list of as many as one person may have fits into a message`() async throws {
    let user = String(repeating: "u", count: 32)
    let text = String(repeating: "x", count: 140)
    try await conversation(with: ReminderBot()) { chat in
      for _ in 1...20 {
        try chat.say("!remind @\(user) 364d \(text)", by: user)
        try chat.expect("\(user): I will remind \(user) in 364d.")
        try chat.advance(.hours(1))
      }
      try chat.say("!remind 1s tea", by: user)
      try chat.expect("\(user): You have 20 reminders here; that is all I can keep for you.")
      try chat.say("!remind list", by: user)
      try chat.expect(/20 in 363d 23h for u+: x+$/)
    }
  }

  @Test func `a storage that is full is told, before anything is lost`() throws {
    var bot = ReminderBot()
    var context = BotContext(now: .virtualStart, user: "bot")
    context.storage["other"] = String(repeating: "x", count: BotStorage.maximumBytes - 4000)
    let message = Message("!remind 10m tea", by: "alice", in: "lobby", at: .virtualStart)
    #expect(
      try bot.handle(.message(message), in: &context) == [
        .say("alice: I have no place for another reminder now.", room: "lobby")
      ])
    #expect(context.storage.keys() == ["other"])
  }
}
