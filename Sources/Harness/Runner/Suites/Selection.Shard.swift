extension Selection {
  /// One of several parts of a suite, so that machines can share the work: `2/5`.
  package struct Shard: Hashable, Sendable {
    package let part: Int
    package let of: Int

    /// The shard that the text names, or nil where it is none: `1/5` to `5/5`.
    package init?(_ text: String) {
      let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let part = numbers[0], let of = numbers[1], of >= 1, (1...of).contains(part)
      else { return nil }
      (self.part, self.of) = (part, of)
    }

    /// Where what is in this shard stands in a suite, in its order; each part of the suite is in exactly one shard.
    ///
    /// - Parameter durations: How long an earlier run took, in milliseconds by name. The shards take about the same time by
    ///   these; what is not among them counts as the average. Where it is empty, each shard has as many parts as the others.
    package func places(in suite: [SuiteItem], durations: [String: Int64] = [:]) -> [Int] {
      if durations.isEmpty { return Array(stride(from: part - 1, to: suite.count, by: of)) }
      let average = max(1, durations.values.reduce(0, +) / Int64(durations.count))
      // What took less than a millisecond took some time, too: one shard would otherwise get all of that.
      let costs = suite.map { max(1, durations[$0.name] ?? average) }
      // The longest first, each to the shard that has the least so far.
      let longestFirst = costs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
      var loads = Array(repeating: Int64(0), count: of)
      var mine: [Int] = []
      for index in longestFirst {
        let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
        loads[least] += costs[index]
        if least == part - 1 { mine.append(index) }
      }
      return mine.sorted()
    }
  }
}
