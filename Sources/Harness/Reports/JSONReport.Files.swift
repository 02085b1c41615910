import Harness
import ScenarioLanguage
import Wire

extension JSONReport {
  /// The texts of the files that results point at.
  ///
  /// Placeholders for secrets are numbered in each result, so that a file which several include can read differently in each. The document
  /// has it as the first of them shows it, and a result that shows something else has its own.
  struct Files {
    /// Those of the document, by their paths.
    private(set) var shared: [JSON.Member] = []
    private var linesByPath: [String: [String]] = [:]

    /// Takes up the files of a result; gives those that it shows differently, or nil where there are none.
    mutating func add(_ result: ScenarioResult) -> JSON? {
      var own: [JSON.Member] = []
      for path in result.verdict.filesShown(of: result.path).withoutRepetitions {
        guard let source = result.sources[path] else { continue }
        let member = JSON.Member(path, .string(source.lines.map { $0 + "\n" }.joined()))
        if let lines = linesByPath[path] {
          if lines != source.lines { own.append(member) }
        } else {
          linesByPath[path] = source.lines
          shared.append(member)
        }
      }
      return own.isEmpty ? nil : .object(own)
    }
  }
}

extension Verdict {
  /// The files of which reports show lines.
  fileprivate func filesShown(of path: String) -> [String] {
    switch self {
    case .passed, .skipped, .notApplicable, .notRun, .harnessError: []
    case .passedUnexpectedly: [path]
    case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
      .interrupted(let failure), .failedAsExpected(let failure, _):
      failure.all.map(\.place.path)
    case .unreadable(let diagnostics):
      diagnostics.flatMap { [$0.span.path] + $0.related.map(\.span.path) }
    }
  }
}
