package import Harness

/// The newest results of the files that are watched, and of each what it was before.
package struct WatchBoard: Sendable {
  private var order: [String] = []
  private var resultsByFile: [String: [ScenarioResult]] = [:]
  /// What each result was in the run before, by its name.
  private var earlier: [String: ScenarioResult] = [:]

  package init() {}

  /// Keeps the results of these files, in this order, and forgets those of others.
  package mutating func keep(_ files: [String]) {
    order = files
    let kept = Set(files)
    for file in resultsByFile.keys where !kept.contains(file) { put([], of: file) }
  }

  /// Takes the results of a file, in the place of those from before.
  package mutating func put(_ results: [ScenarioResult], of file: String) {
    let old = resultsByFile[file] ?? []
    for result in old {
      let isKept = results.contains { $0.name == result.name }
      earlier[result.name] = isKept ? result : nil
    }
    resultsByFile[file] = results.isEmpty ? nil : results
  }

  /// All results, in the order of the suite.
  package var results: [ScenarioResult] { results(of: order) }

  /// The results of some files, in the order of the suite.
  package func results(of files: some Sequence<String>) -> [ScenarioResult] {
    let wanted = Set(files)
    return order.filter(wanted.contains).flatMap { resultsByFile[$0] ?? [] }
  }

  /// All results, red ones first, each part in the order of the suite.
  package var listed: [ScenarioResult] { results.redFirst }

  /// The names of red results that a change touches; none where all was run again without one.
  package func red(touchedBy change: WatchedFiles.Change) -> [String] {
    guard !change.changed.isEmpty || !change.new.isEmpty else { return [] }
    return results(of: change.run).filter(\.verdict.isBad).map(\.name)
  }

  /// The result of a name; nil where there is none now.
  package func result(named name: String) -> ScenarioResult? { results.first { $0.name == name } }

  /// What a result was before it is what it is; nil where it was the same, or there was none.
  package func before(_ result: ScenarioResult) -> ScenarioResult? {
    earlier[result.name].flatMap { $0.differs(from: result) ? $0 : nil }
  }
}

extension ScenarioResult {
  /// Whether a person would see something else.
  fileprivate func differs(from other: ScenarioResult) -> Bool {
    verdict.kind != other.verdict.kind
      || transcript.entries.map(\.kind) != other.transcript.entries.map(\.kind)
      || ConsoleReport.text(of: self) != ConsoleReport.text(of: other)
  }
}
