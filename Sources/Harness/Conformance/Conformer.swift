package import Client
import Dispatch
import Engine
import Foundation
package import Harness
package import LiveStage
import ProtocolRegistry
package import ScenarioLanguage
package import Wire

/// Puts a server through checks, several at a time.
package struct Conformer: Sendable {
  /// The server.
  package enum Target: Sendable {
    /// One that is there, and its operator's token where that is known.
    case at(Endpoint, token: String?)
    /// One that is started for the checks; each worker has its own.
    case spawned(SpawnCommand)
  }

  private let target: Target
  /// How many checks are carried out at a time.
  package var jobs = 4
  /// Whether rules that only SHOULD be kept count.
  package var isStrict = false
  /// How long one line may really wait where the server's clock cannot be moved, in seconds.
  package var longestWaitSeconds: Int64 = 10
  /// How long the server may take for an answer, in seconds.
  package var deadlineSeconds = 10
  /// How long all checks together may take, in seconds; what has not begun by then is untestable.
  package var timeLimitSeconds = 1800
  /// What is known to fail.
  package var baseline = Baseline()
  /// The words of the command that carries out a check alone, up to its name.
  package var again: [String] = []
  /// What no report may show although no field says that it is secret, such as the values of variables.
  package var secrets: [KnownSecret] = []
  /// The signal that has interrupted the run, or nil where none has.
  package var interruption: @Sendable () -> Int32? = { nil }

  /// How often it is looked whether the run was interrupted, and how long checks may take then to end, in milliseconds.
  private static let (lookMilliseconds, graceMilliseconds) = (50, 3000)

  package init(of target: Target) { self.target = target }

  /// How all checks ended.
  package struct Outcome: Sendable {
    /// A result for each check, in the order of the checks.
    package let results: [ScenarioResult]
    /// Why the server could not be used at all, where that is so.
    package let unreachable: String?
    /// What the server said first of all, where it said anything.
    package let hello: JSON?
  }

  /// Carries out the checks.
  ///
  /// - Parameter report: Is told each result when it is there and all before it are.
  package func run(_ checks: [Check], report: @escaping @Sendable (ScenarioResult) -> Void = { _ in })
    -> Outcome
  {
    let desk = SharedDesk(ConformanceDesk(count: checks.count, timeLimitSeconds: timeLimitSeconds))
    let workers = max(1, min(jobs, checks.count))
    var unreachable: String?
    do throws(WireServer.Unreachable) {
      // The first server is asked alone: where it cannot be used, none can.
      nonisolated(unsafe) let first = try reach()
      desk.withLock { $0.hello = first.control?.hello.json }
      // Workers mostly wait, so there can be more of them than cores, each on a thread of its own.
      let group = DispatchGroup()
      for number in 0..<workers {
        group.enter()
        Thread.detachNewThread {
          work(at: desk, on: checks, with: number == 0 ? first : nil, report: report)
          group.leave()
        }
      }
      wait(for: group, at: desk, checks, report: report)
    } catch {
      let reason = error.message
      unreachable = reason
      desk.withLock { $0.stop(because: reason) }
      work(at: desk, on: checks, with: nil, report: report)
    }
    return desk.withLock {
      Outcome(results: $0.results.compactMap(\.self), unreachable: unreachable, hello: $0.hello)
    }
  }

  /// Waits until all workers are through, or the run was interrupted. A check that does not end then is left behind, and
  /// ends with the process.
  private func wait(
    for workers: DispatchGroup, at desk: SharedDesk, _ checks: [Check],
    report: @Sendable (ScenarioResult) -> Void
  ) {
    while workers.wait(timeout: .now() + .milliseconds(Self.lookMilliseconds)) == .timedOut {
      guard let signal = interruption() else { continue }
      let stop = RunStop.interrupted(signal: signal)
      let brakes = desk.withLock { $0.interrupt(by: stop) }
      for brake in brakes { brake.pull() }
      let isThrough = workers.wait(timeout: .now() + .milliseconds(Self.graceMilliseconds)) == .success
      if !isThrough { for brake in brakes { brake.abandon() } }
      for index in checks.indices {
        let result = judged(checks[index].result(of: stop), of: checks[index])
        desk.withLock { $0.put(result, at: index, report: report) }
      }
      return
    }
  }

  /// Carries out one check after the other, as long as there are any.
  ///
  /// - Parameter first: The server, for the worker that has it; the others get one of their own.
  private func work(
    at desk: SharedDesk, on checks: [Check], with first: WireServer?,
    report: @Sendable (ScenarioResult) -> Void
  ) {
    let server = first ?? (desk.withLock { $0.hasStopped } ? nil : try? reach())
    defer { server?.shutDown() }
    if let brake = server?.brake { desk.withLock { $0.brakes.append(brake) } }
    // A server that is reset for each check is one worker's alone.
    if let server, case .at = target, server.abilities.movesClock, first == nil { return }
    while let (index, obstacle) = desk.withLock({ $0.take(hasServer: server != nil) }) {
      let check = checks[index]
      guard let server, obstacle == nil else {
        let end = desk.withLock { $0.end }
        let unrun = end.map { check.result(.notRun(reason: $0.message)) }
        let result = judged(unrun ?? check.result(untestable: obstacle ?? ""), of: check)
        desk.withLock { $0.put(result, at: index, report: report) }
        continue
      }
      let outcome = ScenarioResult.timed { carriedOut(check, on: server) }
      let end = desk.withLock { $0.end }
      let result = judged(outcome.ended(by: end), of: check)
      let trouble = server.trouble
      if end == nil, desk.withLock({ $0.hasToAsk(after: trouble) }), !server.isAnswering() {
        desk.withLock { $0.stop(because: "the server stopped answering; before that: \(trouble ?? "")") }
      }
      desk.withLock { $0.put(result, at: index, report: report) }
    }
  }

  private func reach() throws(WireServer.Unreachable) -> WireServer {
    switch target {
    case .at(let endpoint, let token):
      try WireServer(
        at: endpoint, token: token, longestWaitSeconds: longestWaitSeconds, deadlineSeconds: deadlineSeconds)
    case .spawned(let command):
      try WireServer(
        spawning: command, longestWaitSeconds: longestWaitSeconds, deadlineSeconds: deadlineSeconds)
    }
  }

  /// The result of a check, with what it means for the server as its verdict.
  func judged(_ result: ScenarioResult, of check: Check) -> ScenarioResult {
    var result = result
    result.check = check.name
    if var failure = result.verdict.failure {
      failure.again = again + [check.name]
      let isOver = result.verdict.kind == .interrupted
      result.verdict = isOver ? .interrupted(failure) : verdict(of: failure, in: check)
    } else if case .skipped(let reason) = result.verdict {
      result.verdict = .notApplicable(reason: reason)
    }
    result.verdict = baseline.judged(result.verdict, of: check.name)
    result.bound()
    result.mask(hiding: secrets + operatorToken)
    return result
  }

  private var operatorToken: [KnownSecret] {
    guard case .at(_, let token?) = target else { return [] }
    return [KnownSecret(token, .numbered("token"))]
  }

  private func verdict(of failure: ScenarioFailure, in check: Check) -> Verdict {
    if failure.kind == .setup { return .untestable(failure) }
    switch check.level {
    case .must: return .failed(failure)
    case .should: return isStrict ? .failed(failure) : .warned(failure)
    case .may: return .warned(failure)
    }
  }

  private func carriedOut(_ check: Check, on server: WireServer) -> ScenarioResult {
    var result = check.result(.passed)
    result.venue = server.name
    if let obstacle = obstacle(to: check, on: server) {
      result.verdict = .notApplicable(reason: obstacle)
      return result
    }
    switch check.body {
    case .scenario(let scenario, let sources):
      return carriedOut(scenario, sources, on: server)
    case .procedure(let procedure, let origin):
      do throws(ProbeEnd) {
        let probe = Probe(of: server, origin: origin)
        try probe.arrange { () throws(StageFailure) in try server.begin() }
        try procedure(probe)
      } catch {
        switch error {
        case .failed(let failure): result.verdict = .failed(failure)
        case .notApplicable(let reason): result.verdict = .notApplicable(reason: reason)
        }
      }
      return result
    }
  }

  private func carriedOut(
    _ scenario: Scenario, _ sources: SourceSet, on server: WireServer
  ) -> ScenarioResult {
    let runner = ScenarioRunner(on: .server(server))
    let needsNew = scenario.header.needs.contains { $0.value == "fresh" }
    if needsNew && server.isRenewable { try? server.renew() }
    let result = runner.run(scenario, sources: sources)
    guard result.verdict.failure?.kind == .setup, server.isRenewable, !needsNew else { return result }
    // Who takes part may have been refused because others came before, such as by an allowance.
    try? server.renew()
    return runner.run(scenario, sources: sources)
  }

  /// Why a check says nothing of this server, or nil where it does.
  private func obstacle(to check: Check, on server: WireServer) -> String? {
    if let obstacle = check.obstacle { return obstacle }
    let capabilities = server.capabilities
    for profile in Profile.allCases where check.profiles.contains(profile) {
      if let capability = profile.capability, !capabilities.contains(capability) {
        return "`hello` does not say that the server can \(capability)"
      }
      if profile == .administration, !server.abilities.administers {
        return "only the server's operator can do it; give --admin-token-file"
      }
    }
    return nil
  }
}

