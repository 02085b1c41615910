import Testing

@testable import Engine

@Suite struct AllowanceTests {
  private let start = Instant.virtualStart

  private func limits(burst: Int, perSecond: Int) -> Limits {
    var limits = Limits()
    limits[.messagesBurst] = burst
    limits[.messagesPerSecond] = perSecond
    return limits
  }

  /// Spends what there is at an instant, and says how much it was.
  private func drain(_ allowance: inout Allowance, at now: Instant, limits: Limits) -> Int {
    for count in 0..<10_000 {
      do {
        try allowance.check(.messages, at: now, limits: limits)
      } catch {
        return count
      }
      allowance.spend(.messages, at: now, limits: limits)
    }
    return 10_000
  }

  @Test(arguments: [(1, 1), (20, 5), (3, 1000), (7, 3)])
  func `a fresh allowance has a burst, and then refills at its rate`(burst: Int, perSecond: Int) {
    let limits = limits(burst: burst, perSecond: perSecond)
    var allowance = Allowance()
    #expect(drain(&allowance, at: start, limits: limits) == burst)
    #expect(drain(&allowance, at: start, limits: limits) == 0)
    let second = start.advanced(byMilliseconds: 1000)
    #expect(drain(&allowance, at: second, limits: limits) == min(burst, perSecond))
    let hour = start.advanced(byMilliseconds: 3_600_000)
    #expect(drain(&allowance, at: hour, limits: limits) == burst)
  }

  @Test(arguments: [(1, 1), (20, 5), (3, 1000), (7, 3), (5, 7)])
  func `what the refusal says about waiting is right to the millisecond`(burst: Int, perSecond: Int) throws {
    let limits = limits(burst: burst, perSecond: perSecond)
    var allowance = Allowance()
    var now = start
    for _ in 0..<50 {
      _ = drain(&allowance, at: now, limits: limits)
      let refusal = try #require(throws: Refusal.self) {
        try allowance.check(.messages, at: now, limits: limits)
      }
      #expect(refusal.code == .rateLimited)
      let wait = try #require(refusal.retryAfterMilliseconds)
      #expect(wait >= 1)
      let tooEarly = now.advanced(byMilliseconds: wait - 1)
      #expect(throws: Refusal.self) { try allowance.check(.messages, at: tooEarly, limits: limits) }
      now = now.advanced(byMilliseconds: wait)
      try allowance.check(.messages, at: now, limits: limits)
    }
  }

  @Test func `in the long run nobody gets more than the rate`() {
    let limits = limits(burst: 4, perSecond: 3)
    var allowance = Allowance()
    var sent = 0
    for step in 0..<1000 {
      sent += drain(&allowance, at: start.advanced(byMilliseconds: Int64(step) * 10), limits: limits)
    }
    // Ten seconds at three a second, and the burst.
    #expect((30...34).contains(sent), "\(sent)")
  }

  @Test func `the classes are apart from each other`() throws {
    let limits = limits(burst: 1, perSecond: 1)
    var allowance = Allowance()
    allowance.spend(.messages, at: start, limits: limits)
    #expect(throws: Refusal.self) { try allowance.check(.messages, at: start, limits: limits) }
    try allowance.check(.queries, at: start, limits: limits)
    try allowance.check(.commands, at: start, limits: limits)
  }

  @Test(
    arguments: Limit.allCases.filter { $0.name.contains("burst") || $0.name.contains("per_second") })
  func `the largest limits and the last instants do not overflow`(limit: Limit) {
    var limits = Limits()
    let range = limit.definition.range
    for value in [range.lowerBound, range.upperBound] {
      limits[limit] = value
      for now in [Instant(milliseconds: 0), start, Instant(milliseconds: .max)] {
        var allowance = Allowance()
        for rateClass in RateClass.allCases {
          for _ in 0..<3 {
            allowance.spend(rateClass, at: now, limits: limits)
            _ = try? allowance.check(rateClass, at: now, limits: limits)
          }
        }
      }
    }
  }
}
