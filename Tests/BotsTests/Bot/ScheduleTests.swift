import Bots
import Engine
import Testing
import Wire

@Suite("Schedules") struct ScheduleTests {
  private func next(_ schedule: Schedule, after text: String) throws -> String? {
    let instant = try #require(Timestamp.instant(of: text))
    return schedule.next(after: instant).map { Timestamp.text(of: $0) }
  }

  /// 2026-01-01 was a Thursday.
  @Test(arguments: [
    (Schedule.daily(hour: 9, minute: 0), "2026-01-01T00:00:00.000Z", "2026-01-01T09:00:00.000Z"),
    (.daily(hour: 9, minute: 0), "2026-01-01T09:00:00.000Z", "2026-01-02T09:00:00.000Z"),
    (.daily(hour: 0, minute: 0), "2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00.000Z"),
    (.weekly(.thursday, hour: 8, minute: 30), "2026-01-01T00:00:00.000Z", "2026-01-01T08:30:00.000Z"),
    (.weekly(.wednesday, hour: 8, minute: 30), "2026-01-01T00:00:00.000Z", "2026-01-07T08:30:00.000Z"),
    (.weekly(.monday, hour: 0, minute: 0), "1969-12-31T12:00:00.000Z", "1970-01-05T00:00:00.000Z"),
    (.every(.minutes(90)), "2026-01-01T00:00:00.000Z", "2026-01-01T01:30:00.000Z"),
  ])
  func `the next time is the first after now`(schedule: Schedule, now: String, then: String) throws {
    #expect(try next(schedule, after: now) == then)
  }

  @Test(arguments: [
    Schedule.daily(hour: 24, minute: 0), .daily(hour: 0, minute: 60), .daily(hour: -1, minute: 0),
    .every(.zero), .every(.milliseconds(999)),
  ])
  func `what is no schedule has no next time`(schedule: Schedule) {
    #expect(schedule.next(after: .virtualStart) == nil)
  }

  @Test(arguments: [
    ("90s", Duration.seconds(90)), ("10m", .minutes(10)), ("2h", .hours(2)), ("1d", .days(1)),
    ("007s", .seconds(7)),
  ])
  func `a duration is read with its unit`(text: String, duration: Duration) {
    #expect(Duration(units: text) == duration)
  }

  @Test(arguments: [
    "", "s", "1", "1w", "-1s", "1.5h", "١s", "99999999999999999999s", "9999999999999999d", " 1s",
  ])
  func `other texts are no durations`(text: String) {
    #expect(Duration(units: text) == nil)
  }

  @Test(arguments: [
    (Duration.milliseconds(1), "1s"), (.seconds(59), "59s"), (.minutes(65), "1h 5m"), (.days(400), "400d"),
    (.seconds(86_399), "23h 59m"), (.milliseconds(61_001), "1m 2s"),
  ])
  func `a duration is written in its two largest units`(duration: Duration, text: String) {
    #expect(duration.units == text)
  }
}
