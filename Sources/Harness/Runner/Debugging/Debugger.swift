package import ScenarioLanguage

/// Steps through a scenario in the simulator, forwards and backwards: takes commands, and answers each with a text.
package struct Debugger {
  let scenario: Scenario
  let sources: SourceSet
  let reader: LineReader
  /// The options of the command that running the scenario again needs.
  let options: [String]
  /// The scenario as far as it was run.
  var current: DebuggedRun
  /// A copy in which the last line was tried, if it could be done.
  var tried: DebuggedRun?

  /// Lets everyone arrive.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - sources: The files that it was made from.
  ///   - reader: Reads the lines that are tried.
  ///   - options: The options of the command that running the scenario again needs.
  /// - Throws: What keeps the scenario from beginning.
  package init(
    _ scenario: Scenario, sources: SourceSet, reader: LineReader, options: [String] = []
  ) throws(ScenarioFailure) {
    (self.scenario, self.sources, self.reader, self.options) = (scenario, sources, reader, options)
    current = try DebuggedRun(scenario)
  }

  /// Why a scenario cannot be run in the simulator, or nil where it can.
  package static func obstacle(to scenario: Scenario) -> String? { Venue.simulator.obstacle(to: scenario) }

  /// What a command has led to.
  package struct Answer: Hashable, Sendable {
    /// What a person is told, in whole lines.
    package var text: String
    /// Whether the command was not understood or could not be carried out.
    package var isRefusal = false
    /// Whether nothing more is to be read.
    package var isLast = false
  }

  /// What a person is told at the beginning: the scenario and its first line.
  package var greeting: String {
    let view = view()
    return "\(title(in: view))\n" + place(in: view)
  }

  /// The scenario's name and title.
  func title(in view: DebuggerView) -> String {
    view.shown("\(scenario.name): \(ConsoleReport.printable(scenario.header.title))")
  }

  /// Does what a command asks for. An empty one is a step.
  package mutating func answer(_ line: String) -> Answer {
    do throws(DebuggerRefusal) {
      let command = try DebuggerCommand(line)
      return Answer(text: try perform(command), isLast: command == .quit)
    } catch {
      return Answer(text: view(for: line).shown("\(error.message)\n"), isRefusal: true)
    }
  }

  private mutating func perform(_ command: DebuggerCommand) throws(DebuggerRefusal) -> String {
    switch command {
    case .step(let count): try step(count)
    case .next: try stepOver()
    case .run(let target): try run(to: target)
    case .back(let count): try goBack(by: count)
    case .backTo(let target): try goBack(to: target)
    case .list(let number): try list(around: number)
    case .inbox(let client): try inbox(of: client)
    case .rooms: rooms()
    case .state: state()
    case .names: names()
    case .transcript: transcript()
    case .frame(let number): try frame(number)
    case .attempt(let text): try attempt(text)
    case .keep: try keep()
    case .help: DebuggerCommand.helpText
    case .quit: ""
    }
  }

  /// What may be shown of the run as it is.
  func view(for command: String = "") -> DebuggerView {
    DebuggerView(of: current.run, sources, command: command)
  }

  /// Where the run is: the line that is next, or how it is over.
  func place(in view: DebuggerView) -> String {
    switch current.ending {
    case .passed?: return "the scenario has passed\n"
    case .failed?: return "the scenario has failed here; back undoes it\n"
    case nil:
      guard let next = current.next else { return "next  the end, where everything must have been read\n" }
      let trail = next.origin.trail.map { entry in
        "      \(entry.rewritten { view.shown($0) }.description)\n"
      }
      return "next  \(view.line(next.origin.span))\n" + trail.joined()
    }
  }

  /// A failure as a report of the run has it.
  ///
  /// - Parameter line: The line that was tried, where that is what failed.
  func account(of failure: ScenarioFailure, in run: ScenarioRun, trying line: String? = nil) -> String {
    var sources = sources
    if let line { sources.insert(SourceText(SourceFile(path: LineReader.path, text: line))) }
    let result = result(.failed(failure), of: run, sources)
    guard let shown = result.verdict.failure else { return "" }
    // A line that was tried stands in no scenario that could be run again.
    return line == nil
      ? ConsoleReport.text(of: shown, in: result) : ConsoleReport.account(of: shown, in: result)
  }

  /// A run as a report of it would have it.
  func result(_ verdict: Verdict, of run: ScenarioRun, _ sources: SourceSet) -> ScenarioResult {
    var result = ScenarioResult(
      path: scenario.path, caseName: scenario.caseName, title: scenario.header.title, covers: [],
      verdict: verdict, sources: sources)
    result.transcript = run.transcript
    result.options = options
    result.mask(hiding: scenario.secrets + run.log.secrets, except: scenario.header.sessionNames)
    return result
  }
}
