/// What a person reads after all checks: clause by clause what is broken or unknown, and how many of each verdict there were.
package enum ConformanceSummary {
  /// The text, with a newline at its end.
  package static func text(of results: [ScenarioResult], catalog: CheckCatalog) -> String {
    let bad = Clause.all.filter { clause in
      results.contains { $0.verdict.isBad && $0.covers.contains(clause.id) }
    }
    var text = ""
    if !bad.isEmpty {
      text += "clauses that are not kept:\n"
      for clause in bad { text += "  \(clause.id) \(clause.level.rawValue): \(clause.text)\n" }
    }
    if let uncovered = uncovered(by: catalog) { text += uncovered }
    return text + ConsoleReport.summary(of: results)
  }

  /// The clauses that no check covers, or nil where there are none.
  package static func uncovered(by catalog: CheckCatalog) -> String? {
    let uncovered = catalog.uncovered
    guard !uncovered.isEmpty else { return nil }
    return "clauses that no check covers: \(uncovered.map(\.id).joined(separator: " "))\n"
  }
}
