package import Engine
import Foundation
import NIOCore

/// The time of day, which never goes back and never jumps far ahead.
///
/// Time goes on with the machine's uptime. Where the system's clock is ahead of that, as after a small correction, it is followed;
/// where it is ahead by more than `farthestStep` it is not, since it may be put right again, and what was written until then would be
/// in the future for good. A machine without a clock of its own begins in the past, and is followed to its first right time.
package struct WallClock {
  private var last: Instant
  private var lastUptime: NIODeadline
  /// By how much the system's clock was ahead when it was not followed, in milliseconds.
  private(set) var ignoredStep: Int64?

  /// How far ahead the system's clock may step and still be followed: an hour, in milliseconds.
  static let farthestStep: Int64 = 3_600_000

  /// Before this program was there no clock can have been right.
  private static let earliest = Instant.virtualStart

  /// A clock that shows nothing earlier than what was shown before, such as the time of the last input of a journal.
  init(notBefore: Instant) {
    self.init(notBefore: notBefore, system: Self.systemTime, uptime: Self.uptime)
  }

  init(notBefore: Instant, system: Instant, uptime: NIODeadline) {
    last = max(notBefore, system)
    lastUptime = uptime
  }

  /// What the clock shows now.
  mutating func read() -> Instant { read(system: Self.systemTime, uptime: Self.uptime) }

  mutating func read(system: Instant, uptime: NIODeadline) -> Instant {
    let elapsed = (uptime - lastUptime).nanoseconds / 1_000_000
    let expected = last.advanced(byMilliseconds: max(0, elapsed))
    let step = system.milliseconds - expected.milliseconds
    let isFollowed = step <= Self.farthestStep || last < Self.earliest
    ignoredStep = isFollowed ? nil : step
    if system >= last, isFollowed {
      last = system
      lastUptime = uptime
    } else if elapsed > 0 {
      last = expected
      lastUptime = lastUptime + .milliseconds(elapsed)
    }
    return last
  }
}

extension WallClock {
  /// How long the machine has been on, the time counted in which it slept.
  private static var uptime: NIODeadline {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return .uptimeNanoseconds(UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  /// Milliseconds since the Unix epoch, as the operating system has them.
  package static var systemTime: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
