import ArgumentParser
import Client
import Foundation
import Harness
import LiveStage
import ScenarioLanguage

/// `verbatim run PATH…`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run scenario files, or all scenarios in folders, in the simulator or on a server.")

  @Argument(help: "Scenario files and folders. Folders called `failing` and `setup` are left out.")
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
      "How long one scenario may take in real time, such as 90s, 10m or 1h; 0 for any time.",
      valueName: "time"))
  var timeout = RealDuration(seconds: 600)

  @Option(
    help: ArgumentHelp(
      "How long all scenarios together may take in real time; those left then are not run. (default: any time)",
      valueName: "time"))
  var runTimeout: RealDuration?

  @Option(name: .customLong("tag"), help: "Run only scenarios with this tag; repeat the option for more.")
  var tags: [String] = []

  @Option(
    help: "Run only scenarios whose name (the path, and the case in brackets) or title contains this text.")
  var filter: String?

  @Option(help: "Run one of several equal parts of the files, such as 2/5.")
  var shard: Selection.Shard?

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
      if on != "wire", Endpoint(on) == nil {
        throw ValidationError("--on takes simulator, wire, or an address such as ws://localhost:8080.")
      }
    }
    if strictSkips && allowSkipped {
      throw ValidationError("--strict-skips and --allow-skipped exclude each other.")
    }
    if yes && !bless { throw ValidationError("--yes goes with --bless.") }
    if let database, FileManager.default.fileExists(atPath: database) {
      throw ValidationError("The file \(database) already exists; --database needs a new one.")
    }
    guard (1...3600).contains(deadline) else {
      throw ValidationError("--deadline is from 1 to 3600 seconds.")
    }
    if bless, ProcessInfo.processInfo.environment["CI"] != nil {
      throw ValidationError(
        "--bless is refused where the variable CI is set; run it on your own machine.")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let selection = Selection(tags: tags, filter: filter, shard: shard)
    let files = selection.files(of: try ScenarioFiles.found(paths))
    let variables = try variableOptions.variables()
    let loadedFiles = files.map { ScenarioRunner.loadReportingErrors($0, variables: variables) }
    try checkVariables(of: loadedFiles, selection)
    if !list {
      try reports.prepare()
      RunSignals.take()
    }
    let session = try session()
    defer { session.shutDown() }
    var results: [ScenarioResult] = []
    var listed = 0
    for loaded in loadedFiles {
      let chosen = loaded.scenarios.filter(selection.includes)
      if var unreadable = loaded.unreadable {
        unreadable.venue = session.venueName
        show(unreadable, in: &results)
      }
      if list {
        for scenario in chosen { print("\(scenario.name): \(scenario.header.title)") }
        listed += chosen.count
        continue
      }
      for scenario in chosen {
        if database != nil, results.contains(where: { $0.verdict.kind != .unreadable }) {
          throw ValidationError("--database works with one scenario only; choose one with --filter.")
        }
        show(ScenarioResult.timed { session.run(scenario, sources: loaded.sources) }, in: &results)
        if failFast, results.last?.verdict.isBad == true { break }
      }
      if failFast, results.last?.verdict.isBad == true { break }
    }
    guard !results.isEmpty || listed > 0 else {
      throw ValidationError(
        "Nothing was selected; --list without --tag, --filter and --shard lists all scenarios.")
    }
    if list { throw Outcome.of(results) }
    print(ConsoleReport.summary(of: results), terminator: "")
    if reports.timings { print("in \(ContinuousClock.now - start)") }
    let areWritten = reports.write(results)
    if bless, RunSignals.received == nil {
      RunSignals.leave()
      try Bless(asks: !yes, variables: variables).rewrite(results)
    }
    throw outcome(of: results, endedBy: session.end, areReportsWritten: areWritten)
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
    if !allowSkipped, results.allSatisfy({ $0.verdict.kind == .skipped }) {
      StandardError.write(
        "Error: Every scenario was skipped, so nothing was tested; --allow-skipped accepts that.\n")
      return Outcome.failed
    }
    return Outcome.of(results, areReportsWritten: areReportsWritten)
  }

  private func session() throws -> ScenarioSession {
    var runner = try ScenarioRunner(
      on: list ? .simulator : venue(), crashesEverywhere: crashEverywhere, database: database)
    runner.refusesSkips = strictSkips
    runner.options = variableOptions.words
    let bounds = RunSupervisor.Bounds(scenario: timeout.seconds == 0 ? nil : timeout, run: runTimeout)
    let supervisor = RunSupervisor(bounds) { RunSignals.received }
    return ScenarioSession(runner, supervisor: supervisor) { () throws(RunStop) in
      do {
        return try venue()
      } catch {
        throw RunStop.serverGone("no other can be started or reached")
      }
    }
  }

  /// Mistakes in variables are found before anything is run.
  private func checkVariables(of files: [ScenarioRunner.Loaded], _ selection: Selection) throws {
    // The other parts can have scenarios that declare what these do not, and so can what does not parse.
    if shard == nil, files.allSatisfy({ $0.unreadable == nil }) {
      let declared = files.flatMap(\.scenarios).flatMap(\.header.variables).map(\.value.name)
      try variableOptions.check(Set(declared))
    }
    if list { return }
    try VariableOptions.checkValues(
      of: files.flatMap { file in
        file.scenarios.filter(selection.includes).map { (scenario: $0, sources: file.sources) }
      })
  }

  private func venue() throws -> Venue {
    if on == "simulator" { return .simulator }
    let endpoint = Endpoint(on)
    let token = endpoint == nil ? nil : try adminToken.token()
    do throws(WireServer.Unreachable) {
      guard let endpoint else {
        return .server(try WireServer(starting: Program.path, deadlineSeconds: deadline))
      }
      return .server(
        try WireServer(
          at: endpoint, token: token, longestWaitSeconds: longestWait, deadlineSeconds: deadline))
    } catch {
      StandardError.write("Error: \(error.message)\n")
      throw Outcome.unreachable
    }
  }

  private func show(_ result: ScenarioResult, in results: inout [ScenarioResult]) {
    results.append(result)
    if transcript, !result.transcript.entries.isEmpty { print(ConsoleReport.text(of: result.transcript)) }
    // Why the rest was not run is said once.
    guard result.verdict.kind != .notRun else { return }
    if !quiet || result.verdict.isBad { print(ConsoleReport.text(of: result), terminator: "") }
    // Each result is seen when it is there, in a pipe too.
    fflush(nil)
  }
}

extension RealDuration: ExpressibleByArgument {
  /// Reads `10m` from the command line.
  public init?(argument: String) { self.init(argument) }
}

extension Selection.Shard: ExpressibleByArgument {
  /// Reads `2/5` from the command line.
  public init?(argument: String) { self.init(argument) }
}
