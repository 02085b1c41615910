import Wire

/// What became of a scenario file: its scenarios, or the reasons why there are none.
package struct Expansion: Sendable {
  /// One scenario, or one for each case; empty where there is an error.
  package var scenarios: [Scenario]
  /// What is wrong, in the order in which the files are read.
  package var diagnostics: [Diagnostic]
  /// The file and all that it includes, for reports.
  package var sources: SourceSet
  /// The file and all that it includes, in the order in which they were read.
  package var trees: [SyntaxTree]
  /// The macros that were called.
  var usedMacros: Set<String> = []
  /// The cases, where there are any.
  var caseTable: CaseTable?

  /// Expands a scenario file: included files, macros and cases.
  ///
  /// - Parameters:
  ///   - file: The file that is run.
  ///   - variables: What stands for the variables of the header; the others have their defaults, or stay open.
  ///   - load: Gives an included file; its path is already resolved against the one that includes it.
  package static func expand(
    _ file: SourceFile, variables: Variables = Variables(),
    load: @escaping (String) throws(SourceLoadError) -> SourceFile
  ) -> Expansion {
    var loader = FileLoader(load: load)
    loader.read(file)
    var expander = Expander(loader: loader, variables: variables)
    return expander.run()
  }
}

/// Walks the syntax trees and writes down the steps.
struct Expander {
  let loader: FileLoader
  let variables: Variables
  private(set) var usedMacros: Set<String> = []
  private var macros: [String: (syntax: MacroSyntax, tree: SyntaxTree)] = [:]
  private var steps: [Step] = []
  private var caseTable: CaseTable?
  private var budget = ExpansionBudget()

  /// The parameter that stands for the title of the scenario.
  static let titleName = "title"

  init(loader: FileLoader, variables: Variables) {
    self.loader = loader
    self.variables = variables
  }

  /// Where the walk is: which lines, what their names stand for, and how it came there.
  struct Context {
    var tree: SyntaxTree
    var lines: Range<Int>
    var substitution: Substitution
    var trail: [TrailEntry] = []
    var macros: [String] = []
    var includes = 0
    var loops = 0
  }

  mutating func run() -> Expansion {
    var diagnostics = loader.diagnostics + collectMacros()
    var scenarios: [Scenario] = []
    switch HeaderResolver.resolve(loader.trees) {
    case .failure(let problem):
      // A file that does not parse, or is empty, has been told what matters more.
      if diagnostics.isEmpty { diagnostics.append(problem) }
    case .success(let header):
      if let root = loader.trees.first, diagnostics.isEmpty {
        do throws(Diagnostic) {
          scenarios = try self.scenarios(root, header)
        } catch {
          diagnostics.append(error)
        }
      }
    }
    if let failed = scenarios.lazy.map({ StepChecker.check($0) }).first(where: { !$0.isEmpty }) {
      diagnostics += failed
      scenarios = []
    }
    return Expansion(
      scenarios: scenarios, diagnostics: diagnostics, sources: loader.sources, trees: loader.trees,
      usedMacros: usedMacros, caseTable: caseTable)
  }

