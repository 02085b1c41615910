/// Writes the header in the canonical order, each line with the comments that stand above it.
enum HeaderFormatter {
  private struct Item {
    var comments: [String]
    var line: SyntaxLine
    var header: HeaderSyntax
    /// The rows of `cases:` and the comments between them.
    var rows: [SyntaxLine] = []
  }

  /// The lines of the header without their ends.
  ///
  /// Comments at the top of the file that a blank line follows belong to the file and stay there.
  static func lines(_ lines: ArraySlice<SyntaxLine>) -> [String] {
    var top: [String] = []
    var items: [Item] = []
    var comments: [String] = []
    let beforeRows = commentsBeforeRows(lines)
    for line in lines {
      switch line.kind {
      case .blank:
        if items.isEmpty && !comments.isEmpty {
          top += comments + [""]
          comments = []
        }
      case .header(let header):
        items.append(Item(comments: comments, line: line, header: header))
        comments = []
      case .caseRow:
        guard !items.isEmpty else { continue }
        items[items.count - 1].rows.append(line)
      case .comment:
        let isInTable = items.last?.rows.isEmpty == false && items.last?.rows.last?.number == line.number - 1
        if isInTable && beforeRows.contains(line.number) {
          items[items.count - 1].rows.append(line)
        } else {
          comments.append(LineFormatter(line: line).text())
        }
      case .section, .send, .expectation, .block, .loop, .macro, .end, .advance, .until, .fault, .include,
        .call, .invalid:
        continue
      }
    }
    let order = HeaderKey.allCases
    let sorted = items.sorted { left, right in
      (order.firstIndex(of: left.header.key) ?? 0) < (order.firstIndex(of: right.header.key) ?? 0)
    }
    return top + sorted.flatMap { $0.comments + [text(of: $0)] + table($0.rows) } + comments
  }

  /// The numbers of the comments that stand before a further row of the table.
  private static func commentsBeforeRows(_ lines: ArraySlice<SyntaxLine>) -> Set<Int> {
    var found: Set<Int> = []
    var isBeforeRow = false
    for line in lines.reversed() {
      switch line.kind {
      case .comment: if isBeforeRow { found.insert(line.number) }
      case .caseRow: isBeforeRow = true
      case .blank, .header, .section, .send, .expectation, .block, .loop, .macro, .end, .advance, .until,
        .fault, .include, .call, .invalid:
        isBeforeRow = false
      }
    }
    return found
  }

  private static func text(of item: Item) -> String {
    let scanner = LineScanner(item.line.text)
    let value: String =
      switch item.header.value {
      case .text(_, let range), .instant(_, let range), .file(_, let range): scanner.text(range)
      case .knownFailure(let known): scanner.text(known.range)
      case .words(let words): words.map(\.text).joined(separator: " ")
      case .bots(let bots): bots.map(text).joined(separator: ", ")
      case .connect(let entries): entries.map(text).joined(separator: ", ")
      case .variables(let variables): variables.map(text).joined(separator: " ")
      case .limits(let limits): limits.map { "\($0.name.text)=\($0.value)" }.joined(separator: " ")
      case .table: ""
      }
    let text = item.header.key.rawValue + ":" + (value.isEmpty ? "" : " " + value)
    return LineFormatter(line: item.line).withComment(text)
  }

  private static func text(of bot: BotSyntax) -> String {
    let exec = bot.writtenCommand.map { "exec " + $0 + (bot.isNamed ? " as " + bot.name.text : "") }
    return (exec ?? bot.name.text) + (bot.writtenRoom.map { " in " + $0 } ?? "")
  }

  private static func text(of entry: ConnectSyntax) -> String {
    let room = entry.writtenRoom.map { " in " + $0 } ?? ""
    let sessions = entry.sessions.isEmpty ? "" : " for " + entry.sessions.map(\.text).joined(separator: " ")
    return entry.kind.text + room + sessions
  }

  private static func text(of variable: VariableSyntax) -> String {
    variable.name.text + (variable.writtenValue.map { "=" + $0 } ?? "")
  }

  private static func table(_ rows: [SyntaxLine]) -> [String] {
    let cells = rows.map { row -> [String]? in
      guard case .caseRow(let cells) = row.kind else { return nil }
      return cells.map(LineFormatter(line: row).text)
    }
    var widths: [Int] = []
    for row in cells.compactMap({ $0 }) {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], DisplayWidth.of(cell))
      }
    }
    return zip(rows, cells).map { line, cells in
      let formatter = LineFormatter(line: line)
      guard let cells else { return formatter.text() }
      let padded = zip(cells, widths).map { DisplayWidth.padded($0, to: $1) }
      return formatter.withComment("| " + padded.joined(separator: " | ") + " |")
    }
  }
}
