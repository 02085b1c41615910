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
    let shown = Standing.allCases.filter { standing in columns.contains { $0.count(of: standing) > 0 } }
    let head = row(["server"] + shown.map { "\($0.sign) \($0.cellText)" })
    let line = row(Array(repeating: "---", count: shown.count + 1))
    return head + line
      + columns.map { column in
        row([Self.plain(column.name)] + shown.map { "\(column.count(of: $0))" })
      }.joined()
  }

  /// A clause with the checks that did not pass, server by server. Its heading is what the table links to.
  private func section(of clause: Clause) -> String {
    var text = "\n### \(clause.id)\n\n\(clause.level.rawValue): \(clause.text)\n\n"
    for column in columns {
      let cell = column.cell(of: clause)
      guard cell.standing.isOpen else { continue }
      text += "- \(Self.plain(column.name)): \(cell.standing.sign) \(cell.standing.cellText)\n"
      let checks = cell.checks.filter { Standing($0.verdict).isOpen }
      for check in checks.prefix(Self.checksShown) {
        let reason = check.reason.map { ": " + Self.code($0) } ?? ""
        text += "  - \(Self.code(check.name)) \(check.verdict.rawValue)\(reason)\n"
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
      return row([id, clause.level.rawValue] + cells + [Self.inCell(clause.text)])
    }
    let names = columns.map { Self.plain($0.name) }
    return "\n### \(area.title)\n\n" + row(["clause", "level"] + names + ["rule"])
      + row(Array(repeating: "---", count: columns.count + 3)) + rows.joined()
  }

  private func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// Text of somebody else as text and nothing more: every sign that Markdown could read has a backslash.
  private static func plain(_ text: String) -> String {
    String(
      ConsoleReport.printable(text).flatMap { character -> String in
        character.isASCII && (character.isPunctuation || character.isSymbol)
          ? "\\\(character)" : String(character)
      })
  }

  /// Text of somebody else between as many backquotes as it needs, so that it is neither markup nor a mention of a person.
  private static func code(_ text: String) -> String {
    let text = ConsoleReport.printable(text)
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(text) \(fence)"
  }

  /// Text of our own in which nothing ends the cell.
  private static func inCell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
