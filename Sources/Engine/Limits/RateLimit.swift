/// The commands that share one allowance.
package enum RateClass: Int, CaseIterable, Sendable {
  case messages
  case queries
  case commands
}

/// How much one user, or one guest, may still do: a bucket for each rate class, in microseconds since the Unix epoch of virtual time.
package struct Allowance: Hashable, Sendable {
  private(set) var messages = TokenBucket()
  private(set) var queries = TokenBucket()
  private(set) var commands = TokenBucket()

  /// Full buckets.
  package init() {}

  init(messages: TokenBucket, queries: TokenBucket, commands: TokenBucket) {
    (self.messages, self.queries, self.commands) = (messages, queries, commands)
  }

  /// How many milliseconds are left until there is a token; 0 where there is one.
  package func wait(for rateClass: RateClass, at now: Instant, limits: Limits) -> Int64 {
    let wait = self[rateClass].wait(at: now.microseconds, limits.rate(of: rateClass))
    return max(0, (wait + 999) / 1000)
  }

  /// Refuses where the bucket is empty, and says when it will not be. It takes nothing.
  func check(_ rateClass: RateClass, at now: Instant, limits: Limits) throws(Refusal) {
    let wait = wait(for: rateClass, at: now, limits: limits)
    guard wait > 0 else { return }
    throw Refusal(
      .rateLimited,
      "Too many \(rateClass); at most \(limits.perSecond(of: rateClass)) a second in the long run.",
      retryAfterMilliseconds: wait)
  }

  /// Takes one token; the bucket was checked before.
  package mutating func spend(_ rateClass: RateClass, at now: Instant, limits: Limits) {
    self[rateClass].spend(at: now.microseconds, limits.rate(of: rateClass))
  }

  /// Follows a clock that was set.
  mutating func move(by milliseconds: Int64) {
    for rateClass in RateClass.allCases {
      self[rateClass].move(by: milliseconds * 1000)
    }
  }

  private subscript(rateClass: RateClass) -> TokenBucket {
    get {
      switch rateClass {
      case .messages: messages
      case .queries: queries
      case .commands: commands
      }
    }
    set {
      switch rateClass {
      case .messages: messages = newValue
      case .queries: queries = newValue
      case .commands: commands = newValue
      }
    }
  }
}

extension Instant {
  /// Microseconds since the Unix epoch. After some 146,000 years time stands still, which leaves room for sums.
  var microseconds: Int64 { min(milliseconds, .max / 2000) * 1000 }
}

extension Limits {
  fileprivate func rate(of rateClass: RateClass) -> TokenBucket.Rate {
    let burst =
      switch rateClass {
      case .messages: self[.messagesBurst]
      case .queries: self[.queriesBurst]
      case .commands: self[.commandsBurst]
      }
    return .init(burst: burst, perSecond: perSecond(of: rateClass))
  }

  fileprivate func perSecond(of rateClass: RateClass) -> Int {
    switch rateClass {
    case .messages: self[.messagesPerSecond]
    case .queries: self[.queriesPerSecond]
    case .commands: self[.commandsPerSecond]
    }
  }
}
