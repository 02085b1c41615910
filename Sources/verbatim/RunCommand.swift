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

  @Flag(help: "Rewrite failed expectations, after showing the change and asking.")
  var bless = false

  @Flag(help: "Do not ask before --bless writes.")
  var yes = false

  @Option(
    help: ArgumentHelp(
      "Keep the server's database in this new file; only with exactly one scenario.", valueName: "file.db"))
  var database: String?

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
      if on != "wire", Endpoint(on) == nil {
        throw ValidationError("--on takes simulator, wire, or an address such as ws://localhost:8080.")
      }
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
    let vocabulary = try ownClauses.vocabulary()
    let files = selection.files(of: try ScenarioFiles.found(paths))
    let venue = list ? .simulator : try venue()
    defer { if case .server(let server) = venue { server.shutDown() } }
    let runner = ScenarioRunner(on: venue, crashesEverywhere: crashEverywhere, database: database)
    var results: [ScenarioResult] = []
    var listed = 0
    for file in files {
      let loaded = try ScenarioRunner.loadForCommand(file, vocabulary)
      let chosen = loaded.scenarios.filter(selection.includes)
      if var unreadable = loaded.unreadable {
        unreadable.venue = venue.name
        show(unreadable, in: &results)
      }
      if list {
        for scenario in chosen { print("\(scenario.name): \(scenario.header.title)") }
        listed += chosen.count
        continue
      }
      for scenario in chosen {
        if database != nil, !results.isEmpty {
          throw ValidationError("--database works with one scenario only; choose one with --filter.")
        }
        show(ScenarioResult.timed { runner.run(scenario, sources: loaded.sources) }, in: &results)
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
    try reports.write(results)
    if bless { try Bless(asks: !yes, vocabulary: vocabulary).rewrite(results) }
    throw Outcome.of(results)
  }

  private func venue() throws -> Venue {
    if on == "simulator" { return .simulator }
    let token = try adminToken.token()
    do throws(WireServer.Unreachable) {
      guard let endpoint = Endpoint(on) else {
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
    if !quiet || result.verdict.isBad { print(ConsoleReport.text(of: result), terminator: "") }
    // Each result is seen when it is there, in a pipe too.
    fflush(nil)
  }
}

extension ScenarioRunner {
  /// What is in a file, or a usage error where it cannot be read.
  static func loadForCommand(_ path: String, _ vocabulary: Vocabulary) throws -> Loaded {
    do throws(SourceLoadError) {
      return try load(path, vocabulary: vocabulary)
    } catch {
      throw ValidationError("cannot read \(path): \(error.reason)")
    }
  }
}

extension Selection.Shard: ExpressibleByArgument {
  /// Reads `2/5` from the command line.
  public init?(argument: String) { self.init(argument) }
}
