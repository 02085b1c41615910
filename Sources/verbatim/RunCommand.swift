import ArgumentParser
import Client
import Foundation
import Harness
import ScenarioLanguage

/// `verbatim run PATH…`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run scenario files, or all scenarios in folders, in the simulator or on a server.",
    discussion: "`verbatim explain NAME` explains an error, a verdict, a code or a word of a scenario.")

  @Argument(
    help: ArgumentHelp(
      "Scenario files and folders; - is standard input.",
      discussion: "Hidden names and folders called `failing`, `setup` and `node_modules` are left out."))
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "What to run on: simulator; wire, which starts a server and uses WebSockets; or the address of a server.",
      valueName: "simulator|wire|ws://…"))
  var on = "simulator"

  @OptionGroup var adminToken: AdminTokenOption

  @Option(
    help: ArgumentHelp(
      "The longest real wait of one line, on a server whose clock cannot be moved; scenarios that wait longer are skipped.",
      valueName: "seconds"))
  var longestWait: Int64 = 10

  @Option(help: ArgumentHelp("How long a server may take to answer.", valueName: "seconds"))
  var deadline = 10

  @Option(
    help: ArgumentHelp(
      "How long a bot program that does not tell when it is done must be silent for `nothing`.",
      valueName: "milliseconds"))
  var silence = 500

  @Option(
    help: ArgumentHelp(
      "How long one scenario may take in real time, such as 90s, 10m or 1h; 0 for any time.",
      valueName: "time"))
  var timeout = RealDuration(seconds: 600)

  @Option(
    help: ArgumentHelp(
      "How long all scenarios together may take in real time; those left then are not run. (default: any time)",
      valueName: "time"))
  var runTimeout: RealDuration?

  @OptionGroup var selection: SelectionOptions

  @Flag(help: "Stop after the first scenario that fails.")
  var failFast = false

  @Flag(help: "List the scenarios; run nothing.")
  var list = false

  @Flag(help: "Show each conversation as it happened.")
  var transcript = false

  @Flag(help: "Print failures and the summary only.")
  var quiet = false

  @Flag(
    help:
      "Run each scenario a second time, with a crash and a restart after each input; users must see the same."
  )
  var crashEverywhere = false

  @Flag(help: "Let a scenario that is skipped fail.")
  var strictSkips = false

  @Flag(help: "Exit with 0 also where every scenario was skipped.")
  var allowSkipped = false

  @Flag(help: "Rewrite failed expectations, after showing the change and asking.")
  var bless = false

  @Flag(help: "Do not ask before --bless writes.")
  var yes = false

  @Option(
    help: ArgumentHelp(
      "Keep the server's database in this new file; only with exactly one scenario.", valueName: "file.db"))
  var database: String?

  @OptionGroup var variableOptions: VariableOptions

  @OptionGroup var ownClauses: ClausesOption

  @OptionGroup var reports: ReportFiles

  func validate() throws {
    if on != "simulator" {
      if bless { throw ValidationError("--bless works in the simulator only; leave out --on.") }
      if crashEverywhere {
        throw ValidationError("--crash-everywhere works in the simulator only; leave out --on.")
      }
      if database != nil {
        throw ValidationError("--database works in the simulator only; leave out --on.")
      }
      if on != "wire" {
        guard Endpoint(on) != nil else {
          throw ValidationError("--on takes simulator, wire, or an address such as ws://localhost:8080.")
        }
        if selection.jobs ?? 1 > 1 {
          throw ValidationError(
            "One server runs one scenario at a time; --jobs goes with the simulator and wire.")
        }
      }
    }
    if strictSkips && allowSkipped {
      throw ValidationError("--strict-skips and --allow-skipped exclude each other.")
    }
    if yes && !bless { throw ValidationError("--yes goes with --bless.") }
    if bless && (paths.contains("-") || reports.takeStandardOutput) {
      throw ValidationError("--bless needs files, and standard output for its questions; name no -.")
    }
    if let database, FileManager.default.fileExists(atPath: database) {
      throw ValidationError("The file \(database) already exists; --database needs a new one.")
    }
    try require(deadline, in: 1...3600, "--deadline is", unit: " seconds")
    try require(silence, in: 1...60_000, "--silence is", unit: " milliseconds")
    if bless, ProcessInfo.processInfo.environment["CI"] != nil {
      throw ValidationError(
        "--bless is refused where the variable CI is set; run it on your own machine.")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let variables = try variableOptions.variables()
    let vocabulary = try ownClauses.vocabulary()
    let suite = try suite(vocabulary, variables)
    let chosen = try selection.chosen(of: suite)
    try checkVariables(of: suite, running: chosen.items)
    if list { throw listing(of: chosen.items) }
    let repeated = selection.repeated(chosen)
    let items = repeated.items
    if database != nil, items.count(where: \.isScenario) > 1 {
      throw ValidationError("--database works with one scenario only; choose one with --filter.")
    }
    try reports.prepare(keeping: items.flatMap(\.files) + [database].compactMap(\.self))
    RunSignals.take()
    let bounds = RunSupervisor.Bounds(scenario: timeout.bound, run: runTimeout?.bound)
    let supervisor = RunSupervisor(bounds) { RunSignals.received }
    let sessions = items.isEmpty ? [] : try sessions(atMost: items.count, under: supervisor)
    defer { for session in sessions { session.shutDown() } }
    let results = repeated.placed(results(of: items, in: sessions))
    reports.console.write(ConsoleReport.summary(of: results))
    if reports.timings { reports.console.write("in \(ContinuousClock.now - start)\n") }
    let areWritten = reports.write(results)
    if bless, RunSignals.received == nil {
      RunSignals.leave()
      try Bless(asks: !yes, variables: variables, vocabulary: vocabulary).rewrite(results)
    }
    throw outcome(of: results, endedBy: supervisor.end, areReportsWritten: areWritten)
  }

  /// Runs the parts of the suite, and shows each result when all before it are there.
  private func results(of items: [SuiteItem], in sessions: [ScenarioSession]) -> [ScenarioResult] {
    let (console, progress) = (reports.console, RunProgress(of: items.count))
    let (isQuiet, showsTranscripts) = (quiet, transcript)
    return SuiteRunner(stopsAtFailure: failFast).run(items, in: sessions) { result in
      if showsTranscripts, !result.transcript.entries.isEmpty {
        console.write(ConsoleReport.text(of: result.transcript) + "\n")
      }
      // Why the rest was not run is said once.
      guard result.verdict.kind != .notRun else { return }
      if !isQuiet || result.verdict.isBad { console.write(result) }
      console.showProgress(progress.line(after: result))
    }
  }

  /// What it means for the process how the run ended; a run that ended early, or tested nothing, says why.
  private func outcome(
    of results: [ScenarioResult], endedBy end: RunStop?, areReportsWritten: Bool
  ) -> ExitCode {
    if let end {
      let left = results.count { $0.verdict.kind == .notRun }
      let loss = left == 0 ? "" : "; \(left) \(left == 1 ? "scenario was" : "scenarios were") not run"
      StandardError.write("Error: \(end.message)\(loss)\n")
    }
    if let signal = RunSignals.received { return Outcome.interrupted(by: signal) }
    if case .serverGone? = end { return Outcome.unreachable }
    return Outcome.ofRun(results, allowsSkipped: allowSkipped, areReportsWritten: areReportsWritten)
  }

  /// Everything that the paths name, before anything of it is run: what a shard is, depends on all of it.
  private func suite(_ vocabulary: Vocabulary, _ variables: Variables) throws -> [SuiteItem] {
    let input =
      paths.contains("-")
      ? SourceFile(path: "-", bytes: Array((try? FileHandle.standardInput.readToEnd()) ?? Data())) : nil
    let files = try paths.flatMap { path in path == "-" ? [path] : try ScenarioFiles.found([path]) }
    return files.withoutRepetitions.flatMap { path in
      SuiteItem.items(
        of: ScenarioRunner.loadReportingErrors(path, vocabulary: vocabulary, variables: variables) {
          path throws(SourceLoadError) in
          if let input, path == input.path { return input }
          return try ScenarioFiles.read(path)
        })
    }
  }

  /// Prints what would be run, and what cannot be; returns the exit code.
  private func listing(of items: [SuiteItem]) -> ExitCode {
    var unreadable: [ScenarioResult] = []
    for item in items {
      switch item {
      case .scenario(let scenario, _):
        print(ConsoleReport.printable("\(scenario.name): \(scenario.header.title)"))
      case .unreadable(let result):
        print(ConsoleReport.text(of: result), terminator: "")
        unreadable.append(result)
      }
    }
    return Outcome.of(unreadable)
  }

  /// Mistakes in variables are found before anything is run.
  private func checkVariables(of suite: [SuiteItem], running chosen: [SuiteItem]) throws {
    // What does not parse can have scenarios that declare what the others do not.
    if suite.allSatisfy(\.isScenario) {
      let declared = suite.compactMap(\.runnable).flatMap(\.scenario.header.variables).map(\.value.name)
      try variableOptions.check(Set(declared))
    }
    if list { return }
    try VariableOptions.checkValues(of: chosen.compactMap(\.runnable))
  }
}

extension RealDuration {
  /// The duration, or nil for 0, which means any time.
  fileprivate var bound: RealDuration? { seconds == 0 ? nil : self }
}

extension RealDuration: ExpressibleByArgument {
  /// Reads `10m` from the command line.
  public init?(argument: String) { self.init(argument) }
}
