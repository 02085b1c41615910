/// Finds what is allowed but most likely not meant.
package struct Linter {
  private let expansion: Expansion
  private let vocabulary: Vocabulary
  private let disabled: Set<DiagnosticCode>
  private var diagnostics: [Diagnostic] = []

  /// Everything that can be said about a file without running it: what keeps it from being expanded, or else what is doubtful.
  ///
  /// A file without a title is a part that others include: only that it can be read is checked.
  ///
  /// - Parameter disabled: The rules that are switched off, besides those that the file switches off for itself.
  package static func lint(
    _ file: SourceFile, vocabulary: Vocabulary, disabled: Set<DiagnosticCode> = [],
    load: @escaping (String) throws(SourceLoadError) -> SourceFile
  ) -> (diagnostics: [Diagnostic], sources: SourceSet) {
    let (tree, problems) = ScenarioParser.parse(file)
    if problems.isEmpty && !tree.hasTitle { return ([], SourceSet([file])) }
    let expansion = Expansion.expand(file, load: load)
    var linter = Linter(expansion: expansion, vocabulary: vocabulary, disabled: disabled)
    linter.run()
    return (linter.diagnostics, expansion.sources)
  }

  private mutating func run() {
    diagnostics = expansion.diagnostics
    guard let first = expansion.scenarios.first, let tree = expansion.trees.first else { return }
    if first.header.covers.isEmpty {
      warn(
        .coversMissing, "the scenario does not say which clauses it covers", first.header.titleSpan,
        remedy: "add a line covers: with the names of the clauses, or lint with --disable covers-missing")
    }
    checkExpectations(first)
    checkUsers(first)
    checkNames(first)
    checkMacros(tree)
    checkSections(tree)
    checkColumns()
    checkVariables(first)
    for tree in expansion.trees { checkSentLines(tree) }
    // Every case is checked, because a cell may be the word that is wrong; the same place is reported once.
    for scenario in expansion.scenarios {
      diagnostics += vocabulary.check(scenario)
      checkKnownFailure(scenario)
    }
    let disabled = disabled.union(first.header.lintOff)
    diagnostics = Self.sorted(diagnostics.filter { !disabled.contains($0.code) }, rootPath: tree.path)
  }

  /// The root's findings first, each file's in the order of its lines, every one once.
  private static func sorted(_ diagnostics: [Diagnostic], rootPath: String) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    let key = { (diagnostic: Diagnostic) in
      (
        diagnostic.span.path == rootPath ? 0 : 1, diagnostic.span.path, diagnostic.span.line,
        diagnostic.span.column,
        diagnostic.code.rawValue
      )
    }
    return diagnostics.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
      let (one, other) = (key(left.element), key(right.element))
      return one == other ? left.offset < right.offset : one < other
    }.map(\.element)
  }

  private mutating func warn(
    _ code: DiagnosticCode, _ message: String, severity: Diagnostic.Severity = .warning, _ span: SourceSpan,
    remedy: String? = nil, related: [Diagnostic.Related] = []
  ) {
    diagnostics.append(
      Diagnostic(code, message, severity: severity, remedy: remedy, at: span, related: related))
  }

  private mutating func checkExpectations(_ scenario: Scenario) {
    guard let last = scenario.steps.lastIndex(where: { !$0.expectations.isEmpty }) else {
      warn(
        .nothingExpected, "the scenario expects nothing, so it can hardly fail", scenario.header.titleSpan,
        remedy: "say with < what the users receive")
      return
    }
    // Time after which nothing is expected may as well not pass.
    for step in scenario.steps[last...] {
      switch step.kind {
      case .advance, .until:
        warn(
          .timeUnobserved, "time passes here, and nothing is expected after it", step.origin.span,
          remedy: "say what the users receive then, or < nothing")
      case .section, .send, .expect, .block, .fault: continue
      }
    }
  }

  private mutating func checkUsers(_ scenario: Scenario) {
    var used: Set<String> = []
    for step in scenario.steps {
      switch step.kind {
      case .send(let who, _): used.formUnion(who)
      case .fault(_, let names): used.formUnion(names)
      case .expect(let expectation): used.formUnion(expectation.who)
      case .block(_, let expectations): used.formUnion(expectations.flatMap(\.who))
      case .section, .advance, .until: break
      }
    }
    // Of a variable that has no value here nobody knows for whom it stands.
    guard !scenario.steps.contains(where: \.isOfNobody) else { return }
    for session in scenario.header.users + scenario.header.guests where !used.contains(session.value.name) {
      // What an included file brings along is shared by scenarios that need different parts of it.
      guard session.span.path == scenario.path else { continue }
      warn(
        .userUnused, "\(session.value.name) is in the header and in no step", session.span,
        remedy: "delete the name, or say what \(session.value.name) receives")
    }
  }

  private mutating func checkNames(_ scenario: Scenario) {
    var used: Set<String> = []
    var bound: [(name: String, isGroup: Bool, span: SourceSpan)] = []
    for step in scenario.steps {
      if case .send(_, let payload) = step.kind { used.formUnion(payload.names) }
      for expectation in step.expectations {
        for field in expectation.pattern?.fields ?? [] {
          used.formUnion(field.matcher.usedNames)
          // Several who receive have to agree on the value, which is use enough.
          if expectation.who.count > 1 { used.formUnion(field.matcher.boundNames) }
          let isGroup = if case .regex = field.matcher { true } else { false }
          bound += field.matcher.boundNames.map { ($0, isGroup, field.span) }
        }
      }
    }
    for (name, isGroup, span) in bound where !used.contains(name) {
      warn(
        .nameUnused, "?\(name) is bound and never used", severity: .error, span,
        remedy: isGroup
          ? "leave ?<\(name)> out, or use $\(name) further on"
          : "write * where any value will do, or use $\(name) further on")
    }
  }

  private mutating func checkMacros(_ tree: SyntaxTree) {
    for macro in tree.macros where !expansion.usedMacros.contains(macro.name) {
      warn(
        .macroUnused, "the macro \(macro.name) is never called", macro.span, remedy: "call it, or delete it")
    }
  }

  private mutating func checkKnownFailure(_ scenario: Scenario) {
    guard case .expectFailure(let known) = scenario.header.plan, known.marks.isEmpty else { return }
    warn(
      .xfailUnnamed, "no failure is known, because nothing is named", known.span,
      remedy:
        "name before the reason what fails: [chat_message], [alice < chat_message seq=3] or [\"a text of the failure\"]"
    )
  }

  private mutating func checkSections(_ tree: SyntaxTree) {
    var firstByTitle: [String: SourceSpan] = [:]
    for line in tree.lines {
      guard case .section = line.kind else { continue }
      let title = LineScanner(line.text).text(line.content)
      if let first = firstByTitle[title] {
        warn(
          .sectionDuplicate, "two sections have this title", tree.span(of: line),
          remedy: "say what is different in this one",
          related: [Diagnostic.Related(span: first, note: "it is first here")])
      } else {
        firstByTitle[title] = tree.span(of: line)
      }
    }
  }

  private mutating func checkVariables(_ scenario: Scenario) {
    for variable in scenario.header.variables
    where variable.span.path == scenario.path
      && !expansion.trees.contains(where: { $0.namesInUse.contains(variable.value.name) })
    {
      warn(
        .variableUnused, "the variable \(variable.value.name) is never used", variable.span,
        remedy: "use $\(variable.value.name) in a step, or delete the variable")
    }
  }

  private mutating func checkColumns() {
    guard let table = expansion.caseTable else { return }
    // The first column names the cases, which is use enough.
    for column in table.columns.dropFirst()
    where column.name != CaseTable.knownFailureColumn
      && !expansion.trees.contains(where: { $0.namesInUse.contains(column.name) })
    {
      warn(
        .caseColumnUnused, "the column \(column.name) is never used", column.span,
        remedy: "use $\(column.name) in a step, or delete the column")
    }
  }

  /// All after `> ` is sent, which is easily forgotten.
  private mutating func checkSentLines(_ tree: SyntaxTree) {
    for line in tree.lines {
      guard case .send(_, .line(_, let range)) = line.kind else { continue }
      let scanner = LineScanner(line.text)
      if let comment = scanner.freeTextEnd(from: range.lowerBound).comment {
        warn(
          .commentSent, "this is sent, and is no comment", tree.span(comment, of: line),
          remedy: "give the comment a line of its own, or write lint-off: comment-sent in the header")
      }
      let blanks = scanner.scalars[range].reversed().prefix(while: WordRules.isSpace).count
      if blanks > 0 {
        warn(
          .blankSent, "the line is sent with the white space at its end",
          tree.span((range.upperBound - blanks)..<range.upperBound, of: line),
          remedy: "delete it, or write lint-off: blank-sent in the header")
      }
    }
  }
}

extension Step {
  /// Whether it is a step of somebody whom a variable names that has no value.
  fileprivate var isOfNobody: Bool {
    switch kind {
    case .send(let who, _): who.isEmpty
    case .expect, .block: expectations.contains(where: \.who.isEmpty)
    case .section, .advance, .until, .fault: false
    }
  }
}

extension Step.Payload {
  /// The names in it that stand for values of the run.
  package var names: [String] {
    switch self {
    case .line(let template), .json(let template): template.names
    case .bytes: []
    }
  }
}
