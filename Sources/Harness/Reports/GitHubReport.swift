package import Harness
import ScenarioLanguage

/// What GitHub Actions shows of results: annotations beside the lines that failed, and a summary of the job.
package struct GitHubReport {
  /// GitHub refuses a step's summary of more than 1 MiB; what other tools wrote into it has room too.
  private static let mostSummaryBytes = 900_000

  private let results: [ScenarioResult]
  private let folder: String
  private let workspace: String

  /// - Parameters:
  ///   - folder: The working directory.
  ///   - workspace: The folder of the checkout, from which GitHub knows files.
  package init(_ results: [ScenarioResult], from folder: String, workspace: String) {
    self.results = results
    self.folder = folder
    self.workspace = workspace
  }

  /// Workflow commands, a line for each failure and each error of a file.
  package var annotations: String { results.flatMap { lines(of: $0) }.map { $0 + "\n" }.joined() }

  /// The summary as Markdown: how many of each verdict there were, and each result that is red.
  package var summary: String {
    var text = "### verbatim: \(ConsoleReport.summaryInOneLine(of: results))\n"
    let bad = results.filter(\.verdict.isBad)
    for (index, result) in bad.enumerated() {
      let section = Self.section(of: result)
      guard text.utf8.count + section.utf8.count <= Self.mostSummaryBytes else {
        return text + "\n… and \(bad.count - index) more\n"
      }
      text += section
    }
    return text
  }

  private func lines(of result: ScenarioResult) -> [String] {
    switch result.verdict {
    case .passed, .failedAsExpected, .skipped, .notApplicable, .notRun: []
    case .failed(let failure), .untestable(let failure), .timedOut(let failure), .interrupted(let failure):
      failure.all.map { annotation("error", at: $0.place, result, $0.annotation) }
    case .warned(let failure):
      failure.all.map { annotation("warning", at: $0.place, result, $0.annotation) }
    case .unreadable(let diagnostics):
      diagnostics.map { annotation("error", at: $0.span, result, $0.message) }
    case .passedUnexpectedly(let reason, let claim):
      [annotation("error", at: claim.place, result, "it passes, but is known to fail: \(reason)")]
    case .harnessError(let reason): [annotation("error", at: nil, result, "a fault of verbatim: \(reason)")]
    }
  }

  private func annotation(
    _ level: String, at place: SourceSpan?, _ result: ScenarioResult, _ message: String
  ) -> String {
    let path = place?.path ?? result.path
    let absolute = path.hasPrefix("/") ? path : folder + "/" + path
    var properties = [("file", ReportPath(absolute, from: workspace).relative ?? path)]
    if let place { properties += [("line", String(place.line)), ("col", String(place.column))] }
    properties.append(("title", result.name))
    let list = properties.map { "\($0)=\(Self.escaped($1, isProperty: true))" }.joined(separator: ",")
    return "::\(level) \(list)::\(Self.escaped(message, isProperty: false))"
  }

  private static func section(of result: ScenarioResult) -> String {
    let console = ConsoleReport.text(of: result)
    // A fence must be longer than every run of backticks in what it holds.
    let runs = console.split { $0 != "`" }.map(\.count)
    let fence = String(repeating: "`", count: max(3, (runs.max() ?? 0) + 1))
    return """

      <details><summary>\(result.verdict.kind.rawValue) <code>\(HTML.escaped(result.name))</code></summary>

      \(fence)text
      \(console)\(fence)

      </details>

      """
  }

  /// Text as a workflow command has it.
  private static func escaped(_ text: String, isProperty: Bool) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where isProperty: escaped += "%3A"
      case "," where isProperty: escaped += "%2C"
      case _: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}

extension ScenarioFailure {
  /// What an annotation says: what happened, and how that differs from what was expected.
  fileprivate var annotation: String {
    let labels = ["differs", "expected", "forbidden"]
    let detail = labels.lazy.compactMap { label in self.details.first { $0.label == label } }.first
    return detail.map { "\(message)\n\($0.label): \($0.text)" } ?? message
  }
}
