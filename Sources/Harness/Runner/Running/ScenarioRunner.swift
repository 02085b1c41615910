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
  /// Bots beside the example bots, by the names that `bots:` uses; they take part in the simulator only.
  package var bots: [String: any Bot]

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
  /// - Parameters:
  ///   - bots: The names of bots beside the example bots.
  ///   - vocabulary: The words that scenarios may use.
  ///   - read: Gives the file at a path; tests have theirs in memory.
  /// - Throws: The reason why the file itself cannot be read. An included one that cannot is an error in a scenario.
  package static func load(
    _ path: String, bots: [String] = [], vocabulary: Vocabulary = .chat,
    read: @escaping (String) throws(SourceLoadError) -> SourceFile = { path throws(SourceLoadError) in
      try ScenarioFiles.read(path)
    }
  ) throws(SourceLoadError) -> Loaded {
    let expansion = Expansion.expand(try read(path), load: read)
    // An event or field that does not exist would otherwise be reported as one that did not come.
    var vocabulary = vocabulary
    vocabulary.bots += bots
    let unknown = expansion.scenarios.flatMap { vocabulary.check($0) }.withoutRepetitions
    let errors = expansion.diagnostics.filter { $0.severity == .error } + unknown
    let unreadable = ScenarioResult(
      path: path, title: "", covers: [], verdict: .unreadable(errors),
      sources: expansion.sources)
    return Loaded(
      scenarios: errors.isEmpty ? expansion.scenarios : [], sources: expansion.sources,
      unreadable: errors.isEmpty ? nil : unreadable)
  }

  /// Runs one scenario.
  package func run(_ scenario: Scenario, sources: SourceSet) -> ScenarioResult {
    let header = scenario.header
    var result = ScenarioResult(
      path: scenario.path, caseName: scenario.caseName, title: header.title,
      covers: header.covers.map(\.value), verdict: .passed, venue: venue.name, sources: sources)
    if let reason = obstacle(to: scenario) {
      result.verdict = .skipped(reason: reason)
      return result
    }
    switch header.plan {
    case .skip(let reason): result.verdict = .skipped(reason: reason)
    case .run: result.verdict = run(scenario, into: &result).map(Verdict.failed) ?? .passed
    case .expectFailure(let reason):
      let failed = run(scenario, into: &result) != nil
      result.verdict = failed ? .failedAsExpected(reason: reason) : .passedUnexpectedly(reason: reason)
    }
    return result
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
    }
    return venue.obstacle(to: scenario)
  }

  private func run(_ scenario: Scenario, into result: inout ScenarioResult) -> ScenarioFailure? {
    do throws(ScenarioFailure) {
      var run = try ScenarioRun(
        scenario, on: venue, crashesEverywhere: false,
        database: database.map { .file(path: $0) } ?? .memory, bots: bots)
      defer { run.report(into: &result) }
      try run.run()
      guard crashesEverywhere else { return nil }
      return failureWhenInterrupted(scenario, undisturbed: run)
    } catch {
      return error
    }
  }

  private func failureWhenInterrupted(_ scenario: Scenario, undisturbed: ScenarioRun) -> ScenarioFailure? {
    do throws(ScenarioFailure) {
      var interrupted = try ScenarioRun(scenario, crashesEverywhere: true, bots: bots)
      try interrupted.run()
      try interrupted.compare(with: undisturbed)
      return nil
    } catch {
      var failure = error
      failure.message = "with a crash after each input: \(failure.message)"
      failure.isOfInterruptedRun = true
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
      let seen = places.map(\.event)
      let expected = undisturbed.transcript.read(of: client.name).map(\.event)
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

extension [JSON] {
  fileprivate func text(at index: Int) -> String {
    index < count ? ScenarioText.event(self[index]) : "nothing more"
  }
}

extension Scenario {
  /// The name that reports know the scenario by: path, and the case in brackets.
  package var name: String { caseName.map { "\(path) [\($0)]" } ?? path }
}

extension [Diagnostic] {
  /// What several cases have in common is said once.
  fileprivate var withoutRepetitions: [Diagnostic] {
    enumerated().filter { !self[..<$0.offset].contains($0.element) }.map(\.element)
  }
}
