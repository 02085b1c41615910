package import Bots
import Engine
package import ScenarioLanguage
import Store
import Wire

/// Runs scenarios and judges them.
package struct ScenarioRunner {
  /// What they are run on.
  package var venue = Venue.simulator
  /// Whether each scenario is run once more with a crash and a restart after each input.
  package var crashesEverywhere = false
  /// Where the server's database is kept; nil for one in memory that goes with the run.
  package var database: String?
  /// The options of the command that running a scenario again needs.
  package var options: [String] = []
  /// Bots beside the example bots, by the names that `bots:` uses; they take part in the simulator only.
  package var bots: [String: any Bot]
  /// Makes bots that are programs of their own for the simulator; without it scenarios that have one are skipped there.
  package var externalBots: ExternalBotSource?
  /// Whether a scenario that is skipped has failed.
  package var refusesSkips = false
  /// Who waits for the end of each scenario, and may end it.
  var watch: RunWatch?
  private let maskedSources = MaskedSources()

  package init(
    on venue: Venue = .simulator, crashesEverywhere: Bool = false, database: String? = nil,
    bots: [String: any Bot] = [:]
  ) {
    self.venue = venue
    self.crashesEverywhere = crashesEverywhere
    self.database = database
    self.bots = bots
  }

  /// A file's scenarios, or the result that says why there are none.
  package struct Loaded: Sendable {
    package let scenarios: [Scenario]
    package let sources: SourceSet
    /// The result of a file that is not a scenario.
    package let unreadable: ScenarioResult?
  }

  /// Reads a scenario file with all that it includes: one scenario, or one for each row of its cases.
  ///
  /// The names of cases have placeholders for secrets, so that nothing that knows a scenario by its name knows those.
  ///
  /// - Parameters:
  ///   - bots: The names of bots beside the example bots.
  ///   - vocabulary: The words that scenarios may use.
  ///   - variables: What stands for the variables that the file declares.
  ///   - read: Gives the file at a path; tests have theirs in memory.
  /// - Throws: The reason why the file itself cannot be read. An included one that cannot is an error in a scenario.
  package static func load(
    _ path: String, bots: [String] = [], vocabulary: Vocabulary = .chat, variables: Variables = Variables(),
    read: @escaping (String) throws(SourceLoadError) -> SourceFile = ScenarioFiles.read
  ) throws(SourceLoadError) -> Loaded {
    let file = try read(path)
    let expansion = Expansion.expand(file, variables: variables, load: read)
    // An event or field that does not exist would otherwise be reported as one that did not come.
    var vocabulary = vocabulary
    vocabulary.bots += bots
    // What several cases have in common is said once.
    let unknown = expansion.scenarios.flatMap { vocabulary.check($0) }.withoutRepetitions
    let errors = expansion.diagnostics.filter { $0.severity == .error } + unknown
    guard errors.isEmpty else {
      var unreadable = ScenarioResult(
        path: file.path, title: "", covers: [], verdict: .unreadable(errors), sources: expansion.sources)
      unreadable.mask(hiding: variables.secrets + SecretArguments.values(in: expansion.sources))
      return Loaded(scenarios: [], sources: expansion.sources, unreadable: unreadable)
    }
    return Loaded(
      scenarios: expansion.maskedScenarios(hiding: variables.secrets), sources: expansion.sources,
      unreadable: nil)
  }

  /// The same, with the result of an unreadable file where the file itself cannot be read.
  package static func loadReportingErrors(
    _ path: String, vocabulary: Vocabulary = .chat, variables: Variables = Variables(),
    read: @escaping (String) throws(SourceLoadError) -> SourceFile = ScenarioFiles.read
  ) -> Loaded {
    do throws(SourceLoadError) {
      return try load(path, vocabulary: vocabulary, variables: variables, read: read)
    } catch {
      return Loaded(
        scenarios: [], sources: SourceSet(),
        unreadable: ScenarioResult(
          path: path, title: "", covers: [], verdict: .unreadable([error.diagnostic(of: path)])))
    }
  }

  /// Runs one scenario.
  package func run(_ scenario: Scenario, sources: SourceSet) -> ScenarioResult {
    var result = unmaskedResult(of: scenario, sources, on: venue.name)
    let log = TranscriptLog()
    result.verdict = verdict(on: scenario, log: log, into: &result)
    result.mask(as: scenario, hiding: log.secrets, sharing: maskedSources)
    return result
  }

  /// The result of a scenario that gave none, which is nothing but its file; its verdict is for the caller to say.
  func emptyResult(of scenario: Scenario, sources: SourceSet, on venueName: String) -> ScenarioResult {
    var result = unmaskedResult(of: scenario, sources, on: venueName)
    result.mask(as: scenario, sharing: maskedSources)
    return result
  }

  private func unmaskedResult(
    of scenario: Scenario, _ sources: SourceSet, on venueName: String
  ) -> ScenarioResult {
    let header = scenario.header
    var result = ScenarioResult(
      path: scenario.path, caseName: scenario.caseName, title: header.title,
      covers: header.covers.map(\.value), verdict: .passed, venue: venueName, sources: sources)
    result.options = options
    return result
  }

  private func verdict(
    on scenario: Scenario, log: TranscriptLog, into result: inout ScenarioResult
  ) -> Verdict {
    if let reason = obstacle(to: scenario) { return skipped(scenario, because: reason) }
    if case .skip(let reason) = scenario.header.plan { return skipped(scenario, because: reason) }
    let missing = scenario.missingVariables
    guard missing.isEmpty else { return .unreadable(missing) }
    let failure = run(scenario, log: log, into: &result)
    switch scenario.header.plan {
    case .run, .skip: return failure.map(Verdict.failed) ?? .passed
    case .expectFailure(let known): return known.verdict(on: scenario, failure: failure)
    }
  }

  private func skipped(_ scenario: Scenario, because reason: String) -> Verdict {
    guard refusesSkips else { return .skipped(reason: reason) }
    return .failed(
      ScenarioFailure(kind: .skipped, message: "it was skipped: \(reason)", origin: scenario.origin))
  }

  /// Why the scenario cannot be run here, or nil where it can.
  private func obstacle(to scenario: Scenario) -> String? {
    if crashesEverywhere {
      if scenario.header.needs.contains(where: { $0.value == "uninterrupted" }) {
        return "it needs a server that is not interrupted"
      }
      let connect = scenario.header.connect.map(\.value).first { Dialect($0)?.room != nil }
      if let connect {
        return "it needs a server that is not interrupted, for \(connect.kind) cannot resume"
      }
      if let bot = scenario.header.bots.first(where: { $0.value.command != nil }) {
        return
          "it needs a server that is not interrupted, for its bot \(bot.value.name) is a program of its own"
      }
    }
    return venue.obstacle(to: scenario, startsBots: externalBots != nil)
  }

  private func run(
    _ scenario: Scenario, log: TranscriptLog, into result: inout ScenarioResult
  ) -> ScenarioFailure? {
    do throws(ScenarioFailure) {
      var stepper = ScenarioStepper(
        try ScenarioRun(
          scenario, on: venue, crashesEverywhere: false,
          database: database.map { .file(path: $0) } ?? .memory, bots: bots, externalBots: externalBots,
          watch: watch, log: log))
      defer { stepper.run.report(into: &result) }
      try stepper.finish()
      guard crashesEverywhere else { return nil }
      return failureWhenInterrupted(scenario, undisturbed: stepper.run)
    } catch {
      return error
    }
  }

  private func failureWhenInterrupted(_ scenario: Scenario, undisturbed: ScenarioRun) -> ScenarioFailure? {
    let log = TranscriptLog()
    // What only this run has seen is as secret.
    defer { undisturbed.log.hide(seenIn: log) }
    do throws(ScenarioFailure) {
      var interrupted = ScenarioStepper(
        try ScenarioRun(scenario, crashesEverywhere: true, bots: bots, watch: watch, log: log))
      try interrupted.finish()
      try interrupted.run.compare(with: undisturbed)
      return nil
    } catch {
      var failure = error
      failure.message = "with a crash after each input: \(failure.message)"
      failure.isOfInterruptedRun = true
      for index in failure.further.indices { failure.further[index].isOfInterruptedRun = true }
      return failure
    }
  }
}

