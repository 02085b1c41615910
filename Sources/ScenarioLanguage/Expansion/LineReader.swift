/// Reads lines that stand in no file as if they stood in a scenario: with its macros, its variables and its case.
package struct LineReader {
  private let expander: Expander
  private let row: Int
  private let vocabulary: Vocabulary

  /// What messages have in the place of the file's path.
  package static let path = "line"

  /// Why a line is no step of the scenario.
  package struct Problem: Error, Hashable, Sendable {
    /// The errors with the line and what to do, as a console shows them.
    package let text: String
  }

  /// Prepares to read lines of one of the scenarios of a file.
  ///
  /// - Parameters:
  ///   - file: The file, which has been expanded without an error.
  ///   - row: The place of the scenario among those of the file.
  ///   - variables: What stands for the variables of the header.
  ///   - vocabulary: The words that scenarios may use.
  ///   - load: Gives an included file.
  package init(
    of file: SourceFile, scenario row: Int = 0, variables: Variables = Variables(), vocabulary: Vocabulary,
    load: @escaping (String) throws(SourceLoadError) -> SourceFile
  ) {
    var loader = FileLoader(load: load)
    loader.read(file)
    expander = Expander(loader: loader, variables: variables)
    self.row = row
    self.vocabulary = vocabulary
  }

  /// The steps that a line stands for: one, or those of the macro that it calls.
  ///
  /// - Parameters:
  ///   - scenario: The scenario itself.
  ///   - milliseconds: The instant at which the line is read, since 1970.
  ///   - names: The names that have a value by then.
  package func steps(
    of line: String, in scenario: Scenario, at milliseconds: Int64, after names: some Sequence<String>
  ) throws(Problem) -> [Step] {
    let (tree, problems) = ScenarioParser.parse(SourceFile(path: Self.path, text: line))
    guard problems.isEmpty else { throw problem(problems, tree) }
    var steps: [Step] = []
    do throws(Diagnostic) {
      var expander = expander
      steps = try expander.steps(of: tree, inScenario: row)
    } catch {
      throw problem([error], tree)
    }
    guard !steps.isEmpty else {
      let place = SourceSpan(path: Self.path)
      throw problem([Diagnostic(.lineNotUnderstood, "this is no step", remedy: Self.remedy, at: place)], tree)
    }
    var places: [String: SourceSpan] = [:]
    for name in names { places[name] = scenario.place(binding: name) }
    let unknown =
      StepChecker.check(steps, at: milliseconds, after: places, in: scenario.header)
      + steps.flatMap(\.expectations).flatMap { vocabulary.check($0) }
    guard unknown.isEmpty else { throw problem(unknown, tree) }
    return steps
  }

  private static let remedy =
    "write one line that sends, expects, lets time pass, breaks something or calls a macro"

  private func problem(_ diagnostics: [Diagnostic], _ tree: SyntaxTree) -> Problem {
    var sources = expander.loader.sources
    sources.insert(tree.source)
    return Problem(text: Diagnostic.rendered(diagnostics, sources))
  }
}

extension Scenario {
  /// Where a name gets its value first, or the title where no line of the scenario gives it one.
  fileprivate func place(binding name: String) -> SourceSpan {
    let fields = steps.lazy.flatMap(\.expectations).flatMap { $0.pattern?.fields ?? [] }
    return fields.first { $0.matcher.boundNames.contains(name) }?.span ?? header.titleSpan
  }
}
