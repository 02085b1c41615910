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
      Each check starts a server and the bot, with VERBATIM_URL, VERBATIM_TOKEN, VERBATIM_NAME and VERBATIM_ROOMS \
      (separated by commas) in the bot's environment. The bot must log in with the token, join its rooms, and answer the \
      message of --say. A relay between the bot and the server duplicates frames, breaks the connection at the worst \
      moment, and sends frames that no server would send.

      --say and --expect must both contain {text}: the checks put a new word there each time, to tell answers apart.

      Exit codes: 0 the bot passed all checks, 1 it failed one, 2 usage, 4 the server cannot be started, 128 and a \
      signal's number for an interrupted run.
      """)

  @Option(help: "The shell command that starts the bot.")
  var bot: String?

  @Option(help: "The name of the bot's account.")
  var name = "echo"

  @Option(help: "The message to send to the bot. It must contain {text}, which becomes a new word each time.")
  var say = "!echo {text}"

  @Option(help: "What the bot's answer contains. It must contain {text}, which becomes the same word.")
  var expect = "{text}"

  @Option(help: "Run only this check; repeat the option for more.")
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long the bot may take to connect, to reconnect and to answer.", valueName: "seconds")
  )
  var deadline = 15

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
    guard (1...3600).contains(deadline) else {
      throw ValidationError("--deadline is from 1 to 3600 seconds.")
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
      of: try talk(), program: Program.path, deadlineSeconds: deadline, folder: scenarios)
    let start = ContinuousClock.now
    var results: [ScenarioResult] = []
    RunSignals.take()
    let supervisor = RunSupervisor { RunSignals.received }
    for check in checks {
      if let stop = supervisor.stop {
        results.append(certifier.result(of: check, notRunBecause: stop))
        continue
      }
      let first = results.first
      let isHopeless = first?.path == Certification.all[0].name && first?.verdict.isBad == true
      do throws(Certifier.Unreachable) {
        results.append(
          try ScenarioResult.timed { () throws(Certifier.Unreachable) in
            isHopeless ? certifier.skipped(check) : try certifier.run(check, under: supervisor)
          })
      } catch {
        StandardError.write("Error: \(error.message)\n")
        throw Outcome.unreachable
      }
      try show(results[results.count - 1], scenario: certifier.scenario(of: check).source)
    }
    print(ConsoleReport.summary(of: results), terminator: "")
    if reports.timings { print("in \(ContinuousClock.now - start)") }
    let areWritten = reports.write(results)
    if let signal = RunSignals.received {
      StandardError.write("Error: \(RunStop.interrupted(signal: signal).message)\n")
      throw Outcome.interrupted(by: signal)
    }
    throw Outcome.of(results, areReportsWritten: areWritten)
  }

  private func talk() throws -> BotTalk {
    do throws(BotTalk.Mistake) {
      return try BotTalk(command: bot ?? "", name: name, say: say, expect: expect)
    } catch {
      throw ValidationError(error.message)
    }
  }

  private func show(_ result: ScenarioResult, scenario: SourceFile) throws {
    print(ConsoleReport.text(of: result), terminator: "")
    defer { fflush(nil) }
    guard result.verdict.isBad, result.verdict.kind != .interrupted else { return }
    print("  what the bot saw and sent:\n")
    print(ConsoleReport.text(of: result.transcript))
    guard let scenarios else {
      return print("  a scenario of it:\n\n\(String(decoding: scenario.bytes, as: UTF8.self))")
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
