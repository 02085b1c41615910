import Engine
import Testing

@testable import Bots

@Suite("Times to remind at") struct WhenTests {
  private func read(_ text: String) throws -> (when: ReminderBot.When, rest: String?) {
    var arguments = Arguments(text[...])
    let when = try ReminderBot.When(from: &arguments)
    return (when, arguments.remainder())
  }

  /// 2026-01-01 was a Thursday, 2028-02-28 a Monday.
  @Test(arguments: [
    ("10m", "2026-01-01 12:00", "2026-01-01 12:10"),
    ("365d", "2026-01-01 12:00", "2027-01-01 12:00"),
    ("17:30", "2026-01-01 12:00", "2026-01-01 17:30"),
    ("9:00", "2026-01-01 12:00", "2026-01-02 09:00"),
    ("09:00", "2026-01-01 12:00", "2026-01-02 09:00"),
    ("12:00", "2026-01-01 12:00", "2026-01-02 12:00"),
    ("0:00", "2026-01-01 00:00", "2026-01-02 00:00"),
    ("23:59", "2026-12-31 23:59", "2027-01-01 23:59"),
    ("tomorrow 9:00", "2026-01-01 00:00", "2026-01-02 09:00"),
    ("tomorrow 0:00", "2026-01-01 23:59", "2026-01-02 00:00"),
    ("Tomorrow 23:59", "2026-12-31 23:59", "2027-01-01 23:59"),
    ("tomorrow 12:00", "2028-02-28 12:00", "2028-02-29 12:00"),
    ("tomorrow 12:00", "2027-02-28 12:00", "2027-03-01 12:00"),
    ("thursday 12:01", "2026-01-01 12:00", "2026-01-01 12:01"),
    ("thursday 12:00", "2026-01-01 12:00", "2026-01-08 12:00"),
    ("monday 9:00", "2026-01-01 12:00", "2026-01-05 09:00"),
    ("SUNDAY 0:00", "2026-01-01 12:00", "2026-01-04 00:00"),
    ("tuesday 8:00", "2028-02-28 12:00", "2028-02-29 08:00"),
    ("2026-03-01 12:00", "2026-01-01 12:00", "2026-03-01 12:00"),
    ("2028-02-29 9:05", "2028-01-01 12:00", "2028-02-29 09:05"),
    ("2020-01-01 12:00", "2026-01-01 12:00", "2020-01-01 12:00"),
  ])
  func `a time means an instant`(text: String, now: String, then: String) throws {
    let (when, rest) = try read(text + "  green  tea ")
    let instant = try when.instant(after: #require(Instant(utc: now)))
    #expect(instant?.utc == then)
    #expect(rest == "green  tea")
  }

  @Test func `a day ends with its last millisecond`() throws {
    let midnight = try #require(Instant(utc: "2026-01-02 00:00"))
    let before = midnight.advanced(byMilliseconds: -1)
    let (when, _) = try read("tomorrow 0:00")
    #expect(when.instant(after: before)?.utc == "2026-01-02 00:00")
    #expect(when.instant(after: midnight)?.utc == "2026-01-03 00:00")
    #expect(try read("0:00").when.instant(after: before) == midnight)
  }

  @Test(arguments: [
    "soon", "24:00", "12:60", "9", "9:0", "9:000", "009:00", "+9:00", "-1:00", "9:+5", "٩:00", "9:00:00", ":",
    "12:",
    "tomorrow", "tomorrow tea", "tomorrow 25:00", "yesterday 9:00", "mon 9:00", "monday", "2026-02-30 12:00",
    "2027-02-29 12:00", "2026-13-01 12:00", "2026-3-1 12:00", "26-03-01 12:00", "2026-03-01",
    "2026-03-01T12:00",
    "-5m", "+5m", "5", "m", "5M", "5.5m", "٥m", "5m\u{301}", "5mm",
  ])
  func `what is no time is refused, with examples`(text: String) {
    #expect {
      try read(text + " x")
    } throws: { error in
      let message = (error as? CommandRefusal)?.message ?? ""
      return message.hasPrefix("I do not understand the time \"")
        && message.hasSuffix("Say \(ReminderBot.When.examples).")
    }
  }

  @Test func `a time may be missing`() {
    #expect(throws: CommandRefusal("The time is missing. Say \(ReminderBot.When.examples).")) { try read("") }
  }

  @Test func `it is told as it was asked for`() throws {
    let instant = try #require(Instant(utc: "2026-03-01 12:00"))
    #expect(try read("90m").when.announcement(of: instant) == "in 1h 30m")
    #expect(try read("12:00").when.announcement(of: instant) == "at 2026-03-01 12:00 UTC")
  }
}
