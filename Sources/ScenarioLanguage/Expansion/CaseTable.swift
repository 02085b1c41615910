/// The rows after `cases:`, each with its name.
struct CaseTable {
  /// One row.
  struct Row {
    let name: String
    let substitution: Substitution
    let span: SourceSpan
    /// What the cell of the column `xfail` says, where there is one that is not empty.
    let knownFailure: KnownFailure?
  }

  let columns: [NameSyntax]
  /// Where the names of the columns stand.
  let columnSpans: [SourceSpan]
  let rows: [Row]
  private(set) var diagnostics: [Diagnostic] = []
  /// The column that says which rows are known to fail. A cell of it is no part of what a case is.
  static let knownFailureColumn = HeaderKey.xfail.rawValue

  /// Reads the table of a file, or nil where it has none.
  ///
  /// A case is named by its first cell, or by all of them where the first column repeats itself, with escapes for what nobody would see.
  /// The column `xfail` does not count.
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
    let known = columns.firstIndex { $0.text == Self.knownFailureColumn }
    let names = body.map { cells, line in
      cells.enumerated().filter { $0.offset != known }.map { text($0.element, line) }
    }
    let isNamedByFirst = Set(names.map { $0.first ?? "" }).count == body.count
    var rows: [Row] = []
    var spanByName: [String: SourceSpan] = [:]
    for ((cells, line), texts) in zip(body, names) {
      let name = texts.prefix(isNamedByFirst ? 1 : texts.count).joined(separator: " | ")
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
      // A cell that says nothing valid was reported when the row was parsed.
      let syntax = known.flatMap { try? KnownFailureSyntax(cell: cells[$0]) }
      let knownFailure = syntax.map { syntax in
        KnownFailure(syntax, isOfRow: true) { tree.span($0, of: line) }
      }
      rows.append(Row(name: name, substitution: substitution, span: span, knownFailure: knownFailure))
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
