import ArgumentParser
import Client
import Conformance
import Foundation
import Harness
import LiveStage
import ProtocolRegistry
import Reports
import ScenarioLanguage
import Wire

/// `verbatim conform`
struct ConformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Check, clause by clause, that a server follows the protocol.",
    discussion: """
      Each check has its own users and rooms, so that checks can run in parallel, on a server that others use too. More can \
      be checked on a server that --spawn starts and that knows the operator's token. In the command, {port} becomes a free \
      port, {folder} a folder for the server's files, {token} a file with the token, and {limits} `--limit NAME=VALUE` for \
      each limit.

        verbatim conform --spawn 'verbatim serve --port {port} --database {folder}/chat.db \\
          --clock virtual --admin-token-file {token} {limits}'

      Exit codes: 0 the server follows the protocol, 1 it does not, 2 usage, 3 a scenario does not parse, 4 the server \
      cannot be reached, 5 the suite itself failed, 128 and a signal's number for an interrupted run.
      """)

  @Option(help: ArgumentHelp("The address of the server.", valueName: "ws://…"))
  var on: String?

  @Option(
    help: ArgumentHelp("The shell command that starts the server.", valueName: "command"))
  var spawn: String?

  @OptionGroup var adminToken: AdminTokenOption

  @Option(
    name: .customLong("profile"),
    help: ArgumentHelp(
      "Run only checks of this profile; repeat the option for more: \(Profile.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "profile"))
  var profiles: [String] = []

  @Option(
    name: .customLong("clause"),
    help:
      "Run only checks of this clause, such as ROOM-3, or ROOM for all of its group; repeat the option for more."
  )
  var clauses: [String] = []

  @Option(name: .customLong("check"), help: "Run only this check; repeat the option for more.")
  var names: [String] = []

  @Option(help: "Run one of several equal parts of the checks, such as 2/5.")
  var shard: Selection.Shard?

  @Option(
    help: ArgumentHelp(
      "Run only the checks that failed in this report of an earlier run (--json).", valueName: "file"))
  var failed: String?

  @Flag(help: "Treat SHOULD rules as MUST rules.")
  var strict = false

  @Option(
    help: ArgumentHelp("A file with the known failures, each with its reason.", valueName: "file"))
  var baseline: String?

  @Flag(help: "List the checks and their clauses; run nothing.")
  var list = false

  @Option(
    name: .customLong("checks"),
    help: ArgumentHelp(
      "Use these scenario files and folders instead of those built into this program.",
      valueName: "path"))
  var paths: [String] = []

  @Option(help: "How many checks to run in parallel.")
  var jobs = 4

  @Option(
    help: ArgumentHelp(
      "The longest real wait of one line, on a server whose clock cannot be moved.", valueName: "seconds"))
  var longestWait: Int64 = 10

  @Option(help: ArgumentHelp("How long the server may take to answer.", valueName: "seconds"))
  var deadline = 10

  @Option(
    help: ArgumentHelp(
      "How long all checks together may take; those not started by then are reported as untestable.",
      valueName: "seconds"
    ))
  var timeLimit = 1800

  @Flag(help: "Print failures and the summary only.")
  var quiet = false

  @OptionGroup var variableOptions: VariableOptions

  @OptionGroup var reports: ReportFiles

  @Option(
    help: ArgumentHelp(
      "Write which clauses the server follows, as Markdown, to this file; `verbatim matrix` compares several servers.",
      valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Write the same as one HTML page to this file.", valueName: "file"))
  var matrix: String?

  func validate() throws {
    if !list, (on == nil) == (spawn == nil) {
      throw ValidationError("Name the server by --on ws://…, or the command that starts it by --spawn.")
    }
    if let on, Endpoint(on) == nil {
      throw ValidationError("--on takes an address such as ws://localhost:8080.")
    }
    try require(jobs, in: 1...64, "--jobs is")
    try require(deadline, in: 1...3600, "--deadline is", unit: " seconds")
    guard timeLimit > 0 else { throw ValidationError("--time-limit is at least 1 second.") }
  }

  func run() throws {
    let start = ContinuousClock.now
    let variables = try variableOptions.variables()
    let catalog = try catalog(variables)
    let checks = try selection(of: catalog).checks(of: catalog.checks)
    if catalog.unreadable.isEmpty {
      try variableOptions.check(Set(catalog.checks.flatMap(\.variables)))
    }
    if list {
      for check in checks {
        print("\(check.name): \(check.title) (\(check.covers.map(\.id).joined(separator: " ")))")
      }
      print(ConformanceSummary.unchecked(by: catalog), terminator: "")
      return
    }
    guard !checks.isEmpty else {
      throw ValidationError("No check was selected; --list shows all checks.")
    }
    try VariableOptions.checkValues(of: checks.compactMap(\.scenario))
    try reports.prepare()
    try ReportFiles.prepare(files: [markdown, matrix])
    var conformer = Conformer(of: try target())
    conformer.jobs = jobs
    conformer.isStrict = strict
    conformer.longestWaitSeconds = longestWait
    conformer.deadlineSeconds = deadline
    conformer.timeLimitSeconds = timeLimit
    conformer.baseline = try knownFailures(of: catalog)
    conformer.again = again
    conformer.secrets = variables.secrets
    RunSignals.take()
    conformer.interruption = { RunSignals.received }
    let (isQuiet, console) = (quiet, reports.console)
    let progress = RunProgress(of: checks.count)
    let outcome = conformer.run(checks) { result in
      guard result.verdict.kind != .notRun else { return }
      if !isQuiet || result.verdict.isBad { console.write(result) }
      console.showProgress(progress.line(after: result))
    }
    let results = catalog.unreadable + outcome.results
    for result in catalog.unreadable { console.write(result) }
    var masks = Masks(hiding: variables.secrets)
    masks.show()
    let report = ConformanceReport(
      of: results, catalog: catalog,
      server: .init(
        venue: on ?? "spawned", command: spawn.map { masks.mask($0) }, hello: outcome.hello), isStrict: strict
    )
    console.write(ConformanceSummary.text(of: report))
    if reports.timings { console.write("in \(ContinuousClock.now - start)\n") }
    let areWritten = try write(report)
    if let signal = RunSignals.received {
      StandardError.write("Error: \(RunStop.interrupted(signal: signal).message)\n")
      throw Outcome.interrupted(by: signal)
    }
    if let reason = outcome.unreachable {
      StandardError.write("Error: \(reason)\n")
      throw Outcome.unreachable
    }
    throw Outcome.of(results, areReportsWritten: areWritten)
  }

  /// The command that carries out a check as this one does; the check's name is to follow.
  private var again: [String] {
    let options: [(name: String, value: String?)] = [
      ("--on", on), ("--admin-token-file", adminToken.adminTokenFile), ("--spawn", spawn),
    ]
    return ["verbatim", "conform"] + options.flatMap { name, value in value.map { [name, $0] } ?? [] }
      + paths.flatMap { ["--checks", $0] } + (strict ? ["--strict"] : []) + variableOptions.words
      + ["--check"]
  }

  /// Writes the reports that were asked for; whether all could be written.
  private func write(_ report: ConformanceReport) throws -> Bool {
    let areWritten = reports.write(report.results, conformance: report)
    guard markdown != nil || matrix != nil else { return areWritten }
    let table = ConformanceMatrix([try .init(on ?? "the server", of: report)])
    let areTablesWritten = ReportFiles.write(files: [
      (markdown, { Array(table.markdown.utf8) }), (matrix, { Array(table.html.utf8) }),
    ])
    return areWritten && areTablesWritten
  }

  private func catalog(_ variables: Variables) throws -> CheckCatalog {
    do throws(ScenarioFiles.Failure) {
      if !paths.isEmpty { return try CheckCatalog(paths: paths, withProcedures: false, variables: variables) }
      if let folder = scenariosOfCheckout { return try CheckCatalog(paths: [folder]) }
      return try CheckCatalog(archive: Embedded.scenarios, folder: "Scenarios")
    } catch {
      throw ValidationError("--checks: \(error.message).")
    }
  }

  /// The scenarios of the checkout in whose build folder this program is, or nil where it is elsewhere.
  ///
  /// They count for more than those in the program, so that one can be changed and tried without a build.
  private var scenariosOfCheckout: String? {
    guard case .checkout(let path)? = try? VerbatimSource.ofThisProgram() else { return nil }
    let folder = path + "/Scenarios"
    guard FileManager.default.fileExists(atPath: folder) else { return nil }
    // Reports name files from the working directory, where they are in it.
    let here = FileManager.default.currentDirectoryPath + "/"
    return folder.hasPrefix(here) ? String(folder.dropFirst(here.count)) : folder
  }

  private func selection(of catalog: CheckCatalog) throws -> CheckSelection {
    var selection = CheckSelection()
    selection.shard = shard
    do throws(CheckSelection.Mistake) {
      for word in profiles { selection.profiles.insert(try CheckSelection.profile(named: word)) }
      for word in clauses {
        selection.clauses = (selection.clauses ?? []).union(try CheckSelection.clauses(named: word))
      }
      for word in names {
        let check = try CheckSelection.check(named: word, among: catalog.checks)
        selection.names = (selection.names ?? []).union([check.name])
      }
    } catch {
      throw ValidationError(error.message)
    }
    if let failed {
      let bad = try Self.bad(in: failed)
      selection.names = selection.names?.intersection(bad) ?? bad
    }
    return selection
  }

  /// The names of what was bad in a report.
  private static func bad(in path: String) throws -> Set<String> {
    guard let data = FileManager.default.contents(atPath: path),
      let report = try? JSON.parse(Array(data)),
      let names = JSONReport.bad(in: report)
    else { throw ValidationError("\(path) is not a report written by --json; --failed needs one.") }
    guard !names.isEmpty else { throw ValidationError("No check failed in \(path); run without --failed.") }
    return names
  }

  private func knownFailures(of catalog: CheckCatalog) throws -> Baseline {
    guard let baseline else { return Baseline() }
    let data = try NamedFile.bytes(baseline, remedy: "--baseline names one with known failures.")
    do throws(Baseline.Mistake) {
      return try Baseline(
        String(decoding: data, as: UTF8.self), path: baseline, names: catalog.checks.map(\.name))
    } catch {
      throw ValidationError(error.messages.joined(separator: "\n"))
    }
  }

  private func target() throws -> Conformer.Target {
    if let spawn {
      do throws(SpawnCommand.Mistake) {
        return .spawned(try SpawnCommand(spawn))
      } catch {
        throw ValidationError("--spawn: \(error.message).")
      }
    }
    guard let on, let endpoint = Endpoint(on) else {
      throw ValidationError("--on takes an address such as ws://localhost:8080.")
    }
    return .at(endpoint, token: try adminToken.token())
  }
}
