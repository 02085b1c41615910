package import Conformance
import Harness
import ProtocolRegistry
package import Wire

/// Several servers beside each other, clause by clause.
package struct ConformanceMatrix: Sendable {
  /// What is wrong with a report.
  package struct Mistake: Error, Hashable, Sendable {
    /// What is wrong and what helps, in one sentence.
    package let message: String
  }

  /// One server.
  package struct Column: Sendable {
    package let name: String
    /// The address, or the command that started it.
    let server: String
    fileprivate let cells: [String: Cell]

    /// What is known of a clause; one that its report does not know was not asked for.
    func cell(of clause: Clause) -> Cell { cells[clause.id] ?? Cell(standing: .notRun, checks: []) }

    /// How many clauses there are of each standing.
    func count(of standing: Standing) -> Int {
      Clause.ofServers.count { cell(of: $0).standing == standing }
    }
  }

  /// What the checks of one clause say of one server.
  struct Cell: Sendable {
    let standing: Standing
    let checks: [CheckLine]
  }

  /// A check with its verdict, and why that is not `passed`.
  struct CheckLine: Hashable, Sendable {
    let name: String
    let verdict: Verdict.Kind
    let reason: String?
  }

  package let columns: [Column]

  package init(_ columns: [Column]) { self.columns = columns }

  /// The clauses of an area that at least one server has to do with; what nobody checks is listed too.
  func clauses(of area: Clause.Area) -> [Clause] { Clause.ofServers.filter { $0.area == area } }

  /// The clauses that somebody should look at, in the order of the document.
  var open: [Clause] { Clause.ofServers.filter(isOpen) }

  func isOpen(_ clause: Clause) -> Bool { columns.contains { $0.cell(of: clause).standing.isOpen } }

  /// The standings that at least one clause has, of at least one server.
  var standings: [Standing] {
    Standing.allCases.filter { standing in columns.contains { $0.count(of: standing) > 0 } }
  }
}

// MARK: - Reading a report

extension ConformanceMatrix.Column {
  /// Reads what `verbatim conform --json` wrote.
  package init(_ name: String, of report: JSON) throws(ConformanceMatrix.Mistake) {
    guard let results = JSONReport.results(in: report),
      case .array(let clauses)? = report["conformance"]?["clauses"],
      let server = report["conformance"]?["server"]
    else {
      throw ConformanceMatrix.Mistake(message: "it is not a report of `verbatim conform --json`")
    }
    var lines: [String: ConformanceMatrix.CheckLine] = [:]
    for line in results.compactMap(ConformanceMatrix.CheckLine.init) { lines[line.name] = line }
    var cells: [String: ConformanceMatrix.Cell] = [:]
    for clause in clauses {
      guard let id = clause["clause"]?.asText, case .array(let checks)? = clause["checks"],
        let standing = (clause["standing"]?.asText).flatMap(Standing.init(rawValue:))
      else {
        throw ConformanceMatrix.Mistake(message: "it has a clause that this version of verbatim cannot read")
      }
      let found = checks.compactMap { $0.asText.flatMap { lines[$0] } }
      cells[id] = ConformanceMatrix.Cell(standing: standing, checks: found)
    }
    self.init(
      name: name, server: server["command"]?.asText ?? server["on"]?.asText ?? "", cells: cells)
  }

  /// The column of a report that is there already.
  package init(_ name: String, of report: ConformanceReport) throws(ConformanceMatrix.Mistake) {
    try self.init(name, of: JSONReport.document(of: report.results, conformance: report))
  }
}

extension ConformanceMatrix.CheckLine {
  fileprivate init?(_ result: JSON) {
    guard let name = result["name"]?.asText,
      let verdict = (result["verdict"]?.asText).flatMap(Verdict.Kind.init(rawValue:))
    else { return nil }
    let reason = result["failure"]?["message"]?.asText ?? result["reason"]?.asText
    self.init(name: name, verdict: verdict, reason: reason)
  }
}

extension Standing {
  /// One sign for a cell, beside which the word stands.
  var sign: String {
    switch self {
    case .kept: "✓"
    case .broken: "✗"
    case .warned: "!"
    case .untestable: "?"
    case .knownFailure: "~"
    case .notApplicable: "–"
    case .notRun, .unchecked: "·"
    }
  }

  /// What a cell says.
  var cellText: String {
    switch self {
    case .kept, .broken, .warned, .untestable: rawValue
    case .knownFailure: "known failure"
    case .notApplicable: "not applicable"
    case .notRun: "not run"
    case .unchecked: "no check"
    }
  }

  /// What the word means, for the legend.
  var meaning: String {
    switch self {
    case .kept: "all of its checks that could be carried out passed"
    case .broken: "a check failed"
    case .warned: "a check of a SHOULD rule failed"
    case .untestable: "the server did not let a check finish"
    case .knownFailure: "a check failed, as the server's baseline says"
    case .notApplicable: "the server lacks the capability, or the suite may not test it there"
    case .notRun: "its checks were not selected"
    case .unchecked: "no check covers it"
    }
  }
}
