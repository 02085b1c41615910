import ScenarioLanguage
import Wire

/// Rows of text in columns that are aligned, two spaces apart.
struct TextTable {
  private let rows: [[String]]

  /// A row for each element, below the titles of the columns.
  init(_ titles: String..., of elements: [JSON], row: (JSON) -> [String]) {
    rows = ([titles] + elements.map(row)).map { $0.map(Self.visible) }
  }

  /// A list of names and values, one each line.
  init(names: [(String, String)]) {
    rows = names.map { [$0, $1].map(Self.visible) }
  }

  /// The lines of the table, without blanks at their ends.
  var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return rows.reduce(into: "") { text, row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += DisplayWidth.padded(cell, to: width + 2)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      text += line + "\n"
    }
  }

  /// A text with nothing in it that could move the cursor or hide something of the line.
  static func visible(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { visible, scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        visible += "\\u{\(String(scalar.value, radix: 16))}"
      case _: visible.unicodeScalars.append(scalar)
      }
    }
  }
}

extension JSON {
  /// The value as it is printed, in one line.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// A member as it stands in a table: nothing where it is absent, `yes` and `no` for truths, names with commas.
  func cell(_ name: String) -> String {
    switch self[name] {
    case nil, .null, .object, .number: ""
    case .string(let text): text
    case .integer(let integer): String(integer)
    case .bool(let truth): truth ? "yes" : "no"
    case .array(let elements):
      elements.map { if case .string(let text) = $0 { text } else { "" } }.joined(separator: ", ")
    }
  }

  /// Members as they stand in a row.
  func cells(_ names: String...) -> [String] { names.map { cell($0) } }

  /// A member of the object that is a member, as it stands in a text.
  func cell(_ object: String, _ name: String) -> String { self[object]?.cell(name) ?? "" }

  /// The elements of a member that is a list.
  func elements(_ name: String) -> [JSON] { self[name]?.elements ?? [] }
}
