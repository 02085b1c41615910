import Harness

/// Writes pieces of Markdown in which the text of somebody else stays text.
enum Markdown {
  static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// The line below the heads of a table.
  static func line(_ columns: Int) -> String { row(Array(repeating: "---", count: columns)) }

  /// Text of somebody else as text and nothing more: every sign that Markdown could read has a backslash.
  static func plain(_ text: String) -> String {
    String(
      ConsoleReport.printable(text).flatMap { character -> String in
        character.isASCII && (character.isPunctuation || character.isSymbol)
          ? "\\\(character)" : String(character)
      })
  }

  /// Text of somebody else between as many backquotes as it needs, so that it is neither markup nor a mention of a person.
  static func code(_ text: String) -> String {
    let text = ConsoleReport.printable(text)
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(text) \(fence)"
  }

  /// Text of our own in which nothing ends the cell.
  static func inCell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
