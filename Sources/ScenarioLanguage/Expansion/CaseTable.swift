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
    /// What the cell of the column `xfail` says, where there is one that is not empty.
    let knownFailure: KnownFailure?
  }

  /// What is in a row below a column.
  struct Cell {
    /// The cell as the name of a case has it.
    let text: String
    let argument: Substitution.Argument
    let span: SourceSpan

    /// What the cell says in the column `xfail`; nil where it is empty.
    fileprivate func knownFailure() throws(Diagnostic) -> KnownFailure? {
      do throws(LineProblem) {
        let syntax = try KnownFailureSyntax(cell: argument.matcher, range: 0..<0)
        return syntax.map { KnownFailure($0, isOfRow: true) { _ in span } }
      } catch {
        throw error.diagnostic(at: span)
      }
    }
  }

  let columns: [Column]
  let rows: [Row]
  private(set) var diagnostics: [Diagnostic] = []
  /// The column that says which rows are known to fail. A cell of it is no part of what a case is.
  static let knownFailureColumn = HeaderKey.xfail.rawValue

  /// Names the rows of a table.
  ///
  /// A case is named by its first cell, or by all of them where the first column repeats itself, with escapes for what nobody would see.
  /// The column `xfail` does not count.
  init(columns: [Column], body: [(cells: [Cell], span: SourceSpan)]) {
    self.columns = columns
    let known = columns.firstIndex { $0.name == Self.knownFailureColumn }
    let names = body.map { row in row.cells.indices.filter { $0 != known }.map { row.cells[$0].text } }
    let isNamedByFirst = Set(names.map { $0.first ?? "" }).count == body.count
    var rows: [Row] = []
    var spanByName: [String: SourceSpan] = [:]
    for ((cells, span), texts) in zip(body, names) {
      let name = texts.prefix(isNamedByFirst ? 1 : texts.count).joined(separator: " | ")
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
      var knownFailure: KnownFailure?
      do throws(Diagnostic) {
        if let known { knownFailure = try cells[known].knownFailure() }
      } catch {
        diagnostics.append(error)
      }
      rows.append(
        Row(name: name, substitution: substitution, span: span, cells: places, knownFailure: knownFailure))
    }
    self.rows = rows
  }

  /// Says that a column has the name of a variable, or nil where none has.
  func columnThatIsVariable(of header: Header) -> Diagnostic? {
    for column in columns {
      guard let variable = header.variables.first(where: { $0.value.name == column.name }) else { continue }
      return Diagnostic(
        .nameDuplicate, "\(column.name) is a column and a variable", remedy: "give one of them another name",
        at: column.span,
        related: [Diagnostic.Related(span: variable.span, note: "the variable is declared here")])
    }
    return nil
  }

  /// Says that the header and a column say what is known to fail, or nil where only one of them does.
  func secondKnownFailure(of header: Header) -> Diagnostic? {
    guard case .expectFailure(let known) = header.plan,
      let column = columns.first(where: { $0.name == Self.knownFailureColumn })
    else { return nil }
    return Diagnostic(
      .headerKeyDuplicate, "xfail: is in the header, and a column of the cases",
      remedy: "keep the header's for all rows, or the column for some of them", at: column.span,
      related: [Diagnostic.Related(span: known.span, note: "the header says it here")])
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
          // The formatter may change how lists and objects are written, but not what the cases are called.
          let written =
            cell.plainText.isEmpty ? LineFormatter(line: line).text(cell) : cell.plainText
          return Cell(
            text: WordRules.printable(written.unicodeScalars), argument: Substitution.Argument(cell),
            span: tree.span(cell.range, of: line))
        }
        return (cells, tree.span(of: line))
      })
  }
}
