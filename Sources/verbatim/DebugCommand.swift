import ArgumentParser
import Foundation
import Harness
import ScenarioLanguage

/// `verbatim debug FILE`
struct DebugCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "debug",
    abstract: "Step through a scenario in the simulator, forwards and backwards.",
    discussion: """
      It reads commands from standard input, one a line; help lists them. From a file or a pipe it exits with 1 if a command \
      could not be carried out.
      """)

  @Argument(help: "A scenario file.")
  var path: String

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("Which row of `cases:` to run, where the file has several.", valueName: "name"))
  var caseName: String?

  @OptionGroup var variableOptions: VariableOptions

  @OptionGroup var ownClauses: ClausesOption

  func validate() throws {
    if path == "-" { throw ValidationError("Standard input has the commands; name a file.") }
  }

  func run() throws {
    var debugger = try debugger()
    let isInteractive = isatty(STDIN_FILENO) != 0
    write(debugger.greeting)
    var hasRefused = false
    while true {
      if isInteractive { write("(verbatim) ") }
      guard let line = readLine() else {
        if isInteractive { write("\n") }
        break
      }
      let answer = debugger.answer(line)
      write(answer.text)
      hasRefused = hasRefused || answer.isRefusal
      if answer.isLast { break }
    }
    if hasRefused && !isInteractive { throw Outcome.failed }
  }

  /// Everyone has arrived in the scenario, or the reason why not is told.
  private func debugger() throws -> Debugger {
    let files = try ScenarioFiles.found([path])
    guard files.count == 1, let file = files.first else {
      throw ValidationError("\(path) has \(files.count) scenario files; name one of them.")
    }
    let variables = try variableOptions.variables()
    let vocabulary = try ownClauses.vocabulary()
    let loaded = ScenarioRunner.loadReportingErrors(file, vocabulary: vocabulary, variables: variables)
    if let unreadable = loaded.unreadable {
      write(ConsoleReport.text(of: unreadable))
      throw Outcome.unreadable
    }
    let row = try row(among: loaded.scenarios)
    let scenario = loaded.scenarios[row]
    try variableOptions.check(Set(scenario.header.variables.map(\.value.name)))
    try VariableOptions.checkValues(of: [(scenario, loaded.sources)])
    if let obstacle = Debugger.obstacle(to: scenario) {
      throw ValidationError("The simulator cannot run \(scenario.name): \(obstacle).")
    }
    let read = { (path: String) throws(SourceLoadError) -> SourceFile in try ScenarioFiles.read(path) }
    let options = variableOptions.words + ownClauses.words
    do {
      let reader = LineReader(
        of: try read(file), scenario: row, variables: variables, vocabulary: vocabulary, load: read)
      return try Debugger(scenario, sources: loaded.sources, reader: reader, options: options)
    } catch is ScenarioFailure {
      // A run fails in the same way, and tells it as everywhere.
      write(ConsoleReport.text(of: ScenarioRunner().run(scenario, sources: loaded.sources)))
      throw Outcome.failed
    }
  }

  /// The place of the scenario that is meant among those of the file.
  private func row(among scenarios: [Scenario]) throws -> Int {
    let names = scenarios.compactMap(\.caseName)
    guard let caseName else {
      guard scenarios.count == 1 else {
        throw ValidationError(
          "\(path) has several cases; choose one by --case: \(names.joined(separator: ", "))")
      }
      return 0
    }
    guard let row = scenarios.firstIndex(where: { $0.caseName == caseName }) else {
      throw ValidationError(
        names.isEmpty
          ? "\(path) has no cases; leave out --case."
          : "\(path) has no case \(caseName); --case takes one of: \(names.joined(separator: ", "))")
    }
    return row
  }

  /// Writes at once, since whoever reads a pipe may answer.
  private func write(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
  }
}
