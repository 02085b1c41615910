import ArgumentParser
import Certification
import Foundation
import Harness
import ScenarioLanguage

/// `verbatim certify`
struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Test a bot, in any language, under hostile conditions.",
    discussion: """
      Each check starts a server and the bot, with VERBATIM_URL, VERBATIM_TOKEN, VERBATIM_NAME, VERBATIM_ROOMS \
      (separated by commas), VERBATIM_STATE (an empty folder) and VERBATIM_QUIET=1 in the bot's environment. The bot must \
      log in with the token, join its rooms, and answer the message of --say. A relay between the bot and the server \
      duplicates frames, breaks the connection at the worst moment, and sends frames that no server would send.

      The checks put a new word in the place of {text} in --say and --expect each time, to tell answers apart. Without \
      {text} in both, answers are counted.

      Exit codes: 0 the bot passed all checks, 1 it failed one, 2 usage, 4 the server cannot be started, 128 and a \
      signal's number for an interrupted run.
      """)

  @Option(help: "The shell command that starts the bot.")
  var bot: String?

  @Option(help: "The name of the bot's account.")
  var name = "echo"

  @Option(help: "The message to send to the bot. {text} becomes a new word each time.")
  var say = "!echo {text}"

  @Option(help: "What the bot's answer contains. {text} becomes the same word.")
  var expect = "{text}"

  @Flag(help: "Talk to the bot in private, where it answers.")
  var `private` = false

  @Option(
    name: .customLong("room"),
    help:
      "A room in which the bot is beside the lobby, as one that answers there; repeat the option for more.")
  var rooms: [String] = []

  @Option(
    name: .customLong("env"),
    help: ArgumentHelp(
      "A variable of the bot's environment; repeat the option for more.", valueName: "name=value"))
  var environment: [String] = []

  @Option(help: "Run only this check; repeat the option for more.")
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long the bot may take to connect, to reconnect and to answer.", valueName: "seconds")
  )
  var deadline = 15

  @Option(
    help: ArgumentHelp(
      "How long a bot that does not tell when it is done must be silent for it.", valueName: "milliseconds"))
  var silence = 1000

  @Option(help: "How many checks run at a time.")
  var jobs = 4

  @Option(
    help: ArgumentHelp(
      "Write a scenario file for each check that fails into this folder.", valueName: "folder"))
  var scenarios: String?

  @OptionGroup var reports: ReportFiles

  @Flag(help: "List the checks and what each requires; run nothing.")
  var list = false

  func validate() throws {
    for name in only where !Certification.all.contains(where: { $0.name == name }) {
      throw ValidationError(
        "There is no check \(name); there are \(Certification.all.map(\.name).joined(separator: ", ")).")
    }
    if bot == nil && !list { throw ValidationError("--bot names the command that starts the bot.") }
    try require(deadline, in: 1...3600, "--deadline is", unit: " seconds")
    try require(silence, in: 1...60_000, "--silence is", unit: " milliseconds")
    try require(jobs, in: 1...100, "--jobs is")
    for variable in environment where !variable.dropFirst().contains("=") {
      throw ValidationError("--env takes a name and a value, as in --env COLOUR=red.")
    }
    if let room = rooms.first(where: { $0.contains(",") || $0.isEmpty }) {
      throw ValidationError("--room names a room without commas, and not \(room.isEmpty ? "nothing" : room).")
    }
  }

  func run() throws {
    let checks = Certification.all.filter { only.isEmpty || only.contains($0.name) }
    if list {
      for check in checks { print("\(check.name): \(check.promise)") }
      return
    }
    try reports.prepare()
    let certifier = Certifier(
      of: try talk(), program: Program.path, deadlineSeconds: deadline, silenceMilliseconds: silence,
      folder: scenarios, options: optionsToRunAgain)
    let start = ContinuousClock.now
    RunSignals.take()
    let supervisor = RunSupervisor { RunSignals.received }
    // Of a bot that does not do the first thing the other checks would tell nothing.
    let isFirst: (Certification) -> Bool = { $0.name == Certification.all[0].name }
    var results = try self.results(of: checks.filter(isFirst), by: certifier, under: supervisor)
    let others = checks.filter { !isFirst($0) }
    if results.first?.verdict.isBad == true, supervisor.stop == nil {
      for check in others {
        results.append(certifier.skipped(check))
        try show(results[results.count - 1], scenario: certifier.scenario(of: check).source)
      }
    } else {
      results += try self.results(of: others, by: certifier, under: supervisor)
    }
    reports.console.write(ConsoleReport.summary(of: results))
    if reports.timings { reports.console.write("in \(ContinuousClock.now - start)\n") }
    let areWritten = reports.write(results)
    if let signal = RunSignals.received {
      StandardError.write("Error: \(RunStop.interrupted(signal: signal).message)\n")
      throw Outcome.interrupted(by: signal)
    }
    throw Outcome.of(results, areReportsWritten: areWritten)
  }

  /// Carries out checks, and shows each result when all before it are there.
  private func results(
    of checks: [Certification], by certifier: Certifier, under supervisor: RunSupervisor
  ) throws -> [ScenarioResult] {
    let run = CertificationRun(of: checks, by: certifier, atATime: jobs, under: supervisor)
    var results: [ScenarioResult] = []
    for (index, check) in checks.enumerated() {
      do throws(Certifier.Unreachable) {
        results.append(try run.result(at: index))
      } catch {
        StandardError.write("Error: \(error.message)\n")
        throw Outcome.unreachable
      }
      // Why the rest was not run is said once.
      if results[index].verdict.kind != .notRun {
        try show(results[index], scenario: certifier.scenario(of: check).source)
      }
    }
    return results
  }

  private func talk() throws -> BotTalk {
    do throws(BotTalk.Mistake) {
      var talk = try BotTalk(command: bot ?? "", name: name, say: say, expect: expect)
      (talk.isPrivate, talk.rooms) = (self.private, rooms)
      for variable in environment {
        let words = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        talk.environment[String(words[0])] = String(words[1])
      }
      return talk
    } catch {
      throw ValidationError(error.message)
    }
  }

  /// The options, but for `--bot` and `--only`, that carrying out a check again needs.
  private var optionsToRunAgain: [String] {
    var words: [String] = []
    if name != "echo" { words += ["--name", name] }
    if say != "!echo {text}" { words += ["--say", say] }
    if expect != "{text}" { words += ["--expect", expect] }
    if self.private { words.append("--private") }
    words += rooms.flatMap { ["--room", $0] } + environment.flatMap { ["--env", $0] }
    if deadline != 15 { words += ["--deadline", "\(deadline)"] }
    if silence != 1000 { words += ["--silence", "\(silence)"] }
    return words
  }

  private func show(_ result: ScenarioResult, scenario: SourceFile) throws {
    let console = reports.console
    console.write(result)
    guard result.verdict.isBad, result.verdict.kind != .interrupted else { return }
    console.write("  what the bot saw and sent:\n\n\(ConsoleReport.text(of: result.transcript))\n")
    guard let scenarios else {
      return console.write("  a scenario of it:\n\n\(String(decoding: scenario.bytes, as: UTF8.self))\n")
    }
    let folder = URL(fileURLWithPath: scenarios, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(scenario.bytes).write(to: folder.appendingPathComponent(scenario.path))
    } catch {
      throw ValidationError(
        "The scenario \(scenario.path) cannot be written into \(scenarios); choose another folder.")
    }
  }
}
