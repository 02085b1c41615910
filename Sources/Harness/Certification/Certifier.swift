package import Harness
import ScenarioLanguage

/// Puts a bot through the checks, one after the other.
package struct Certifier: Sendable {
  private let bot: BotTalk
  private let program: String
  private let deadlineSeconds: Int
  private let silenceMilliseconds: Int
  private let folder: String?
  private let options: [String]

  /// - Parameters:
  ///   - program: The path of `verbatim`, which serves.
  ///   - deadlineSeconds: How long the bot may take to come, to come back, and to answer.
  ///   - silenceMilliseconds: How long a bot that does not tell when it is done must be silent for it.
  ///   - folder: Where the scenarios of checks that fail will be, for their paths in the reports.
  ///   - options: The options of the command, beside `--bot` and `--only`, that carrying out a check again needs.
  package init(
    of bot: BotTalk, program: String, deadlineSeconds: Int, silenceMilliseconds: Int = 1000,
    folder: String? = nil, options: [String] = []
  ) {
    (self.bot, self.program, self.deadlineSeconds, self.folder) = (bot, program, deadlineSeconds, folder)
    (self.silenceMilliseconds, self.options) = (silenceMilliseconds, options)
  }

  /// What the certifier cannot do without failed.
  package struct Unreachable: Error {
    package let message: String
  }

  /// The scenario of a check.
  package func scenario(of check: Certification) -> CertificationScenario {
    CertificationScenario(of: check, with: bot)
  }

  /// Carries out a check.
  package func run(_ check: Certification) throws(Unreachable) -> ScenarioResult {
    var result = result(of: check, .passed)
    if let obstacle = check.obstacle(bot) {
      result.verdict = .skipped(reason: obstacle)
      return result
    }
    do throws(TrialEnd) {
      let trial = try Trial(
        bot, program: program, rooms: check.rooms, limits: Self.noRates + check.limits,
        deadlineSeconds: deadlineSeconds, silenceMilliseconds: silenceMilliseconds)
      defer { trial.end() }
      trial.framesPerSecond = check.framesPerSecond
      do throws(TrialEnd) {
        _ = try trial.join("alice")
        try trial.start()
        try check.run(trial)
        if !trial.traffic.tellsWhenDone {
          result.evidenceOfNothing =
            "a silence of \(silenceMilliseconds) ms was taken for nothing, since the bot does not tell when it is done"
        }
      } catch {
        result.transcript = trial.traffic.transcript(last: 20)
        throw error
      }
    } catch {
      switch error {
      case .server(let message): throw Unreachable(message: message)
      case .found(let finding): report(finding, of: check, in: &result)
      }
    }
    result.mask()
    return result
  }

  /// Carries out a check, as long as the run goes on. One that does not end then is left behind, and its server and its
  /// bot end with the process.
  package func run(
    _ check: Certification, under supervisor: RunSupervisor
  ) throws(Unreachable) -> ScenarioResult {
    let watch = RunWatch()
    let outcome = supervisor.run(under: watch) {
      Result { () throws(Unreachable) in try run(check) }
    }
    if let outcome { return try outcome.get() }
    return result(of: check, endedBy: watch.stop)
  }

  private func result(of check: Certification, endedBy stop: RunStop?) -> ScenarioResult {
    var result = result(of: check, .passed)
    guard let stop else { return result }
    let scenario = scenario(of: check)
    let place = scenario.place(of: .step, path: scenario.source.path)
    result.verdict = stop.verdict(at: Origin(span: place), again: again(check))
    result.sources = SourceSet([scenario.source])
    return result
  }

  /// The command that carries out a check alone.
  private func again(_ check: Certification) -> [String] {
    ["verbatim", "certify", "--bot", bot.command] + options + ["--only", check.name]
  }

  /// What is not carried out because the run has ended.
  package func result(of check: Certification, notRunBecause stop: RunStop) -> ScenarioResult {
    result(of: check, .notRun(reason: stop.message))
  }

  private func result(of check: Certification, _ verdict: Verdict) -> ScenarioResult {
    ScenarioResult(path: check.name, title: check.promise, covers: [], verdict: verdict, venue: "wire")
  }

  /// What is left out because the bot does not do the first thing.
  package func skipped(_ check: Certification) -> ScenarioResult {
    result(of: check, .skipped(reason: "it means nothing for a bot that fails \(Certification.all[0].name)"))
  }

  /// The users of a trial are in no way held up; a check that is about rates sets its own.
  private static let noRates = [
    "messages_burst", "messages_per_second", "commands_burst", "commands_per_second",
  ].map { (name: $0, value: Int64(1_000_000)) }

  private func report(_ finding: Finding, of check: Certification, in result: inout ScenarioResult) {
    let scenario = scenario(of: check)
    let path = (folder.map { "\($0)/" } ?? "") + scenario.source.path
    var failure = ScenarioFailure(
      kind: finding.kind, message: finding.message,
      origin: Origin(span: scenario.place(of: finding.kind, path: path)))
    failure.details = [
      .init(label: "promised", text: check.promise), .init(label: "cause", text: "probably \(finding.cause)"),
      .init(label: "remedy", text: finding.remedy),
    ]
    failure.again = again(check)
    result.sources = SourceSet([SourceFile(path: path, bytes: scenario.source.bytes)])
    result.verdict = .failed(failure)
  }
}
