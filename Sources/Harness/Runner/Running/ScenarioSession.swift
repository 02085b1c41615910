package import ScenarioLanguage

/// A run of scenarios, one after the other, which ends early where it is interrupted, takes too long, or loses its server.
///
/// Several run at the same time, each on a thread and on a venue of its own, where they have the same supervisor.
package final class ScenarioSession {
  private var runner: ScenarioRunner
  private let supervisor: RunSupervisor
  private let renewedVenue: () throws(RunStop) -> Venue
  /// What reports call what the scenarios are run on.
  package let venueName: String
  /// Why no further scenario is run, here and in sessions beside this one, or nil while the run goes on.
  package var end: RunStop? { supervisor.end }

  /// - Parameters:
  ///   - runner: Runs each scenario; its venue is the session's from now on.
  ///   - name: What reports call what the scenarios are run on, where that is not the runner's venue.
  ///   - renewedVenue: Makes another venue, where a scenario that did not end still has the first.
  package init(
    _ runner: ScenarioRunner, called name: String? = nil, supervisor: RunSupervisor,
    renewedVenue: @escaping () throws(RunStop) -> Venue = { () throws(RunStop) -> Venue in .simulator }
  ) {
    (self.runner, self.supervisor, self.renewedVenue) = (runner, supervisor, renewedVenue)
    venueName = name ?? runner.venue.name
  }

  /// Runs a scenario, or says why it was not run.
  package func run(_ scenario: Scenario, sources: SourceSet) -> ScenarioResult {
    if let verdict = verdictWithoutRunning(scenario) {
      var result = runner.emptyResult(of: scenario, sources: sources, on: venueName)
      result.verdict = verdict
      return result
    }
    let watch = RunWatch()
    let outcome = supervised(scenario, sources, under: watch)
    var result = outcome?.result ?? runner.emptyResult(of: scenario, sources: sources, on: venueName)
    // How the scenario's steps ended means nothing where they were ended from outside.
    let isOutcomeOfSteps = [.failed, .failedAsExpected].contains(result.verdict.kind)
    if let stop = watch.stop, outcome == nil || isOutcomeOfSteps {
      // The last of them is how the stop showed, and those before it are of soft expectations.
      let failures = (result.verdict.failure ?? result.verdict.knownFailure)?.all ?? []
      result.verdict = stop.verdict(
        at: watch.place ?? scenario.origin, inboxes: failures.last?.inboxes ?? [],
        after: Array(failures.dropLast()))
      if stop.endsRun { supervisor.end(because: stop) }
      // In what state the scenario has left the server, nobody knows.
      if case .server(let server) = runner.venue { server.abort() }
    }
    if let loss = outcome?.loss { supervisor.end(because: .serverGone(loss)) }
    if outcome == nil { leaveVenueBehind() }
    return result
  }

  /// The verdict on a scenario that is not begun because the run has to end, or nil where it can be begun.
  private func verdictWithoutRunning(_ scenario: Scenario) -> Verdict? {
    if let end { return .notRun(reason: end.message) }
    guard let stop = supervisor.stop else { return nil }
    // Of sessions that notice it between two scenarios, one reports it.
    let isFirst = supervisor.end(because: stop)
    return isFirst ? stop.verdict(at: scenario.origin) : .notRun(reason: stop.message)
  }

  /// Ends all connections, and a server that was started for the run.
  package func shutDown() {
    if case .server(let server) = runner.venue { server.shutDown() }
    runner.venue = .simulator
  }

  private struct Outcome: Sendable {
    let result: ScenarioResult
    /// Why the server cannot be used any more, where that is so.
    var loss: String?
  }

  private func supervised(_ scenario: Scenario, _ sources: SourceSet, under watch: RunWatch) -> Outcome? {
    runner.watch = watch
    // The thread has both to itself: nothing else is done with them before it has ended, or they are replaced.
    nonisolated(unsafe) let runner = runner
    guard case .server(let server) = runner.venue else {
      return supervisor.run(under: watch) { Outcome(result: runner.run(scenario, sources: sources)) }
    }
    nonisolated(unsafe) let served = server
    let secrets = scenario.secrets
    let work: @Sendable () -> Outcome = {
      var result = runner.run(scenario, sources: sources)
      let isSuspect = result.verdict.isBad && watch.stop == nil
      // It can have lines of the server's log.
      let loss = isSuspect ? served.loss().map { Masks.masked($0, hiding: secrets) } : nil
      if let loss, case .failed(let failure) = result.verdict {
        result.verdict = .failed(failure.explained(byLossOfServer: loss))
      }
      return Outcome(result: result, loss: loss)
    }
    return supervisor.run(under: watch, abort: { server.abort() }, work)
  }

  /// A thread that was left behind still has the server, so that the scenarios to come need another.
  private func leaveVenueBehind() {
    guard case .server(let server) = runner.venue else { return }
    server.abandon()
    runner.venue = .simulator
    guard end == nil else { return }
    do throws(RunStop) {
      runner.venue = try renewedVenue()
    } catch {
      supervisor.end(because: error)
    }
  }
}

extension ScenarioFailure {
  /// The failure with what became of the server, where it does not say so already: a connection that broke may be all that was seen.
  fileprivate func explained(byLossOfServer loss: String) -> Self {
    guard !message.contains(StageFailure.serverDied("").message) else { return self }
    var explained = self
    explained.details.append(.init(label: "server", text: StageFailure.serverDied(loss).message))
    return explained
  }
}
