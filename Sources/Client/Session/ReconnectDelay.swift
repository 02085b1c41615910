/// How long to wait before each attempt to connect again: 1, 2, 4 … 30 seconds, each up to a quarter longer by chance,
/// so that the clients of a server that comes back do not all come at once.
package struct ReconnectDelay: Hashable, Sendable {
  private static let first: Int64 = 1000
  private static let longest: Int64 = 30_000
  private var base = first
  private var state: UInt64

  /// Delays with a jitter that follows from the seed; two clients should have different ones.
  package init(seed: UInt64) { state = seed }

  /// The milliseconds to wait before the next attempt.
  package mutating func next() -> Int64 {
    let wait = base
    base = min(base * 2, Self.longest)
    return min(wait + random(below: wait / 4), Self.longest)
  }

  /// The connection is there; the next wait is the shortest again.
  package mutating func reset() { base = Self.first }

  /// The server asked for patience.
  package mutating func slowDown() { base = max(base, 8 * Self.first) }

  /// A step of SplitMix64 (Steele, Lea and Flood 2014).
  private mutating func random(below bound: Int64) -> Int64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int64((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
  }
}
