import Engine
package import ScenarioLanguage

/// Runs scenarios in the simulator and judges them.
package struct ScenarioRunner: Sendable {
  /// Whether each scenario is run once more with a crash and a restart after each input.
  package var crashesEverywhere = false

  package init(crashesEverywhere: Bool = false) {
    self.crashesEverywhere = crashesEverywhere
  }

  /// Runs everything that a file holds: one scenario, or one for each row of its cases.
  package func run(_ file: SourceFile, load: (String) throws(SourceLoadError) -> SourceFile) -> [ScenarioResult] {
    let expansion = ScenarioExpander.expand(file, load: load)
    let errors = expansion.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else {
      return [
        ScenarioResult(
          path: file.path, caseName: nil, title: "", covers: [], verdict: .unreadable(errors),
          sources: expansion.sources)
      ]
    }
    return expansion.scenarios.map { run($0, sources: expansion.sources) }
  }

  /// Runs one scenario.
  package func run(_ scenario: Scenario, sources: SourceSet) -> ScenarioResult {
    let header = scenario.header
    var result = ScenarioResult(
      path: scenario.path, caseName: scenario.caseName, title: header.title, covers: header.covers,
      verdict: .passed, sources: sources)
    if let reason = header.skip ?? unmetNeed(of: header) {
      result.verdict = .skipped(reason: reason)
      return result
    }
    let failure = run(scenario, into: &result)
    switch (failure, header.xfail) {
    case (nil, nil): result.verdict = .passed
    case (nil, let reason?): result.verdict = .passedUnexpectedly(reason: reason)
    case (_?, let reason?): result.verdict = .failedAsExpected(reason: reason)
    case (let failure?, nil): result.verdict = .failed(failure)
    }
    return result
  }

  private func unmetNeed(of header: Header) -> String? {
    guard crashesEverywhere, header.needs.contains("uninterrupted") else { return nil }
    return "it needs a server that is not interrupted"
  }

  private func run(_ scenario: Scenario, into result: inout ScenarioResult) -> ScenarioFailure? {
    do throws(ScenarioFailure) {
      var run = try ScenarioRun(scenario, crashesEverywhere: false)
      defer { run.report(into: &result) }
      try run.run()
      guard crashesEverywhere else { return nil }
      var interrupted = try ScenarioRun(scenario, crashesEverywhere: true)
      try interrupted.run()
      try interrupted.compare(with: run)
      return nil
    } catch {
      return error
    }
  }
}

extension ScenarioRun {
  fileprivate func report(into result: inout ScenarioResult) {
    result.transcript = transcript
    result.steps = steps
    result.virtualMilliseconds = simulator.now.milliseconds - Instant.virtualStart.milliseconds
    result.journalChain = simulator.journalChain
    result.stateHash = simulator.stateHash
  }

  /// With a crash after each input, every client must have seen what it sees without.
  fileprivate func compare(with undisturbed: ScenarioRun) throws(ScenarioFailure) {
    for client in simulator.clients where !client.isBot {
      let seen = transcript.received(by: client.name)
      let expected = undisturbed.transcript.received(by: client.name)
      guard seen != expected else { continue }
      let index = zip(seen, expected).prefix { $0 == $1 }.count
      var failure = ScenarioFailure(
        kind: .crash, message: "with a crash after each input \(client.name) saw something else",
        origin: scenario.header.origin)
      failure.details = [
        .init(label: "expected", text: index < expected.count ? expected[index] : "nothing more"),
        .init(label: "came", text: index < seen.count ? seen[index] : "nothing more"),
      ]
      throw failure
    }
  }
}
