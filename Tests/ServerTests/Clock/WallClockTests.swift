import Engine
import NIOCore
import Testing

@testable import Server

@Suite struct WallClockTests {
  private static let start = Instant(milliseconds: 2_000_000_000_000)
  private static let uptime = NIODeadline.uptimeNanoseconds(0)

  private static func read(_ clock: inout WallClock, _ seconds: Int64, systemAheadBy ahead: Int64) -> Int64 {
    let system = start.advanced(byMilliseconds: (seconds + ahead) * 1000)
    let shown = clock.read(system: system, uptime: uptime + .seconds(seconds))
    return (shown.milliseconds - start.milliseconds) / 1000
  }

  @Test func `goes with the system, and never back`() {
    var clock = WallClock(notBefore: Instant(milliseconds: 0), system: Self.start, uptime: Self.uptime)
    #expect(Self.read(&clock, 10, systemAheadBy: 0) == 10)
    // A small correction is followed, and one back is waited for.
    #expect(Self.read(&clock, 20, systemAheadBy: 60) == 80)
    #expect(Self.read(&clock, 30, systemAheadBy: 0) == 90)
    #expect(Self.read(&clock, 30, systemAheadBy: -3600) == 90)
    #expect(Self.read(&clock, 200, systemAheadBy: 0) == 200)
  }

  @Test func `does not follow a system that jumps ahead, and says so until it is right again`() {
    var clock = WallClock(notBefore: Instant(milliseconds: 0), system: Self.start, uptime: Self.uptime)
    #expect(Self.read(&clock, 10, systemAheadBy: 365 * 86_400) == 10)
    let year: Int64 = 365 * 86_400_000
    #expect(clock.ignoredStep == year)
    #expect(Self.read(&clock, 20, systemAheadBy: 365 * 86_400) == 20)
    #expect(Self.read(&clock, 30, systemAheadBy: 0) == 30)
    #expect(clock.ignoredStep == nil)
    #expect(Self.read(&clock, 40, systemAheadBy: 3600) == 3640)
  }

  @Test
  func `a machine that begins in the past, without a clock of its own, is followed to its first right time`()
  {
    let past = Instant(milliseconds: 0)
    var clock = WallClock(notBefore: past, system: past, uptime: Self.uptime)
    let later = past.advanced(byMilliseconds: 9000)
    #expect(clock.read(system: later, uptime: Self.uptime + .seconds(9)) == later)
    #expect(Self.read(&clock, 10, systemAheadBy: 0) == 10)
    #expect(clock.ignoredStep == nil)
    #expect(Self.read(&clock, 20, systemAheadBy: 86_400) == 20)
  }
}
