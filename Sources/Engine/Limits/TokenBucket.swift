/// A token bucket as one number, in whatever unit of time its owner counts.
///
/// The number is the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371, annex A): the instant at which the
/// bucket is full again. One that nobody used is 0, and full.
package struct TokenBucket: Hashable, Sendable {
  package private(set) var arrival: Int64

  package init(arrival: Int64 = 0) { self.arrival = arrival }

  /// How fast a bucket fills, and how much it holds.
  package struct Rate: Hashable, Sendable {
    /// The time in which one token comes.
    package let interval: Int64
    /// How long before it is full a bucket still has a token.
    package let tolerance: Int64

    package init(interval: Int64, tolerance: Int64) {
      self.interval = interval
      self.tolerance = tolerance
    }

    /// So many tokens at once, and one more each interval.
    package init(burst: Int, interval: Int64) {
      self.init(interval: interval, tolerance: interval * Int64(burst - 1))
    }
  }

  /// How long it is until there is a token; not above 0 where there is one.
  package func wait(at now: Int64, _ rate: Rate) -> Int64 { arrival - rate.tolerance - now }

  /// Takes tokens, also where there are none.
  package mutating func spend(_ count: Int64 = 1, at now: Int64, _ rate: Rate) {
    arrival = max(arrival, now) + count * rate.interval
  }

  /// Gives a token back that was taken in vain.
  mutating func giveBack(_ rate: Rate) { arrival -= rate.interval }

  /// Whether it is full, so that nothing has to be kept of it.
  package func isFull(at now: Int64) -> Bool { arrival <= now }

  /// Follows a clock that was set. A bucket that is full stays full.
  mutating func move(by distance: Int64) { arrival = max(0, arrival + distance) }
}

extension Refusal {
  /// Refuses what comes too soon by so many microseconds; not above 0 is in time.
  static func check(
    wait microseconds: Int64, _ message: @autoclosure () -> String, field: String? = nil
  ) throws(Refusal) {
    guard microseconds > 0 else { return }
    throw Refusal(
      .rateLimited, message(), field: field, retryAfterMilliseconds: (microseconds + 999) / 1000)
  }
}

extension TokenBucket.Rate {
  /// In microseconds.
  init(burst: Int, perSecond: Int) { self.init(burst: burst, interval: 1_000_000 / Int64(perSecond)) }

  /// In microseconds.
  init(burst: Int, perMinute: Int) { self.init(burst: burst, interval: 60_000_000 / Int64(perMinute)) }
}

extension Limits {
  var accountFailures: TokenBucket.Rate {
    .init(burst: self[.loginFailuresBurst], perMinute: self[.loginFailuresPerMinute])
  }

  var peerFailures: TokenBucket.Rate {
    .init(burst: self[.peerLoginFailuresBurst], perMinute: self[.peerLoginFailuresPerMinute])
  }

  var sessionRefusals: TokenBucket.Rate {
    .init(burst: self[.refusalsBurst], perSecond: self[.refusalsPerSecond])
  }

  var peerRegistrations: TokenBucket.Rate {
    .init(burst: self[.peerRegistrationsBurst], perMinute: self[.peerRegistrationsPerMinute])
  }

  /// As many rooms as a user may own, in the time after which one that nobody uses goes.
  var roomsMade: TokenBucket.Rate {
    .init(
      burst: self[.roomsPerUser],
      interval: Int64(self[.unusedRoomSeconds]) * 1_000_000 / Int64(self[.roomsPerUser]))
  }
}
