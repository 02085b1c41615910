import Conformance
import Harness
import ProtocolRegistry

extension ConformanceMatrix {
  /// How many checks of one clause and server are named; the summary of a job on GitHub has room for 1 MiB.
  private static let checksShown = 5

  /// The matrix as Markdown, for a summary of a job or a comment: counts, what is not kept and why, then all clauses.
  package var markdown: String {
    var text = "# Conformance\n\n" + counts
    for clause in open { text += section(of: clause) }
    if open.isEmpty { text += "\nEvery clause that was checked is kept.\n" }
    return text + "\n## All clauses\n" + Clause.Area.allCases.map(table).joined()
  }

  private var counts: String {
    let shown = standings
    let head = Markdown.row(["server"] + shown.map { "\($0.sign) \($0.cellText)" })
    return head + Markdown.line(shown.count + 1)
      + columns.map { column in
        Markdown.row([Markdown.plain(column.name)] + shown.map { "\(column.count(of: $0))" })
      }.joined()
  }

  /// A clause with the checks that did not pass, server by server. Its heading is what the table links to.
  private func section(of clause: Clause) -> String {
    var text = "\n### \(clause.id)\n\n\(clause.level.rawValue): \(clause.text)\n\n"
    for column in columns {
      let cell = column.cell(of: clause)
      guard cell.standing.isOpen else { continue }
      text += "- \(Markdown.plain(column.name)): \(cell.standing.sign) \(cell.standing.cellText)\n"
      let checks = cell.checks.filter { Standing($0.verdict).isOpen }
      for check in checks.prefix(Self.checksShown) {
        let reason = check.reason.map { ": " + Markdown.code($0) } ?? ""
        text += "  - \(Markdown.code(check.name)) \(check.verdict.rawValue)\(reason)\n"
      }
      if checks.count > Self.checksShown { text += "  - and \(checks.count - Self.checksShown) more\n" }
    }
    return text
  }

  private func table(of area: Clause.Area) -> String {
    let open = Set(open)
    let rows = clauses(of: area).map { clause in
      let id = open.contains(clause) ? "[\(clause.id)](#\(clause.id.lowercased()))" : clause.id
      let cells = columns.map { column in
        let standing = column.cell(of: clause).standing
        return "\(standing.sign) \(standing.cellText)"
      }
      return Markdown.row([id, clause.level.rawValue] + cells + [Markdown.inCell(clause.text)])
    }
    let names = columns.map { Markdown.plain($0.name) }
    return "\n### \(area.title)\n\n" + Markdown.row(["clause", "level"] + names + ["rule"])
      + Markdown.line(columns.count + 3) + rows.joined()
  }
}
