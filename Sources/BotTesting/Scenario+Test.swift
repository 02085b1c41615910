public import Bots
import Harness
import ScenarioLanguage
public import Testing

/// Runs a scenario file in the simulator, with bots of the author's own.
///
/// ```swift
/// @Test func `an afternoon with the tea bot`() throws {
///   try scenario("Scenarios/afternoon.chat", bots: ["tea": TeaBot()])
/// }
/// ```
///
/// Each scenario that fails is one issue of the test, with the report that `verbatim run` prints. A file without a scenario that can
/// run fails the test too.
///
/// - Parameters:
///   - path: The file; a relative path begins where the tests are run, which is the package's folder.
///   - bots: The bots, by the names that the scenario's `bots:` uses. The example bots are there too.
/// - Throws: Why the file cannot be read.
public func scenario(
  _ path: String, bots: [String: any Bot], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for report in try failures(ofScenariosIn: path, bots: bots) {
    Issue.record(Comment(rawValue: report), sourceLocation: sourceLocation)
  }
}

/// Runs the scenarios of a file and returns the reports of those that fail.
func failures(ofScenariosIn path: String, bots: [String: any Bot]) throws -> [String] {
  let loaded: ScenarioRunner.Loaded
  do throws(SourceLoadError) {
    loaded = try ScenarioRunner.load(path, bots: bots.keys.sorted())
  } catch {
    throw ScenarioUnreadable(description: "the scenario \(path) cannot be run: \(error.reason)")
  }
  let results =
    loaded.scenarios.map { scenario in
      var runner = ScenarioRunner(bots: bots)
      // What cannot be run here must not pass for what was tested; a scenario that says so itself may be skipped.
      if case .skip = scenario.header.plan {} else { runner.refusesSkips = true }
      return runner.run(scenario, sources: loaded.sources)
    } + [loaded.unreadable].compactMap(\.self)
  return results.filter(\.verdict.isBad).map { result in
    let transcript = ConsoleReport.text(of: result.transcript)
    return ConsoleReport.text(of: result)
      + (transcript.isEmpty ? "" : "the conversation so far:\n\(transcript)")
  }
}

/// Why there is no scenario to run.
private struct ScenarioUnreadable: Error, CustomStringConvertible {
  let description: String
}
