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
    return text + unchecked(by: catalog) + ConsoleReport.summary(of: results)
  }

  /// The clauses of which no check says anything: those that bind clients, and those that no check covers, where there are any.
  package static func unchecked(by catalog: CheckCatalog) -> String {
    let ofClients = Clause.all.filter { $0.party == .client }
    return [
      ("clauses that bind clients, which `verbatim certify` checks", ofClients),
      ("clauses that no check covers", catalog.uncovered),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.map(\.id).joined(separator: " "))\n" }.joined()
  }
}
