import Harness
package import ProtocolRegistry
package import Wire

/// Which clauses of a suite of one's own are covered, and how the scenarios that cover them ended, run by run.
package struct CoverageMatrix: Sendable {
  /// How a clause stands in one run.
  package enum Standing: String, CaseIterable, Sendable {
    /// At least one of its scenarios passed, and none is bad.
    case passed
    /// One of its scenarios is bad.
    case failed
    /// One of its scenarios failed as its header says, and none is bad.
    case xfail
    /// None of its scenarios was run.
    case skipped
    /// No scenario covers it.
    case uncovered
  }

  /// One run.
  package struct Column: Sendable {
    package let name: String
    /// The scenarios with their verdicts, by the clauses that they cover.
    fileprivate let verdicts: [String: [(scenario: String, kind: Verdict.Kind)]]

    /// Reads what `verbatim run --json` wrote.
    package init(_ name: String, of report: JSON) throws(ConformanceMatrix.Mistake) {
      guard let results = JSONReport.results(in: report) else {
        throw ConformanceMatrix.Mistake(message: "it is not a report of `verbatim run --json`")
      }
      var verdicts: [String: [(scenario: String, kind: Verdict.Kind)]] = [:]
      for result in results {
        guard case .string(let scenario)? = result["name"], case .string(let word)? = result["verdict"],
          let kind = Verdict.Kind(rawValue: word), case .array(let covers)? = result["covers"]
        else {
          throw ConformanceMatrix.Mistake(
            message: "it has a result that this version of verbatim cannot read")
        }
        for case .string(let clause) in covers { verdicts[clause, default: []].append((scenario, kind)) }
      }
      self.name = name
      self.verdicts = verdicts
    }

    package func standing(of clause: String) -> Standing {
      let kinds = (verdicts[clause] ?? []).map(\.kind)
      if kinds.isEmpty { return .uncovered }
      if kinds.contains(where: \.isBad) { return .failed }
      if kinds.contains(.failedAsExpected) { return .xfail }
      return kinds.contains(.passed) ? .passed : .skipped
    }
  }

  package let clauses: [ClauseList.Entry]
  package let columns: [Column]

  package init(_ clauses: ClauseList, _ columns: [Column]) {
    self.clauses = clauses.clauses
    self.columns = columns
  }
}

// MARK: - Markdown

extension CoverageMatrix {
  /// How many scenarios of one clause are named.
  private static let scenariosShown = 5

  /// The matrix as Markdown: how many clauses stand how in each run, then each clause with the scenarios that cover it.
  package var markdown: String {
    let counts = columns.map { column in
      Markdown.row(
        [Markdown.plain(column.name)]
          + Standing.allCases.map { standing in
            "\(clauses.count { column.standing(of: $0.id) == standing })"
          })
    }
    let head = Markdown.row(["run"] + Standing.allCases.map(\.cellText))
    let names = columns.map { Markdown.plain($0.name) }
    return "# Coverage\n\n" + head + Markdown.line(Standing.allCases.count + 1) + counts.joined()
      + "\n## Clauses\n\n"
      + Markdown.row(["clause"] + names + ["scenarios", "what it says"]) + Markdown.line(columns.count + 3)
      + clauses.map { row(of: $0) }.joined()
  }

  private func row(of clause: ClauseList.Entry) -> String {
    let scenarios = self.scenarios(of: clause.id)
    let shown = scenarios.prefix(Self.scenariosShown).map { Markdown.inCell(Markdown.code($0)) }
    let more = scenarios.count - shown.count
    let cell = shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    return Markdown.row(
      [Markdown.plain(clause.id)] + columns.map { $0.standing(of: clause.id).cellText }
        + [cell, Markdown.plain(clause.text)])
  }

  /// The scenarios that cover a clause in any of the runs, each once, in the order of the reports.
  private func scenarios(of clause: String) -> [String] {
    columns.flatMap { ($0.verdicts[clause] ?? []).map(\.scenario) }.withoutRepetitions
  }
}

extension CoverageMatrix.Standing {
  /// What a cell says.
  fileprivate var cellText: String {
    switch self {
    case .passed: "✓ passed"
    case .failed: "✗ failed"
    case .xfail: "~ known failure"
    case .skipped: "– skipped"
    case .uncovered: "· not covered"
    }
  }
}