extension ScenarioResult {
  /// The result where the run ended from outside: then a failure says nothing.
  fileprivate func ended(by stop: RunStop?) -> ScenarioResult {
    guard let stop, let failure = verdict.failure ?? verdict.knownFailure else { return self }
    var result = self
    result.verdict = stop.verdict(at: failure.origin)
    return result
  }
}

extension Check {
  /// The scenario's file; a check in Swift has none, and its name stands for it.
  private var path: String {
    switch body {
    case .scenario(let scenario, _): scenario.path
    case .procedure(_, let origin): origin.span.path
    }
  }

  /// A result of this check.
  func result(_ verdict: Verdict) -> ScenarioResult {
    var result = ScenarioResult(
      path: path, title: title, covers: covers.map(\.id), verdict: verdict)
    result.check = name
    return result
  }

  /// The result where the check was under way when the run had to end.
  func result(of stop: RunStop) -> ScenarioResult { result(stop.verdict(at: origin)) }

  /// Where reports point when no line is at fault.
  private var origin: Origin { Origin(span: SourceSpan(path: path, line: 1, column: 1, length: 1)) }

  /// The result where the check could not be carried out.
  func result(untestable reason: String) -> ScenarioResult {
    result(.untestable(ScenarioFailure(kind: .setup, message: reason, origin: origin)))
  }
}
