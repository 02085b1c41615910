import Foundation
import Harness

/// Where a run tells its results while it goes on: standard output, or standard error where a report takes standard output.
///
/// Only a terminal gets colours and a line of progress, so that files and pipes have the same bytes in every run.
struct Console: Sendable {
  private let isStandardError: Bool
  private let hasColours: Bool
  private let hasProgress: Bool

  init(onStandardError isStandardError: Bool) {
    let environment = ProcessInfo.processInfo.environment
    self.isStandardError = isStandardError
    let isDumb = environment["TERM"] == "dumb"
    // https://no-color.org: any value that is not empty turns colours off.
    let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    hasColours = !isDumb && !isPlain && isatty(isStandardError ? STDERR_FILENO : STDOUT_FILENO) == 1
    hasProgress = !isDumb && isatty(STDERR_FILENO) == 1
  }

  /// Writes text that ends with a line feed; it is seen when it is there, in a pipe too.
  func write(_ text: String) {
    if hasProgress { StandardError.write("\r\u{1B}[2K") }
    if isStandardError { return StandardError.write(text) }
    print(text, terminator: "")
    fflush(nil)
  }

  /// Writes a result, with its first word in the colour of its verdict.
  func write(_ result: ScenarioResult) {
    let text = ConsoleReport.text(of: result)
    guard hasColours else { return write(text) }
    let word = text.prefix { $0 != " " }
    write("\u{1B}[\(result.verdict.kind.colour)m\(word)\u{1B}[0m\(text.dropFirst(word.count))")
  }

  /// Shows how far the run is, until something else is written.
  func showProgress(_ text: String) {
    if hasProgress { StandardError.write("\r\u{1B}[2K\(text)") }
  }
}

extension Verdict.Kind {
  /// The colour of the word, as terminals number it (ECMA-48, SGR).
  fileprivate var colour: String {
    switch self {
    case .passed: "32"
    case .failed, .unreadable, .passedUnexpectedly, .untestable, .timedOut, .interrupted, .harnessError:
      "1;31"
    case .failedAsExpected, .warned: "33"
    case .skipped, .notApplicable, .notRun: "2"
    }
  }
}
