/// The commands that share one allowance.
package enum RateClass: Int, CaseIterable, Sendable {
  case messages
  case queries
  case commands
}

/// How much one user, or one guest, may still do: a token bucket for each rate class, in virtual time.
///
/// Each bucket is one number, the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371, annex A),
/// in microseconds since the Unix epoch. A bucket nobody used is 0 and full.
package struct Allowance: Hashable, Sendable {
  private(set) var messages: Int64 = 0
  private(set) var queries: Int64 = 0
  private(set) var commands: Int64 = 0

  /// Full buckets.
  package init() {}

  init(messages: Int64, queries: Int64, commands: Int64) {
    (self.messages, self.queries, self.commands) = (messages, queries, commands)
  }

  /// How many milliseconds are left until there is a token; 0 where there is one.
  package func wait(for rateClass: RateClass, at now: Instant, limits: Limits) -> Int64 {
    let (burst, perSecond) = limits.rate(of: rateClass)
    let interval = 1_000_000 / Int64(perSecond)
    let earliest = arrival(of: rateClass) - interval * Int64(burst - 1)
    return max(0, (earliest - now.microseconds + 999) / 1000)
  }

  /// Refuses where the bucket is empty, and says when it will not be. It takes nothing.
  func check(_ rateClass: RateClass, at now: Instant, limits: Limits) throws(Refusal) {
    let wait = wait(for: rateClass, at: now, limits: limits)
    guard wait > 0 else { return }
    throw Refusal(
      .rateLimited,
      "Too many \(rateClass); at most \(limits.rate(of: rateClass).perSecond) a second in the long run.",
      retryAfterMilliseconds: wait)
  }

  /// Takes one token; the bucket was checked before.
  package mutating func spend(_ rateClass: RateClass, at now: Instant, limits: Limits) {
    let interval = 1_000_000 / Int64(limits.rate(of: rateClass).perSecond)
    let arrival = max(arrival(of: rateClass), now.microseconds) + interval
    switch rateClass {
    case .messages: messages = arrival
    case .queries: queries = arrival
    case .commands: commands = arrival
    }
  }

  /// Follows a clock that was set. A bucket that is full stays full.
  mutating func move(by milliseconds: Int64) {
    messages = max(0, messages + milliseconds * 1000)
    queries = max(0, queries + milliseconds * 1000)
    commands = max(0, commands + milliseconds * 1000)
  }

  private func arrival(of rateClass: RateClass) -> Int64 {
    switch rateClass {
    case .messages: messages
    case .queries: queries
    case .commands: commands
    }
  }
}

extension Instant {
  /// Microseconds since the Unix epoch. After some 146,000 years time stands still, which leaves room for sums.
  var microseconds: Int64 { min(milliseconds, .max / 2000) * 1000 }
}

extension Limits {
  fileprivate func rate(of rateClass: RateClass) -> (burst: Int, perSecond: Int) {
    switch rateClass {
    case .messages: (messagesBurst, messagesPerSecond)
    case .queries: (queriesBurst, queriesPerSecond)
    case .commands: (commandsBurst, commandsPerSecond)
    }
  }
}
