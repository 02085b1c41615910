import LoadGenerator
import Testing

@Suite("Schedules of open loops") struct ScheduleTests {
  @Test func `messages are evenly spaced, whenever they are taken`() {
    var schedule = Schedule(start: 1000, end: 1_000_001_000, rate: 4)
    let early = [schedule.take(at: 999), schedule.take(at: 1000), schedule.take(at: 1000)]
    #expect(early == [nil, 1000, nil])
    // Late: what should have been sent meanwhile has its own time all the same.
    let late = [schedule.take(at: 700_000_000), schedule.take(at: 700_000_000)]
    #expect(late == [250_001_000, 500_001_000])
    #expect(schedule.next == 750_001_000)
    let last = [schedule.take(at: 700_000_000), schedule.take(at: .max), schedule.take(at: .max)]
    #expect(last == [nil, 750_001_000, nil])
    #expect(schedule.next == nil)
    #expect(schedule.taken == 4)
  }

  @Test(arguments: [1, 3, 7, 999, 12_345.5, 1_000_000])
  func `a second has as many messages as the rate says`(rate: Double) {
    var schedule = Schedule(start: 5, end: 1_000_000_005, rate: rate)
    var count = 0
    while schedule.take(at: 2_000_000_000) != nil { count += 1 }
    #expect(count == Int(rate.rounded(.up)))
  }

  @Test func `what was not sent in time is overdue`() {
    var schedule = Schedule(start: 0, end: 1_000_000_000, rate: 10)
    #expect(schedule.overdue(at: 0) == 0)
    #expect(schedule.overdue(at: 250_000_000) == 3)
    _ = schedule.take(at: 250_000_000)
    #expect(schedule.overdue(at: 250_000_000) == 2)
    #expect(schedule.overdue(at: 5_000_000_000) == 9)
  }

  @Test func `times are read with their units`() {
    #expect(LoadTime("10s")?.nanoseconds == 10_000_000_000)
    #expect(LoadTime("500ms")?.nanoseconds == 500_000_000)
    #expect(LoadTime("1.5m")?.nanoseconds == 90_000_000_000)
    #expect(LoadTime("0s")?.nanoseconds == 0)
    #expect(LoadTime("24h")?.seconds == 86_400)
    for text in ["", "10", "s", "-1s", "25h", "1d", "1e3s", "10 s", "nans", "..s"] {
      #expect(LoadTime(text) == nil, "\(text)")
    }
  }
}
