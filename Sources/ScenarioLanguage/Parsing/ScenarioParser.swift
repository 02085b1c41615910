/// Turns the text of a scenario file into its syntax tree.
///
/// A line with an error does not keep the others from being read, so that a file's errors are reported together. Whether
/// names are known is decided by expansion, which sees the included files too.
package struct ScenarioParser {
  private let source: SourceText
  private var lines: [SyntaxLine] = []
  private var macros: [MacroSyntax] = []
  private var diagnostics: [Diagnostic] = []
  /// What is past the limit of diagnostics: how many, and where the first is.
  private var unshown: (count: Int, first: SourceSpan)?
  private var region = Region.header
  private var seenKeys: [HeaderKey: Int] = [:]
  private var columns: Int?
  /// The place of the column `xfail` among the columns.
  private var knownFailureColumn: Int?
  private var tableLine: Int?
  private var openMacro: OpenMacro?
  private var openLoops: [OpenLoop] = []
  private var endOfLoop: [Int: Int] = [:]
  private var openBlock: (kind: BlockKind, line: Int, range: Range<Int>, steps: Int)?

  private enum Region {
    case header
    case table
    case steps
  }

  private struct OpenLoop {
    /// The index of the line that opens it.
    var index: Int
    var keyword: String
    var range: Range<Int>
    var hasSteps = false

    var line: Int { index + 1 }
  }

  private struct OpenMacro {
    var definition: MacroDefinition
    var line: Int
    var firstBodyLine: Int

    func syntax(endingBefore end: Int, path: String) -> MacroSyntax {
      MacroSyntax(
        name: definition.name.text, parameters: definition.parameters.map(\.text),
        body: firstBodyLine..<max(firstBodyLine, end),
        span: SourceSpan(path: path, line: line, range: definition.name.range))
    }
  }

  /// Reads a file; the tree holds what could be understood, and the diagnostics are in the order of the lines.
  package static func parse(_ file: SourceFile) -> (SyntaxTree, [Diagnostic]) {
    if file.bytes.count > ScenarioLimits.fileBytes {
      let source = SourceText(SourceFile(path: file.path, bytes: []))
      let diagnostic = Diagnostic(
        .fileTooLarge, "the file has \(file.bytes.count) bytes; the limit is \(ScenarioLimits.fileBytes)",
        at: SourceSpan(path: file.path))
      return (SyntaxTree(source: source, lines: [], macros: []), [diagnostic])
    }
    var parser = ScenarioParser(source: SourceText(file))
    parser.run()
    let tree = SyntaxTree(
      source: parser.source, lines: parser.lines, macros: parser.macros,
      endOfLoop: parser.endOfLoop)
    return (tree, parser.limited())
  }

  private mutating func run() {
    var problems = source.problems[...]
    for (index, text) in source.lines.enumerated() {
      let number = index + 1
      if let problem = problems.first, problem.line == number {
        problems.removeFirst()
        report(problem.lineProblem, line: number)
        append(.invalid, number, text, content: 0..<0)
        continue
      }
      let start = LineScanner(text)
      do throws(LineProblem) {
        let parsed = try line(start, number: number)
        append(parsed.kind, number, text, content: parsed.content, comment: parsed.comment)
      } catch {
        report(error, line: number)
        append(.invalid, number, text, content: start.trimmed)
        // An error in a step must not make the steps after it look like misplaced headers.
        if region != .header || !HeaderParser.looksLikeHeader(start) {
          region = region == .table ? .table : .steps
        }
      }
    }
    finish()
  }

  private mutating func line(_ scanner: LineScanner, number: Int) throws(LineProblem) -> ParsedLine {
    let content = scanner.trimmed
    if content.isEmpty {
      if region == .table { region = .header }
      return ParsedLine(kind: .blank, content: content)
    }
    var start = scanner
    start.position = content.lowerBound
    if start.next == "#" { return ParsedLine(kind: .comment, content: content) }
    if start.next == "|" { return try caseRow(start) }
    if HeaderParser.looksLikeHeader(start) { return try header(start, number: number) }
    let wasInHeader = region != .steps
    region = .steps
    var parser = StepParser(scanner: start)
    var isParsed = false
    do throws(LineProblem) {
      let parsed = try parser.parse()
      isParsed = true
      try checkStructure(parsed, number: number)
      return parsed
    } catch {
      if wasInHeader && error.code == .lineNotUnderstood { region = .header }
      // The end of a loop that cannot be read belongs to it all the same.
      if !isParsed, openBlock == nil, let keyword = LoopSyntax.keyword(at: start) {
        openLoops.append(OpenLoop(index: number - 1, keyword: keyword, range: content, hasSteps: true))
      }
      throw error
    }
  }

  // MARK: The header

  private mutating func header(_ scanner: LineScanner, number: Int) throws(LineProblem) -> ParsedLine {
    var parser = HeaderParser(scanner: scanner)
    let (key, range) = try parser.key()
    if region == .steps {
      throw LineProblem(
        .headerAfterSteps, "the header ends with the first step; \(key.rawValue): comes too late",
        remedy: "move the line to the top of the file", at: range)
    }
    region = .header
    if let first = seenKeys[key] {
      throw LineProblem(
        .headerKeyDuplicate, "\(key.rawValue): is in the header twice, first in line \(first)",
        remedy: "make one line of the two", at: range)
    }
    seenKeys[key] = number
    let parsed = try parser.value(of: key, keyRange: range)
    if case .header(let syntax) = parsed.kind, case .table = syntax.value {
      region = .table
      columns = nil
      tableLine = number
    }
    if key == .xfail, knownFailureColumn != nil { throw twoKnownFailures(at: range) }
    if let other = [HeaderKey.xfail: HeaderKey.skip, .skip: .xfail][key], seenKeys[other] != nil {
      throw LineProblem(
        .xfailAndSkip, "a scenario that is skipped cannot be expected to fail",
        remedy: "keep xfail: or skip:", at: range)
    }
    return parsed
  }

  private mutating func caseRow(_ scanner: LineScanner) throws(LineProblem) -> ParsedLine {
    guard region == .table else {
      throw LineProblem(
        .caseRowMisplaced, "a row of a table stands only after cases:",
        remedy: "put the rows right after the line cases:, without a blank line between them",
        at: scanner.here)
    }
    var parser = CaseRowParser(scanner: scanner)
    let parsed = try parser.parse(columns: columns)
    guard case .caseRow(let cells) = parsed.kind else { return parsed }
    if columns == nil {
      try CaseRowParser.checkColumns(cells)
      columns = cells.count
      knownFailureColumn = cells.firstIndex { $0.plainText == CaseTable.knownFailureColumn }
      if let column = knownFailureColumn, seenKeys[.xfail] != nil {
        throw twoKnownFailures(at: cells[column].range)
      }
    } else if let column = knownFailureColumn {
      _ = try KnownFailureSyntax(cell: cells[column].matcher, range: cells[column].range)
    }
    return parsed
  }

  private func twoKnownFailures(at range: Range<Int>) -> LineProblem {
    LineProblem(
      .headerKeyDuplicate, "xfail: is in the header, and a column of the cases",
      remedy: "keep the header's for all rows, or the column for some of them", at: range)
  }

  // MARK: Blocks and macros

  private mutating func checkStructure(_ line: ParsedLine, number: Int) throws(LineProblem) {
    let content = line.content
    if line.kind.isStep, !openLoops.isEmpty { openLoops[openLoops.count - 1].hasSteps = true }
    switch line.kind {
    case .block(let kind):
      if let block = openBlock {
        throw LineProblem(
          .blockLineNotAllowed,
          "a block cannot hold another block; \(block.kind.rawValue) of line \(block.line) is open",
          remedy: "close it with end first", at: content)
      }
      openBlock = (kind, number, content, 0)
    case .macro:
      if openBlock != nil { throw onlyExpectations(at: content) }
      if let macro = openMacro {
        throw LineProblem(
          .macroNotValid, "a macro cannot be defined inside the macro \(macro.definition.name.text)",
          remedy: "close that one with end first", at: content)
      }
      if let loop = openLoops.last {
        throw LineProblem(
          .macroNotValid, "a macro cannot be defined inside the loop of line \(loop.line)",
          remedy: "define it before the loop", at: content)
      }
      guard let definition = line.macro else { return }
      openMacro = OpenMacro(definition: definition, line: number, firstBodyLine: lines.count + 1)
    case .loop(let loop):
      if openBlock != nil { throw onlyExpectations(at: content) }
      openLoops.append(OpenLoop(index: number - 1, keyword: loop.keyword, range: content))
      guard openLoops.count <= ScenarioLimits.loopDepth else {
        throw LineProblem(
          .nestingTooDeep, "loops nest deeper than \(ScenarioLimits.loopDepth) levels",
          remedy: "write one loop over more values", at: content)
      }
    case .end:
      try close(at: content)
    case .expectation(let expectation):
      guard openBlock != nil else { return }
      openBlock?.steps += 1
      let isAllowed: Bool =
        switch expectation.operator {
        case .next, .exact, .optional: expectation.eventType != .nothing
        case .skip, .never, .soft: false
        }
      if !isAllowed {
        throw LineProblem(
          .blockLineNotAllowed, "a block holds only what is received: <, <= and <?",
          remedy: "put this line before or after the block", at: content)
      }
    case .include where openMacro != nil:
      throw LineProblem(
        .macroNotValid, "a macro cannot include a file", remedy: "include it before the macro", at: content)
    case .section, .send, .advance, .until, .fault, .include, .call:
      if openBlock != nil { throw onlyExpectations(at: content) }
    case .blank, .comment, .header, .caseRow, .invalid:
      break
    }
  }

  private func onlyExpectations(at range: Range<Int>) -> LineProblem {
    LineProblem(
      .blockLineNotAllowed, "a block holds only lines with <, and this is another",
      remedy: "close the block with end before it", at: range)
  }

  private mutating func close(at range: Range<Int>) throws(LineProblem) {
    if let block = openBlock {
      openBlock = nil
      if block.steps == 0 {
        throw LineProblem(
          .blockEmpty, "the block \(block.kind.rawValue) of line \(block.line) holds no expectation",
          at: range)
      }
    } else if let loop = openLoops.popLast() {
      // What was found wrong in it has been told, and the loop has a place for its steps all the same.
      endOfLoop[loop.index] = lines.count
      let isReadable = !lines[loop.index...].contains { if case .invalid = $0.kind { true } else { false } }
      if !loop.hasSteps && isReadable {
        throw LineProblem(
          .blockEmpty, "the loop \(loop.keyword) of line \(loop.line) holds no step", at: range)
      }
    } else if let macro = openMacro {
      openMacro = nil
      macros.append(macro.syntax(endingBefore: lines.count, path: source.path))
    } else {
      throw LineProblem(
        .endWithoutBlock, "there is no block that this end could close",
        remedy: "end closes order, any, repeat, for each and macro", at: range)
    }
  }

  private mutating func finish() {
    if let block = openBlock { reportOpen("block \(block.kind.rawValue)", at: block.range, line: block.line) }
    for loop in openLoops { reportOpen("loop \(loop.keyword)", at: loop.range, line: loop.line) }
    if let macro = openMacro {
      let name = macro.definition.name
      reportOpen("macro \(name.text)", at: name.range, line: macro.line)
    }
    if let tableLine { checkTable(line: tableLine) }
    if !lines.contains(where: { $0.isMeaningful }) {
      report(
        LineProblem(
          .fileEmpty, "the file holds no scenario", remedy: "start with a line title: …", at: 0..<1), line: 1)
    }
  }

  private mutating func reportOpen(_ what: String, at range: Range<Int>, line: Int) {
    report(
      LineProblem(
        .blockUnterminated, "the \(what) is not closed", remedy: "close it with a line end", at: range),
      line: line)
  }

  private mutating func checkTable(line: Int) {
    let rows = lines.filter { row in
      if case .caseRow = row.kind { true } else { false }
    }
    if rows.count < 2 && !lines.contains(where: { $0.isInvalidRow }) {
      report(
        LineProblem(
          .caseTableEmpty, "the table of cases needs a row of column names and a row for each case",
          remedy: "write | line | code | and a row like it below", at: 0..<6), line: line)
    }
  }

  // MARK: Collecting

  private mutating func append(
    _ kind: SyntaxLine.Kind, _ number: Int, _ text: String, content: Range<Int>, comment: Range<Int>? = nil
  ) {
    lines.append(SyntaxLine(number: number, text: text, kind: kind, content: content, comment: comment))
  }

  private mutating func report(_ problem: LineProblem, line: Int) {
    let span = SourceSpan(path: source.path, line: line, range: problem.range)
    guard diagnostics.count < ScenarioLimits.diagnosticsPerFile else {
      unshown = ((unshown?.count ?? 0) + 1, unshown?.first ?? span)
      return
    }
    diagnostics.append(problem.diagnostic(at: span))
  }

  private func limited() -> [Diagnostic] {
    // Blocks that are never closed are found at the end but belong to the line that opens them.
    let sorted = diagnostics.enumerated().sorted {
      ($0.element.span.line, $0.offset) < ($1.element.span.line, $1.offset)
    }.map(\.element)
    guard let unshown else { return sorted }
    return sorted + [
      Diagnostic(.tooManyErrors, "\(unshown.count) further errors are not shown", at: unshown.first)
    ]
  }
}

extension SyntaxLine {
  /// Whether the line is more than white space or a comment.
  var isMeaningful: Bool {
    switch kind {
    case .blank, .comment: false
    case .header, .caseRow, .section, .send, .expectation, .block, .loop, .macro, .end, .advance, .until,
      .fault, .include, .call, .invalid:
      true
    }
  }

  fileprivate var isInvalidRow: Bool {
    if case .invalid = kind { text.unicodeScalars.contains("|") } else { false }
  }
}

extension SyntaxLine.Kind {
  /// Whether a loop that holds nothing else does something.
  fileprivate var isStep: Bool {
    switch self {
    case .section, .send, .expectation, .block, .loop, .advance, .until, .fault, .include, .call: true
    case .blank, .comment, .header, .caseRow, .macro, .end, .invalid: false
    }
  }
}
