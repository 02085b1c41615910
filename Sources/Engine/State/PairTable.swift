/// The newest seq of each pair that ever talked, in shards, so that a change after a copy does not copy all pairs.
struct PairTable: Sendable {
  private var shards = ContiguousArray(repeating: [Pair: UInt64](), count: shardCount)
  private(set) var count = 0

  private static var shardCount: Int { 256 }

  subscript(pair: Pair) -> UInt64 {
    get { shards[Self.shard(of: pair)][pair] ?? 0 }
    set {
      let shard = Self.shard(of: pair)
      if shards[shard].updateValue(newValue, forKey: pair) == nil { count += 1 }
    }
  }

  /// All pairs in ascending order, which does not depend on the shards.
  var talks: [Talk] {
    let inShards = shards.map { shard in shard.keys.sorted().map { Talk(pair: $0, seq: shard[$0] ?? 0) } }
    return inShards.joined().sorted { $0.pair < $1.pair }
  }

  /// People have neighbouring numbers, which are to be in different shards.
  private static func shard(of pair: Pair) -> Int {
    Int((pair.low.number &* 31 &+ pair.high.number) % UInt32(shardCount))
  }
}