  private mutating func collectMacros() -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for tree in loader.trees {
      for macro in tree.macros {
        if let first = macros[macro.name] {
          diagnostics.append(
            Diagnostic(
              .macroDuplicate, "the macro \(macro.name) is defined twice",
              remedy: "give one of them another name",
              at: macro.span,
              related: [Diagnostic.Related(span: first.syntax.span, note: "it is first defined here")]))
        } else {
          macros[macro.name] = (macro, tree)
        }
      }
    }
    return diagnostics
  }

  private mutating func scenarios(_ root: SyntaxTree, _ header: Header) throws(Diagnostic) -> [Scenario] {
    var header = header
    let given = substitution(for: &header.variables)
    caseTable = loader.caseTable ?? CaseTable(root)
    // Each case would otherwise go through the rows of all the others.
    let lines = (root.lines.firstIndex { !$0.isBeforeSteps } ?? root.lines.endIndex)..<root.lines.endIndex
    guard let table = caseTable else { return [try scenario(root, lines, header, given)] }
    let problem = table.diagnostics.first ?? table.columnThatIsVariable(of: header)
    if let problem = problem ?? table.secondKnownFailure(of: header) { throw problem }
    var scenarios: [Scenario] = []
    for row in table.rows {
      scenarios.append(try scenario(root, lines, header, given, of: row))
    }
    return scenarios
  }

  /// What stands for the variables: what the run gives, or else the default. One that has neither stays open.
  private func substitution(for declared: inout [Header.Located<Header.Variable>]) -> Substitution {
    var substitution = Substitution()
    substitution.secrets = Set(variables.secrets.map(\.text))
    for index in declared.indices {
      let variable = declared[index].value
      let argument = variables[variable.name]?.argument ?? variable.usual
      declared[index].value.hasValue = argument != nil
      if argument == nil { substitution.openVariables.insert(variable.name) }
      // Where there is none, its own name.
      substitution.arguments[variable.name] = argument ?? .init(.bound(variable.name))
    }
    return substitution
  }

  /// What stands for the columns of a case, beside the variables, which can stand in cells.
  private func substitution(
    for row: CaseTable.Row, _ given: Substitution
  ) throws(Diagnostic) -> Substitution {
    var substitution = given
    for (column, cell) in row.substitution.arguments.sorted(by: { $0.key < $1.key }) {
      do throws(Substitution.Failure) {
        substitution.arguments[column] = try given.replaced(cell)
      } catch {
        throw Diagnostic(.argumentNotValid, error.message, at: row.cells[column] ?? row.span)
      }
    }
    return substitution
  }

  /// What names stand for in one scenario, whose title is filled in.
  private func substitution(
    of header: inout Header, _ given: Substitution, of row: CaseTable.Row?
  ) throws(Diagnostic) -> Substitution {
    var substitution = given
    if let row { substitution = try self.substitution(for: row, given) }
    do throws(Substitution.Failure) {
      header.title = try substitution.title(Template(parsing: header.title.unicodeScalars))
    } catch {
      throw Diagnostic(.argumentNotValid, error.message, at: header.titleSpan)
    }
    // A column or a parameter of this name counts for more.
    if substitution.arguments[Self.titleName] == nil {
      substitution.arguments[Self.titleName] = Substitution.Argument(.literal(.string(header.title)))
    }
    return substitution
  }

  /// The steps of lines that stand in no file, for one of the scenarios of the file that is run.
  ///
  /// - Parameter row: The place of the scenario among those of the file.
  mutating func steps(of lines: SyntaxTree, inScenario row: Int) throws(Diagnostic) -> [Step] {
    _ = collectMacros()
    switch HeaderResolver.resolve(loader.trees) {
    case .failure(let problem): throw problem
    case .success(var header):
      let given = substitution(for: &header.variables)
      let rows = (loader.caseTable ?? loader.trees.first.flatMap { CaseTable($0) })?.rows ?? []
      let names = try substitution(of: &header, given, of: rows.indices.contains(row) ? rows[row] : nil)
      try walk(Context(tree: lines, lines: lines.lines.indices, substitution: names))
      return steps
    }
  }

  private mutating func scenario(
    _ root: SyntaxTree, _ lines: Range<Int>, _ header: Header, _ given: Substitution,
    of row: CaseTable.Row? = nil
  ) throws(Diagnostic) -> Scenario {
    steps = []
    budget.beginScenario()
    var header = header
    let substitution = try substitution(of: &header, given, of: row)
    if let known = row?.knownFailure, header.plan == .run { header.plan = .expectFailure(known) }
    try walk(Context(tree: root, lines: lines, substitution: substitution))
    if case .expectFailure(var known) = header.plan {
      try known.findLines(in: steps, of: loader.trees)
      header.plan = .expectFailure(known)
    }
    return Scenario(
      path: root.path, header: header, caseName: row?.name, steps: steps, cells: row?.cells ?? [:])
  }

  private mutating func walk(_ context: Context) throws(Diagnostic) {
    var index = context.lines.lowerBound
    while index < context.lines.upperBound {
      let line = context.tree.lines[index]
      let builder = StepBuilder(context: context, line: line)
      index += 1
      switch line.kind {
      case .blank, .comment, .header, .caseRow, .invalid, .end:
        continue
      case .macro:
        index = context.tree.indexAfterMacro[index - 1] ?? index
        continue
      case .block(let kind):
        var expectations: [Expectation] = []
        while index < context.lines.upperBound, !context.tree.lines[index].isEnd {
          let inner = StepBuilder(context: context, line: context.tree.lines[index])
          if let expectation = try inner.expectation() {
            try budget.spend(bytes: expectation.bytes, on: inner)
            expectations.append(expectation)
          }
          index += 1
        }
        index += 1
        try budget.spend(on: builder)
        steps.append(Step(kind: .block(kind, expectations), origin: builder.origin))
      case .include(let path, let range):
        try budget.spend(on: builder)
        try include(path, builder.origin(range), from: context)
      case .call(let name, let arguments):
        try call(name, arguments, builder, from: context)
      case .loop(let loop):
        let end = context.tree.endOfLoop[index - 1] ?? context.lines.upperBound
        try self.loop(loop, body: index..<end, builder, from: context)
        index = end + 1
      case .section, .send, .expectation, .advance, .until, .fault:
        guard let step = try builder.step() else { continue }
        try budget.spend(bytes: step.bytes, on: builder)
        steps.append(step)
      }
    }
  }

  private mutating func include(
    _ path: String, _ origin: Origin, from context: Context
  ) throws(Diagnostic) {
    let resolved = RelativePath.resolve(path, from: context.tree.path)
    guard let tree = loader.treeByPath[resolved] else { return }
    if context.includes >= ScenarioLimits.includeDepth {
      throw Diagnostic(
        .includeTooDeep, "files include each other deeper than \(ScenarioLimits.includeDepth) levels",
        at: origin.span, trail: origin.trail)
    }
    var inner = context
    inner.tree = tree
    inner.lines = tree.lines.indices
    inner.trail = [.included(from: origin.span)] + context.trail
    inner.includes += 1
    try walk(inner)
  }

  private mutating func call(
    _ name: NameSyntax, _ arguments: [ValueSyntax], _ builder: StepBuilder, from context: Context
  ) throws(Diagnostic) {
    guard let (macro, tree) = macros[name.text] else {
      throw builder.problem(
        .macroUnknown, "no macro is called \(name.text)",
        remedy: "a step of a user has > or < after the name",
        suggestion: Suggestion.closest(to: name.text, among: Array(macros.keys)), at: name.range)
    }
    usedMacros.insert(name.text)
    if let start = context.macros.firstIndex(of: name.text) {
      let way = (context.macros[start...] + [name.text]).joined(separator: " → ")
      throw builder.problem(.macroRecursive, "a macro cannot call itself: \(way)", at: name.range)
    }
    if context.macros.count >= ScenarioLimits.macroDepth {
      throw builder.problem(
        .macroTooDeep, "macros call each other deeper than \(ScenarioLimits.macroDepth) levels",
        at: name.range)
    }
    guard arguments.count == macro.parameters.count else {
      let usage = ([macro.name] + macro.parameters).joined(separator: " ")
      throw builder.problem(
        .macroArguments, "\(name.text) takes \(macro.parameters.count) arguments, not \(arguments.count)",
        remedy: "write \(usage)", at: name.range,
        related: [Diagnostic.Related(span: macro.span, note: "it is defined here")])
    }
    var inner = context
    var bytes = 0
    for (parameter, argument) in zip(macro.parameters, arguments) {
      let value = try builder.argument(argument)
      inner.substitution.arguments[parameter] = value
      bytes += value.extent.bytes
      try builder.checkLength(bytes, at: argument.range)
    }
    try budget.spend(bytes: bytes, on: builder)
    inner.tree = tree
    inner.lines = macro.body
    inner.trail = [.macro(name: macro.name, calledAt: builder.origin.span)] + context.trail
    inner.macros.append(name.text)
    try walk(inner)
  }

  /// Plays the lines of a loop round by round.
  private mutating func loop(
    _ loop: LoopSyntax, body: Range<Int>, _ builder: StepBuilder, from context: Context
  ) throws(Diagnostic) {
    guard context.loops < ScenarioLimits.loopDepth else {
      throw builder.problem(
        .nestingTooDeep, "loops nest deeper than \(ScenarioLimits.loopDepth) levels, with those in macros",
        remedy: "write one loop over more values", at: builder.line.content)
    }
    let rounds = try builder.rounds(of: loop)
    var bound: Set<String> = []
    for (index, argument) in rounds.enumerated() {
      var inner = context
      inner.lines = body
      inner.loops += 1
      var value: String?
      if let name = loop.name {
        inner.substitution.arguments[name.text] = argument
        value = "\(name.text)=\(ScenarioText.matcher(argument.matcher))"
      }
      // The place of each step of the round has the value in it.
      try budget.spend(bytes: value?.utf8.count ?? 0, on: builder)
      inner.trail =
        [.round(index + 1, of: rounds.count, value: value, loop: builder.origin.span)] + context.trail
      let first = steps.count
      try walk(inner)
      guard first < steps.count else { continue }
      steps[first].forgotten.formUnion(bound)
      bound = Set(steps[first...].flatMap(\.boundNames))
    }
  }
}

extension SyntaxLine {
  fileprivate var isEnd: Bool {
    if case .end = kind { true } else { false }
  }

  /// Whether it can stand before the first step and is none itself.
  fileprivate var isBeforeSteps: Bool {
    switch kind {
    case .blank, .comment, .header, .caseRow: true
    case .invalid, .end, .macro, .block, .include, .call, .loop, .section, .send, .expectation, .advance,
      .until, .fault:
      false
    }
  }
}

extension Expansion {
  /// The line that a place is in, or nil where the expansion has not read its file.
  package func line(at span: SourceSpan) -> SyntaxLine? {
    let lines = trees.first { $0.path == span.path }?.lines ?? []
    return lines.indices.contains(span.line - 1) ? lines[span.line - 1] : nil
  }
}
