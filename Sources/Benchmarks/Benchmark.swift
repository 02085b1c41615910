/// How much work a run does.
enum BenchmarkSize: String {
  /// What the figures in the documents were made with.
  case full
  /// A tenth of it or less, to see that everything still runs.
  case quick
}

/// One thing that can be measured by itself.
struct Benchmark {
  /// What `--only` selects by; the names of its figures begin with it.
  let name: String
  let measure: (BenchmarkSize) async throws -> [Measurement]

  /// All benchmarks, in the order in which they run. The one that watches the size of the process comes first.
  static func all(scenarios: String) -> [Benchmark] {
    [
      Benchmark(name: "engine/memory_per_user") { [EngineBenchmark.memoryPerUser($0)] },
      Benchmark(name: "engine/room_chat") { [try EngineBenchmark.roomChat($0)] },
      Benchmark(name: "stack/room_chat") { [try StackBenchmark.roomChat($0)] },
      Benchmark(name: "simulator/hour_of_chat") { [try ChatHourBenchmark.hour($0)] },
      Benchmark(name: "bots/conversation") { [try await ConversationBenchmark.conversations($0)] },
      Benchmark(name: "bots/crowd_hour") { [try CrowdBenchmark.hour($0)] },
      Benchmark(name: "scenarios") { _ in try ScenarioBenchmark.all(in: scenarios) },
      Benchmark(name: "upkeep") { try UpkeepBenchmark.snapshot($0) },
      Benchmark(name: "strangers/frames") { try WorstFrames.measure($0) },
      Benchmark(name: "strangers/requests") { try await WorstRequests.measure($0) },
      Benchmark(name: "strangers/searches") {
        try WorstSearches(messages: $0 == .full ? 500_000 : 20_000).measure()
      },
      Benchmark(name: "search/languages") { try SearchBenchmark.languages($0) },
      Benchmark(name: "growth/rooms") { try GrowthBenchmark.byRooms($0) },
      Benchmark(name: "growth/messages") { try GrowthBenchmark.byMessages($0) },
    ]
  }
}

/// Something else came of the measured work than should have; a figure for it would mean nothing.
struct UnexpectedOutcome: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
