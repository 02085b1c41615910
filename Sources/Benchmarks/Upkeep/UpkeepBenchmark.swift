import Engine
import Foundation
import Host
import Store

/// What a large server pays for its snapshots, and how long it takes to start.
enum UpkeepBenchmark {
  /// The longest turn of 100 messages with and without a snapshot beside it, the memory that the snapshot takes, and the start
  /// on what it has written.
  static func snapshot(_ size: BenchmarkSize) throws -> [Measurement] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("upkeep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("chat.db").path
    var city: City? = try City(size, path: path)
    let measurements = try city?.measure() ?? []
    city = nil
    return try measurements + start(path, messages: size == .full ? 10_000_000 : 100_000)
  }

  private static func start(_ path: String, messages: Int) throws -> [Measurement] {
    try City.addMessages(messages, to: path)
    let time = try Timing.of {
      let store = try Store(.file(path: path))
      let found = try Recovery.find(in: store)
      _ = try Host(
        found, in: store, configuration: found.engine.configuration, credentials: .simulated,
        at: found.engine.now)
    }
    return [
      Measurement(
        name: "upkeep/start", value: time.seconds, unit: "s", goal: .atMost(3),
        processorShare: time.processorShare)
    ]
  }
}
