import Testing

@testable import Engine

@Suite struct AttemptLogTests {
  private let rate = TokenBucket.Rate(burst: 2, perMinute: 60)
  private let start = Instant.virtualStart

  @Test func `a burst is free, and then one a second`() {
    var log = AttemptLog<Peer>()
    let peer = Peer(1)
    for _ in 1...2 {
      #expect(log.wait(for: peer, at: start, rate: rate) <= 0)
      log.spend(peer, at: start, rate: rate, bound: 100)
    }
    #expect(log.wait(for: peer, at: start, rate: rate) == 1_000_000)
    #expect(log.wait(for: Peer(2), at: start, rate: rate) <= 0)
    #expect(log.wait(for: peer, at: start.advanced(byMilliseconds: 1000), rate: rate) <= 0)
    log.giveBack(peer, rate: rate)
    #expect(log.wait(for: peer, at: start, rate: rate) <= 0)
  }

  @Test func `the oldest attempts are forgotten above the bound`() {
    var log = AttemptLog<Peer>()
    for number in 1...3 as ClosedRange<UInt64> { log.spend(Peer(number), at: start, rate: rate, bound: 4) }
    // A key that comes again counts as new.
    log.spend(Peer(1), at: start, rate: rate, bound: 4)
    #expect(log.keyCount == 3)
    log.spend(Peer(4), at: start, rate: rate, bound: 4)
    #expect(log.wait(for: Peer(1), at: start, rate: rate) == 1_000_000)
    log.spend(Peer(5), at: start, rate: rate, bound: 4)
    #expect(log.entries.map(\.key) == [Peer(3), Peer(1), Peer(4), Peer(5)])
    #expect(log.keyCount == 4)
    for number in 10...1000 as ClosedRange<UInt64> {
      log.spend(Peer(number), at: start, rate: rate, bound: 4)
    }
    #expect(log.entries.count == 4)
    #expect(log.keyCount == 4)
    log.giveBack(Peer(1), rate: rate)
    #expect(log.wait(for: Peer(1), at: start, rate: rate) <= 0)
  }

  @Test func `attempts that no longer count are forgotten`() {
    var log = AttemptLog<Peer>()
    for number in 1...50 as ClosedRange<UInt64> { log.spend(Peer(number), at: start, rate: rate, bound: 100) }
    log.spend(Peer(99), at: start.advanced(byMilliseconds: 2000), rate: rate, bound: 100)
    #expect(log.entries.map(\.key) == [Peer(99)])
    #expect(log.keyCount == 1)
  }

  @Test func `a log comes back from its bytes and goes on alike`() throws {
    var log = AttemptLog<NameKey>()
    for name in ["a", "b", "a", "\u{e9}"] { log.spend(NameKey(name), at: start, rate: rate, bound: 3) }
    var writer = CanonicalWriter()
    log.write(to: &writer)
    var reader = CanonicalReader(writer.bytes)
    var copy: AttemptLog<NameKey> = try .init(from: &reader)
    for name in ["c", "a", "b"] {
      log.spend(NameKey(name), at: start, rate: rate, bound: 3)
      copy.spend(NameKey(name), at: start, rate: rate, bound: 3)
      #expect(copy.entries == log.entries)
      #expect(copy.keyCount == log.keyCount)
    }
  }
}
