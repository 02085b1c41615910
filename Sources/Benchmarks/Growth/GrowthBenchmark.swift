/// How the cost of the same work grows with the server: it has to stay near flat.
enum GrowthBenchmark {
  /// With 1,000 messages, and more and more rooms.
  static func byRooms(_ size: BenchmarkSize) throws -> [Measurement] {
    let sizes = size == .full ? [10, 100, 1000, 10_000] : [10, 100, 1000]
    return try measure("rooms", sizes) { rooms in try Town(rooms: rooms, messages: 1000) }
  }

  /// With 10 rooms, and more and more stored messages.
  static func byMessages(_ size: BenchmarkSize) throws -> [Measurement] {
    let sizes = size == .full ? [1000, 10_000, 100_000, 1_000_000] : [1000, 10_000]
    return try measure("messages", sizes) { messages in try Town(rooms: 10, messages: messages) }
  }

  private static func measure(
    _ what: String, _ sizes: [Int], _ build: (Int) throws -> Town
  ) throws -> [Measurement] {
    var costs: [Work: [Double]] = [:]
    for size in sizes {
      let town = try build(size)
      for work in Work.allCases { costs[work, default: []].append(try town.microseconds(for: work)) }
    }
    return Work.allCases.flatMap { work in
      zip(sizes, costs[work] ?? []).map { size, cost in
        Measurement(
          name: "growth/\(what)/\(work.rawValue)/\(size)", value: cost, unit: "us",
          ratioToSmallest: cost / (costs[work]?.first ?? cost))
      }
    }
  }
}
