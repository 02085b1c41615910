import Bots
import Engine
import Testing

@Suite("Reminder") struct ReminderBotTests {
  private var bot = ReminderBot()

  private mutating func ask(_ line: String, by user: String = "alice", at milliseconds: Int64 = 0)
    -> [BotAction]
  {
    bot.handle(.said(line, by: user), in: .at(milliseconds))
  }

  private func say(_ text: String) -> BotAction { .say(text, room: "lobby") }

  @Test(arguments: [
    ("10m", 600_000), ("1s", 1000), ("2h", 7_200_000), ("365d", 31_536_000_000), ("007s", 7000),
  ])
  mutating func `it promises and sets a timer`(delay: String, milliseconds: Int64) {
    let shown = delay == "007s" ? "7s" : delay
    #expect(
      ask("!remind \(delay)  green  tea ") == [
        say("alice: I will remind you in \(shown)."),
        .setTimer(id: "reminder-1", after: .milliseconds(milliseconds)),
      ])
    #expect(
      bot.handle(.timer(id: "reminder-1"), in: .at(milliseconds)) == [say("alice: green  tea")])
    #expect(bot.handle(.timer(id: "reminder-1"), in: .at(milliseconds)).isEmpty)
  }

  @Test mutating func `asked privately, it answers privately`() {
    #expect(
      bot.handle(.whispered("!remind 1h tea"), in: .at(0)).first
        == .privateMessage("alice: I will remind you in 1h.", to: "alice"))
    #expect(
      bot.handle(.timer(id: "reminder-1"), in: .at(0)) == [.privateMessage("alice: tea", to: "alice")])
  }

  @Test(arguments: [
    ("!remind", "Say how long and what, as in !remind 10m tea; s, m, h and d are the units."),
    (
      "!remind soon tea",
      "I do not understand the time \"soon\". Say how long and what, as in !remind 10m tea; s, m, h and d are the units."
    ),
    (
      "!remind 10m",
      "I do not know what to remind you of. Say how long and what, as in !remind 10m tea; s, m, h and d are the units."
    ),
    ("!remind 0s tea", "The time must be from 1s to 365d."),
    ("!remind 366d tea", "The time must be from 1s to 365d."),
    ("!remind 99999999999999999999d tea", "The time must be from 1s to 365d."),
    ("!remind 1s \(String(repeating: "x", count: 151))", "The text may have at most 150 characters."),
    (
      "!remind cancel", "Say which one, as in !remind cancel 1; !remind list shows the numbers."
    ),
    ("!remind cancel tea", "Say which one, as in !remind cancel 1; !remind list shows the numbers."),
    ("!remind cancel 7", "You have no reminder 7 here."),
    ("!remind list ", "You have no reminders here."),
  ])
  mutating func `misuse has a clear answer and sets no timer`(line: String, answer: String) {
    #expect(ask(line) == [say("alice: \(answer)")])
  }

  @Test(arguments: ["-5m", "+5m", "5", "m", "5M", "5.5m", "5 m", "٥m", "5m\u{301}", "5mm"])
  mutating func `a time is digits and a unit`(delay: String) {
    let actions = ask("!remind \(delay) tea")
    #expect(actions.count == 1)
    guard case .say(let text, _) = actions.first else { return }
    #expect(text.hasPrefix("alice: I do not understand the time"))
  }

  @Test(arguments: ["remind 10m tea", "!reminder 10m tea", "hello", ""])
  mutating func `other lines get no answer`(line: String) {
    #expect(ask(line).isEmpty)
    #expect(bot.handle(.whispered(line), in: .at(0)).isEmpty)
  }

  @Test mutating func `the list shows what is left of each`() {
    _ = ask("!remind 10m tea")
    _ = ask("!remind 2h bread", at: 1000)
    #expect(
      ask("!remind list", at: 61_500)
        == [say("alice: 1 in 8m 58s: tea; 2 in 1h 58m: bread")])
  }

  @Test mutating func `a cancelled reminder is not given`() {
    _ = ask("!remind 10m tea")
    _ = ask("!remind 10m bread")
    #expect(
      ask("!remind cancel 1") == [
        say("alice: I will not remind you of tea."), .cancelTimer(id: "reminder-1"),
      ])
    #expect(bot.handle(.timer(id: "reminder-1"), in: .at(600_000)).isEmpty)
    #expect(bot.handle(.timer(id: "reminder-2"), in: .at(600_000)) == [say("alice: bread")])
  }

  @Test mutating func `nobody sees or cancels what another asked, or asked elsewhere`() {
    _ = bot.handle(.whispered("!remind 10m secret"), in: .at(0))
    _ = ask("!remind 10m tea", by: "bob")
    #expect(ask("!remind list") == [say("alice: You have no reminders here.")])
    #expect(ask("!remind cancel 1") == [say("alice: You have no reminder 1 here.")])
    _ = ask("!remind 10m tea")
    #expect(ask("!remind list") == [say("alice: 1 in 10m: tea")])
  }

  @Test mutating func `a list of as many as one person may have fits into a message`() {
    let user = String(repeating: "u", count: 32)
    let text = String(repeating: "x", count: 150)
    for _ in 1...20 { #expect(ask("!remind 364d \(text)", by: user).count == 2) }
    #expect(
      ask("!remind 1s tea", by: user)
        == [say("\(user): You have 20 reminders here; that is all I can keep for you.")])
    guard case .say(let list, _) = ask("!remind list", by: user, at: 1000).first else {
      Issue.record("there is no list")
      return
    }
    #expect(list.unicodeScalars.count <= Limits().messageCharacters)
  }
}
