/// The rows after `cases:`, each with its name.
struct CaseTable {
  /// One row.
  struct Row {
    let name: String
    let substitution: Substitution
    let span: SourceSpan
  }

  let columns: [NameSyntax]
  /// Where the names of the columns stand.
  let columnSpans: [SourceSpan]
  let rows: [Row]
  private(set) var diagnostics: [Diagnostic] = []

  /// Reads the table of a file, or nil where it has none.
  ///
  /// A case is named by its first cell, or by all of them where the first column repeats itself, with escapes for what nobody would see.
  init?(_ tree: SyntaxTree) {
    var lines: [(cells: [ValueSyntax], line: SyntaxLine)] = []
    for line in tree.lines {
      if case .caseRow(let cells) = line.kind { lines.append((cells, line)) }
    }
    guard let head = lines.first else { return nil }
    columns = head.cells.map { NameSyntax(text: $0.plainText, isParameter: false, range: $0.range) }
    columnSpans = head.cells.map { tree.span($0.range, of: head.line) }
    let body = lines.dropFirst()
    let text = { (cell: ValueSyntax, line: SyntaxLine) in
      WordRules.printable(
        (cell.plainText.isEmpty ? LineScanner(line.text).text(cell.range) : cell.plainText).unicodeScalars)
    }
    let firstCells = Set(body.map { text($0.cells[0], $0.line) })
    let isNamedByFirst = firstCells.count == body.count
    var rows: [Row] = []
    var spanByName: [String: SourceSpan] = [:]
    for (cells, line) in body {
      let name = isNamedByFirst ? text(cells[0], line) : cells.map { text($0, line) }.joined(separator: " | ")
      var substitution = Substitution()
      for (column, cell) in zip(columns, cells) {
        substitution.arguments[column.text] = Substitution.Argument(cell)
      }
      let span = tree.span(of: line)
      if let first = spanByName[name] {
        diagnostics.append(
          Diagnostic(
            .caseDuplicate, "this case is in the table twice", remedy: "delete one", at: span,
            related: [Diagnostic.Related(span: first, note: "it is first here")]))
      }
      spanByName[name] = span
      rows.append(Row(name: name, substitution: substitution, span: span))
    }
    self.rows = rows
  }

  /// Says that a column has the name of a variable, or nil where none has.
  func columnThatIsVariable(of header: Header) -> Diagnostic? {
    for (column, span) in zip(columns, columnSpans) {
      guard let variable = header.variables.first(where: { $0.value.name == column.text }) else { continue }
      return Diagnostic(
        .nameDuplicate, "\(column.text) is a column and a variable", remedy: "give one of them another name",
        at: span, related: [Diagnostic.Related(span: variable.span, note: "the variable is declared here")])
    }
    return nil
  }
}
