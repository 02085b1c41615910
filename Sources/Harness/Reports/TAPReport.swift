package import Harness

/// The results in the Test Anything Protocol, version 14: a line for each, and below what is red the text of the console.
package enum TAPReport {
  /// The document, in UTF-8.
  package static func text(of results: [ScenarioResult]) -> String {
    let points = results.enumerated().map { point(of: $1, number: $0 + 1) }
    return "TAP version 14\n1..\(results.count)\n" + points.joined()
  }

  private static func point(of result: ScenarioResult, number: Int) -> String {
    let isKnown = result.verdict.kind == .failedAsExpected
    let word = result.verdict.isBad || isKnown ? "not ok" : "ok"
    let title = result.title.isEmpty ? "" : ": \(result.title)"
    let line = "\(word) \(number) - \(escaped(result.name + title))\(directive(of: result.verdict))\n"
    return result.verdict.isBad || result.verdict.failure != nil ? line + diagnosis(of: result) : line
  }

  /// What makes a point count for nothing: it was not run, or it is known to fail.
  private static func directive(of verdict: Verdict) -> String {
    switch verdict {
    case .skipped(let reason), .notApplicable(let reason): " # SKIP \(escaped(reason))"
    case .notRun(let reason): " # SKIP not run: \(escaped(reason))"
    case .failedAsExpected(_, let reason): " # TODO \(escaped(reason))"
    case .passed, .failed, .passedUnexpectedly, .unreadable, .warned, .untestable, .timedOut, .interrupted,
      .harnessError:
      ""
    }
  }

  private static func diagnosis(of result: ScenarioResult) -> String {
    let lines = ConsoleReport.text(of: result).split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.dropLast().map { $0.isEmpty ? "" : "    " + ConsoleReport.printable(String($0)) }
    let verdict = "  verdict: \(result.verdict.kind.rawValue)\n"
    return "  ---\n" + verdict + "  output: |\n" + text.map { $0 + "\n" }.joined() + "  ...\n"
  }

  /// Text in one line, in which nothing begins a directive.
  private static func escaped(_ text: String) -> String {
    ConsoleReport.printable(text).reduce(into: "") { escaped, character in
      if character == "#" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
  }
}
