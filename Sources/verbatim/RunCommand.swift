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

  @Argument(
    help:
      "Scenario files and folders; - is standard input. Folders called `failing` and `setup` are left out.")
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
    let chosen = try selection.chosen(of: try suite())
    if list { throw listing(of: chosen) }
    let items = selection.repeated(chosen)
    if database != nil, items.count(where: \.isScenario) > 1 {
      throw ValidationError("--database works with one scenario only; choose one with --filter.")
    }
    try reports.prepare()
    let runners = items.isEmpty ? [] : try runners(atMost: items.count)
    defer { for case .server(let server) in runners.map(\.venue) { server.shutDown() } }
    let (console, progress) = (reports.console, RunProgress(of: items.count))
    let (isQuiet, showsTranscripts) = (quiet, transcript)
    let results = SuiteRunner(stopsAtFailure: failFast).run(items, on: runners) { result in
      if showsTranscripts, !result.transcript.entries.isEmpty {
        console.write(ConsoleReport.text(of: result.transcript) + "\n")
      }
      if !isQuiet || result.verdict.isBad { console.write(result) }
      console.showProgress(progress.line(after: result))
    }
    console.write(ConsoleReport.summary(of: results))
    if reports.timings { console.write("in \(ContinuousClock.now - start)\n") }
    let areWritten = reports.write(results)
    if bless { try Bless(asks: !yes).rewrite(results) }
    if !allowSkipped, !results.isEmpty, results.allSatisfy({ $0.verdict.kind == .skipped }) {
      StandardError.write(
        "Error: Every scenario was skipped, so nothing was tested; --allow-skipped accepts that.\n")
      throw Outcome.failed
    }
    throw Outcome.of(results, areReportsWritten: areWritten)
  }

  /// Everything that the paths name, before anything of it is run: what a shard is, depends on all of it.
  private func suite() throws -> [SuiteItem] {
    let input = paths.contains("-") ? SourceFile(path: "-", bytes: Array(Self.standardInput())) : nil
    let files = try paths.flatMap { path in path == "-" ? [path] : try ScenarioFiles.found([path]) }
    var seen: Set<String> = []
    return files.filter { seen.insert($0).inserted }.flatMap { path in
      SuiteItem.items(
        of: ScenarioRunner.loadReportingErrors(path) { path throws(SourceLoadError) in
          if let input, path == input.path { return input }
          return try ScenarioFiles.read(path)
        })
    }
  }

  private static func standardInput() -> Data {
    (try? FileHandle.standardInput.readToEnd()) ?? Data()
  }

  /// Prints what would be run, and what cannot be; returns the exit code.
  private func listing(of items: [SuiteItem]) -> ExitCode {
    var unreadable: [ScenarioResult] = []
    for item in items {
      switch item {
      case .scenario(let scenario, _): print("\(scenario.name): \(scenario.header.title)")
      case .unreadable(let result):
        print(ConsoleReport.text(of: result), terminator: "")
        unreadable.append(result)
      }
    }
    return Outcome.of(unreadable)
  }

  /// A runner for each scenario that is run at a time; on the wire each has a server of its own.
  private func runners(atMost count: Int) throws -> [ScenarioRunner] {
    guard on != "simulator" else {
      // The results are the same for any number, so there is no reason to leave processors idle.
      let jobs = min(count, selection.jobs ?? ProcessInfo.processInfo.activeProcessorCount)
      return (0..<jobs).map { _ in runner(on: .simulator) }
    }
    let token = try adminToken.token()
    var servers: [WireServer] = []
    do throws(WireServer.Unreachable) {
      // A server costs a process and some time to start, so there is one unless more are asked for.
      for _ in 0..<min(count, selection.jobs ?? 1) { servers.append(try server(with: token)) }
    } catch {
      for server in servers { server.shutDown() }
      StandardError.write("Error: \(error.message)\n")
      throw Outcome.unreachable
    }
    return servers.map { runner(on: .server($0)) }
  }

  private func runner(on venue: Venue) -> ScenarioRunner {
    var runner = ScenarioRunner(on: venue, crashesEverywhere: crashEverywhere, database: database)
    runner.refusesSkips = strictSkips
    return runner
  }

  private func server(with token: String?) throws(WireServer.Unreachable) -> WireServer {
    guard let endpoint = Endpoint(on) else {
      return try WireServer(starting: Program.path, deadlineSeconds: deadline)
    }
    return try WireServer(
      at: endpoint, token: token, longestWaitSeconds: longestWait, deadlineSeconds: deadline)
  }
}
