import Harness
import ScenarioLanguage

extension WatchScreen {
  /// What a terminal has room for.
  package struct Size: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

    /// How many rows there are between the counts above, and what goes on and the keys below.
    fileprivate var room: Int { max(1, rows - 4) }
    /// How wide rows are.
    fileprivate var width: Int { max(20, columns) }
  }

  /// The rows of the screen, as many as the terminal has, but no less than five.
  ///
  /// - Parameters:
  ///   - status: What goes on, such as what was changed.
  ///   - hasColours: Whether verdicts have colours, and the selected line is inverse.
  package func rows(
    _ board: WatchBoard, status: String, size: Size, hasColours: Bool
  ) -> [String] {
    let canvas = Canvas(columns: size.width, hasColours: hasColours)
    let room = size.room
    let counts = ConsoleReport.summaryInOneLine(of: board.results)
    let isRed = board.results.contains { $0.verdict.isBad }
    var body: [String]
    let keys: String
    switch view {
    case .list:
      body = listRows(board, room: room, canvas)
      keys = "j k select  space text  f \(showsOnlyFailures ? "all" : "failures")  b bless  r run all  q quit"
    case .text(let top):
      body = window(textRows(board, canvas), top: top, room: room)
      keys = "j k scroll  space back  b bless  r run all  q quit"
    case .question(_, let path, let top):
      body = window(textRows(board, canvas), top: top, room: room)
      keys = "Write \(path)? y writes, any other key does not; j k scroll"
    }
    body += Array(repeating: "", count: max(0, room - body.count))
    return [canvas.coloured(counts, isRed ? "1;31" : "32"), ""] + body.prefix(room)
      + [canvas.quiet(note.isEmpty ? status : note), canvas.quiet(keys)]
  }

  /// The list, and below it, where there is room, what is wrong with the selected one.
  private func listRows(_ board: WatchBoard, room: Int, _ canvas: Canvas) -> [String] {
    let list = list(board)
    guard let chosen = selection(board), let place = list.firstIndex(where: { $0.name == chosen.name })
    else { return [canvas.plain(showsOnlyFailures ? "nothing failed" : "nothing was run yet")] }
    let text = chosen.verdict.isBad ? lines(of: chosen).dropFirst() : []
    let most = text.isEmpty ? room : max(1, min(list.count, room / 2))
    let first = max(0, min(place - most / 2, list.count - most))
    let rows = list.enumerated().dropFirst(first).prefix(most).map { index, result in
      canvas.row(of: result, isSelected: index == place)
    }
    guard !text.isEmpty else { return rows }
    return rows + text.prefix(max(0, room - rows.count)).map(canvas.plain)
  }

  /// The row that is first where one has scrolled to the end.
  func lastTop(_ board: WatchBoard, _ size: Size) -> Int {
    max(0, textRows(board, Canvas(columns: size.width, hasColours: false)).count - size.room)
  }

  /// All rows of the text or patch that has the whole screen; long lines take several.
  private func textRows(_ board: WatchBoard, _ canvas: Canvas) -> [String] {
    switch view {
    case .list: []
    case .text: lines(of: selection(board)).flatMap(canvas.wrapped)
    case .question(let patch, _, _): Self.lines(patch).flatMap(canvas.ofPatch)
    }
  }

  /// What is shown of a result where it has the whole screen.
  private func lines(of result: ScenarioResult?) -> [String] {
    guard let result else { return ["it is gone"] }
    let conversation = result.verdict.isBad ? "" : "\n" + ConsoleReport.text(of: result.transcript)
    return Self.lines(ConsoleReport.text(of: result) + conversation)
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The lines from one on, or the last that fill the room.
  private func window(_ lines: [String], top: Int, room: Int) -> [String] {
    Array(lines.dropFirst(min(top, max(0, lines.count - room))).prefix(room))
  }
}

/// Makes rows for a terminal of a width.
private struct Canvas {
  let columns: Int
  let hasColours: Bool

  /// The text as far as there is room for it, with nothing in it that a terminal would obey.
  func plain(_ line: String) -> String {
    let text = ConsoleReport.printable(line)
    guard DisplayWidth.of(text) > columns else { return text }
    var width = 0
    let shown = text.prefix { character in
      width += DisplayWidth.of(String(character))
      return width < columns
    }
    return shown + "…"
  }

  /// All of the text, in as many rows as it needs, with nothing in it that a terminal would obey.
  func wrapped(_ line: String) -> [String] {
    let text = ConsoleReport.printable(line)
    guard DisplayWidth.of(text) > columns else { return [text] }
    var rows = [""]
    var width = 0
    for character in text {
      let more = DisplayWidth.of(String(character))
      if width + more > columns {
        rows.append("")
        width = 0
      }
      rows[rows.count - 1].append(character)
      width += more
    }
    return rows
  }

  func coloured(_ text: String, _ colour: String) -> String {
    hasColours ? "\u{1B}[\(colour)m\(plain(text))\u{1B}[0m" : plain(text)
  }

  func quiet(_ text: String) -> String { coloured(text, "2") }

  func ofPatch(_ line: String) -> [String] {
    let rows = wrapped(line)
    return switch line.first {
    case "+": rows.map { coloured($0, "32") }
    case "-": rows.map { coloured($0, "31") }
    case _: rows
    }
  }

  /// One result in the list; without colours a sign marks the one that is selected.
  func row(of result: ScenarioResult, isSelected: Bool) -> String {
    let title = result.title.isEmpty ? "" : ": \(result.title)"
    let text = "\(isSelected ? ">" : " ") \(result.verdict.kind.rawValue) \(result.name)\(title)"
    if isSelected { return coloured(text, "7") }
    return result.verdict.isBad ? coloured(text, "31") : plain(text)
  }
}
