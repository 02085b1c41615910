import Foundation
import Harness
import ScenarioLanguage

/// All scenarios, read, run and judged, as `verbatim run` does it.
enum ScenarioBenchmark {
  static func all(in path: String) throws -> [Measurement] {
    guard FileManager.default.fileExists(atPath: path) else {
      FileHandle.standardError.write(Data("There is no \(path), so its scenarios are not measured.\n".utf8))
      return []
    }
    let runner = ScenarioRunner()
    var count = 0
    var bad = 0
    let timing = try Timing.of {
      for file in try ScenarioFiles.find([path]) {
        let loaded = try ScenarioRunner.load(file)
        count += loaded.scenarios.count
        bad += loaded.unreadable == nil ? 0 : 1
        for scenario in loaded.scenarios where runner.run(scenario, sources: loaded.sources).verdict.isBad {
          bad += 1
        }
      }
    }
    return [
      Measurement(
        name: "scenarios/all", value: timing.seconds, unit: "s", goal: .atMost(3),
        processorShare: timing.processorShare),
      Measurement(name: "scenarios/count", value: Double(count), unit: "scenarios"),
      Measurement(name: "scenarios/failed", value: Double(bad), unit: "scenarios"),
    ]
  }
}
