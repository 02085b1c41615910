import ArgumentParser
import Harness

/// The exit codes, which scripts rely on.
enum Outcome {
  static let failed = ExitCode(1)
  static let usage = ExitCode(2)
  static let unreadable = ExitCode(3)
  static let unreachable = ExitCode(4)
  static let fault = ExitCode(5)

  /// What it means for the process that a signal has ended a run: what a shell says of one that a signal has killed.
  static func interrupted(by signal: Int32) -> ExitCode { ExitCode(128 + signal) }

  /// What the results of a run of scenarios mean for the process; that all were skipped is no success unless it is allowed.
  static func ofRun(
    _ results: [ScenarioResult], allowsSkipped: Bool, areReportsWritten: Bool
  ) -> ExitCode {
    if !allowsSkipped, !results.isEmpty, results.allSatisfy({ $0.verdict.kind == .skipped }) {
      StandardError.write(
        "Error: Every scenario was skipped, so nothing was tested; --allow-skipped accepts that.\n")
      return failed
    }
    return of(results, areReportsWritten: areReportsWritten)
  }

  /// What results mean for the process. A file that does not parse outweighs one that fails, and both a report that could not
  /// be written.
  static func of(_ results: [ScenarioResult], areReportsWritten: Bool = true) -> ExitCode {
    if results.contains(where: { $0.verdict.kind == .harnessError }) { return fault }
    if results.contains(where: { $0.verdict.kind == .unreadable }) { return unreadable }
    if results.contains(where: { $0.verdict.isBad }) { return failed }
    return areReportsWritten ? .success : usage
  }
}
