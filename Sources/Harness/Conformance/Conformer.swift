package import Client
import Dispatch
import Engine
import ScenarioLanguage
import Synchronization
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
  /// What is known to fail.
  package var baseline = Baseline()
  /// The words of the command that carries out a check alone, up to its name.
  package var again: [String] = []

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
  package func run(_ checks: [Check], report: @Sendable (ScenarioResult) -> Void = { _ in }) -> Outcome {
    let desk = Mutex(Desk(count: checks.count))
    let workers = max(1, min(jobs, checks.count))
    DispatchQueue.concurrentPerform(iterations: workers) { number in
      work(at: desk, on: checks, first: number == 0, report: report)
    }
    return desk.withLock {
      Outcome(results: $0.results.compactMap(\.self), unreachable: $0.unreachable, hello: $0.hello)
    }
  }

  /// What the workers share: which check is next, and what has come out.
  private struct Desk {
    var next = 0
    var results: [ScenarioResult?]
    var told = 0
    var unreachable: String?
    var hello: JSON?

    init(count: Int) { results = Array(repeating: nil, count: count) }

    mutating func take() -> Int? {
      guard next < results.count else { return nil }
      next += 1
      return next - 1
    }

    mutating func put(_ result: ScenarioResult, at index: Int, report: (ScenarioResult) -> Void) {
      results[index] = result
      while told < results.count, let result = results[told] {
        report(result)
        told += 1
      }
    }
  }

  private func work(
    at desk: borrowing Mutex<Desk>, on checks: [Check], first: Bool,
    report: @Sendable (ScenarioResult) -> Void
  ) {
    let server: WireServer?
    var obstacle = ""
    do throws(WireServer.Unreachable) {
      let reached = try reach()
      desk.withLock { $0.hello = $0.hello ?? reached.control?.hello }
      server = reached
    } catch {
      server = nil
      obstacle = error.message
      desk.withLock { $0.unreachable = obstacle }
    }
    defer { server?.shutDown() }
    // A server that is reset for each check is one worker's alone.
    if let server, case .at = target, server.isReset, !first { return }
    while let index = desk.withLock({ $0.take() }) {
      let check = checks[index]
      let result = ScenarioResult.timed {
        server.map { judged(check, on: $0) } ?? check.result(unreachable: obstacle)
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

  /// Carries out a check and says what its result means.
  private func judged(_ check: Check, on server: WireServer) -> ScenarioResult {
    var result = carriedOut(check, on: server)
    result.check = check.name
    if var failure = result.verdict.failure {
      failure.again = again + [check.name]
      result.verdict = verdict(of: failure, in: check)
    } else if case .skipped(let reason) = result.verdict {
      result.verdict = .notApplicable(reason: reason)
    }
    result.verdict = baseline.judged(result.verdict, of: check.name)
    return result
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
      return ScenarioRunner(on: .wire(server)).run(scenario, sources: sources)
    case .procedure(let procedure):
      do throws(ScenarioFailure) {
        let probe = Probe(of: server)
        try probe.arrange { () throws(StageFailure) in try server.begin() }
        try procedure(probe)
      } catch {
        result.verdict = .failed(error)
      }
      return result
    }
  }

  /// Why a check says nothing of this server, or nil where it does.
  private func obstacle(to check: Check, on server: WireServer) -> String? {
    let capabilities = server.capabilities
    for profile in Profile.allCases where check.profiles.contains(profile) {
      if let capability = profile.capability, !capabilities.contains(capability) {
        return "`hello` does not say that the server can \(capability)"
      }
      if profile == .administration, !server.isAdministered {
        return "only the server's operator can do it; give --admin-token-file"
      }
    }
    return nil
  }
}

extension Check {
  /// The scenario's file; a check in Swift has none, and its name stands for it.
  private var path: String {
    switch body {
    case .scenario(let scenario, _): scenario.path
    case .procedure: name
    }
  }

  /// A result of this check.
  func result(_ verdict: Verdict) -> ScenarioResult {
    var result = ScenarioResult(
      path: path, caseName: nil, title: title, covers: covers.map(\.id), verdict: verdict)
    result.check = name
    return result
  }

  /// The result where there is no server to check.
  func result(unreachable reason: String) -> ScenarioResult {
    let span = SourceSpan(path: path, line: 1, column: 1, length: 1)
    return result(.untestable(ScenarioFailure(kind: .setup, message: reason, origin: Origin(span: span))))
  }
}
