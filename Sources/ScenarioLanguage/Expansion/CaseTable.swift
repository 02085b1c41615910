/// The cases of a scenario, each with its name: the rows after `cases:`, or those of the file that it names.
struct CaseTable {
  /// One column.
  struct Column {
    let name: String
    let span: SourceSpan
  }

  /// One row.
  struct Row {
    let name: String
    let substitution: Substitution
    let span: SourceSpan
    /// Where the cells are, by their columns.
    let cells: [String: SourceSpan]
  }

  /// What is in a row below a column.
  struct Cell {
    /// The cell as the name of a case has it.
    let text: String
    let argument: Substitution.Argument
    let span: SourceSpan
  }

  let columns: [Column]
  let rows: [Row]
  private(set) var diagnostics: [Diagnostic] = []

  /// Names the rows of a table.
  ///
  /// A case is named by its first cell, or by all of them where the first column repeats itself, with escapes for what nobody would see.
  init(columns: [Column], body: [(cells: [Cell], span: SourceSpan)]) {
    self.columns = columns
    let isNamedByFirst = Set(body.map { $0.cells[0].text }).count == body.count
    var rows: [Row] = []
    var spanByName: [String: SourceSpan] = [:]
    for (cells, span) in body {
      let name = isNamedByFirst ? cells[0].text : cells.map(\.text).joined(separator: " | ")
      var substitution = Substitution()
      var places: [String: SourceSpan] = [:]
      for (column, cell) in zip(columns, cells) {
        substitution.arguments[column.name] = cell.argument
        places[column.name] = cell.span
      }
      if let first = spanByName[name] {
        diagnostics.append(
          Diagnostic(
            .caseDuplicate, "this case is in the table twice", remedy: "delete one", at: span,
            related: [Diagnostic.Related(span: first, note: "it is first here")]))
      }
      spanByName[name] = span
      rows.append(Row(name: name, substitution: substitution, span: span, cells: places))
    }
    self.rows = rows
  }

  /// Reads the table in a scenario file, or nil where it has none.
  init?(_ tree: SyntaxTree) {
    var lines: [(cells: [ValueSyntax], line: SyntaxLine)] = []
    for line in tree.lines {
      if case .caseRow(let cells) = line.kind { lines.append((cells, line)) }
    }
    guard let head = lines.first else { return nil }
    self.init(
      columns: head.cells.map { Column(name: $0.plainText, span: tree.span($0.range, of: head.line)) },
      body: lines.dropFirst().map { cells, line in
        let cells = cells.map { cell in
          let written = cell.plainText.isEmpty ? LineScanner(line.text).text(cell.range) : cell.plainText
          return Cell(
            text: WordRules.printable(written.unicodeScalars), argument: Substitution.Argument(cell),
            span: tree.span(cell.range, of: line))
        }
        return (cells, tree.span(of: line))
      })
  }
}
