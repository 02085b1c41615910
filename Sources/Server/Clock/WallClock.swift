import Engine
import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The time of day, which never goes back: where the system's clock is set back, time goes on from where it was.
struct WallClock {
  private var last: Instant
  private var lastUptime: NIODeadline

  /// A clock that shows nothing earlier than what was shown before, such as the time of the last input of a journal.
  init(notBefore: Instant) {
    last = max(notBefore, Self.systemTime)
    lastUptime = .now()
  }

  /// What the clock shows now.
  mutating func read() -> Instant {
    let uptime = NIODeadline.now()
    let elapsed = (uptime - lastUptime).nanoseconds / 1_000_000
    let system = Self.systemTime
    if system >= last {
      last = system
      lastUptime = uptime
    } else if elapsed > 0 {
      last = last.advanced(byMilliseconds: elapsed)
      lastUptime = uptime
    }
    return last
  }

  /// Milliseconds since the Unix epoch, as the operating system has them.
  static var systemTime: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