extension ScenarioRun {
  fileprivate func report(into result: inout ScenarioResult) {
    result.transcript = transcript
    result.steps = steps
    result.virtualMilliseconds = stage.now.milliseconds - start.milliseconds
    result.journalChain = stage.journalChain
    result.stateHash = stage.stateHash
    if nothings > 0 { result.evidenceOfNothing = stage.evidenceOfNothing }
  }

  /// With a crash after each input, every client must have seen what it sees without.
  fileprivate func compare(with undisturbed: ScenarioRun) throws(ScenarioFailure) {
    for client in stage.participants where !client.isBot {
      let places = transcript.read(of: client.name)
      let seen = places.map(\.event.withoutSecrets)
      let expected = undisturbed.transcript.read(of: client.name).map(\.event.withoutSecrets)
      let index = zip(seen, expected).prefix { $0.isSameValue(as: $1) }.count
      guard index < max(seen.count, expected.count) else { continue }
      var failure = ScenarioFailure(
        kind: .crash, message: "\(client.name) saw something different without the crashes",
        origin: scenario.origin)
      if index < places.count { failure.explain(places[index].place, in: transcript) }
      failure.details = [
        .init(label: "expected", text: expected.text(at: index)),
        .init(label: "came", text: seen.text(at: index)),
      ]
      throw failure
    }
  }
}

extension JSON {
  /// An event without its secrets, which the server makes anew after a crash.
  fileprivate var withoutSecrets: JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !FrameCatalog.secretNames.contains($0.name) })
  }
}

extension [JSON] {
  fileprivate func text(at index: Int) -> String {
    index < count ? ScenarioText.event(self[index]) : "nothing more"
  }
}

extension Scenario {
  /// The name that reports know the scenario by: path, and the case in brackets.
  package var name: String { caseName.map { "\(path) [\($0)]" } ?? path }
}
