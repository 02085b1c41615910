import Harness

/// What a watch says where no terminal is: one block for each change, with the same bytes in every run.
package enum WatchText {
  /// The block of the first run: what is red, and the counts.
  package static func start(_ board: WatchBoard, files: Int) -> String {
    "== \(files.counted("file"))\n" + text(of: board.results.filter(\.verdict.isBad))
      + ConsoleReport.summary(of: board.results)
  }

  /// The block of a change: each result that it touches, and the counts of all.
  package static func block(_ change: WatchedFiles.Change, _ board: WatchBoard, problems: [String]) -> String
  {
    "\n== \(heading(change))\n" + text(of: board.results(of: change.run))
      + problems.map { "\($0)\n" }.joined() + ConsoleReport.summary(of: board.results)
  }

  /// The files that a change is of, in one line: `changed a.chat, b.chat; new c.chat`.
  ///
  /// - Parameter most: How many of a kind are named; of more there is their count.
  package static func heading(_ change: WatchedFiles.Change, naming most: Int = .max) -> String {
    let parts = [("changed", change.changed), ("new", change.new), ("deleted", change.deleted)]
    let named = parts.filter { !$0.1.isEmpty }.map { word, files -> String in
      if files.count > most { return "\(files.count.counted("file")) \(word)" }
      return "\(word) \(files.map(ConsoleReport.printable).joined(separator: ", "))"
    }
    return named.isEmpty ? "all again" : named.joined(separator: "; ")
  }

  private static func text(of results: [ScenarioResult]) -> String {
    results.map { ConsoleReport.text(of: $0) }.joined()
  }
}
