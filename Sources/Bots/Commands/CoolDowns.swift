import Engine

/// When each user may give each command again.
struct CoolDowns: Sendable {
  private struct Use: Hashable {
    let command: String
    let user: NameKey
  }

  private struct Rest {
    let until: Instant
    /// Whether the user was told to wait: once is enough.
    var wasTold = false
  }

  /// How many are remembered; past it, those that are over are forgotten, and then all.
  private static let maximum = 4096

  private var rests: [Use: Rest] = [:]

  /// What becomes of a command that is given now.
  enum Verdict: Hashable {
    case mayRun
    case hasToWait(milliseconds: Int64)
    /// Too early once more; nothing is said.
    case ignored
  }

  /// Judges the command, and begins its rest where it may run.
  mutating func use(_ command: String, by user: String, rest: Duration, at now: Instant) -> Verdict {
    let use = Use(command: command, user: NameKey(user))
    if let running = rests[use], now < running.until {
      guard !running.wasTold else { return .ignored }
      rests[use]?.wasTold = true
      return .hasToWait(milliseconds: running.until.milliseconds - now.milliseconds)
    }
    if rests.count >= Self.maximum {
      rests = rests.filter { now < $0.value.until }
      if rests.count >= Self.maximum { rests.removeAll() }
    }
    rests[use] = Rest(until: now.advanced(by: rest))
    return .mayRun
  }
}
