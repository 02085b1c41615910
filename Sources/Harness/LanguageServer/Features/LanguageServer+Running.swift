import Harness
import ScenarioLanguage
import Wire

extension LanguageServer {
  /// How long one scenario may take: nothing else is answered meanwhile.
  private static let mostSeconds = 60

  /// Runs a file, or one of its cases, in the simulator, and publishes what failed where it failed.
  mutating func executeCommand(_ parameters: JSON) throws(RPCError) -> JSON {
    let arguments = parameters["arguments"]?.elements ?? []
    guard parameters["command"] == .string(RunLenses.command), let path = arguments.first?.asText else {
      throw RPCError(
        .invalidParameters, "the only command is \(RunLenses.command), with a path and perhaps a case")
    }
    let caseName = arguments.count > 1 ? arguments[1].asText : nil
    let results = results(of: DocumentURI.path(of: path), caseName: caseName)
    guard !results.isEmpty else {
      throw RPCError(.requestFailed, "\(path) has no case \(caseName ?? "")")
    }
    publish(results)
    let summary = String(ConsoleReport.summary(of: results).dropLast())
    let isBad = results.contains { $0.verdict.isBad }
    outbox.append(
      RPCMessage.outgoing(
        "window/showMessage",
        .members(["type": .integer(isBad ? 1 : 3), "message": .string(summary)])))
    return .members([
      "passed": .integer(Int64(results.count { !$0.verdict.isBad })),
      "failed": .integer(Int64(results.count { $0.verdict.isBad })),
      "text": .string(results.map { ConsoleReport.text(of: $0) }.joined() + summary + "\n"),
    ])
  }

  private func results(of path: String, caseName: String?) -> [ScenarioResult] {
    let loaded = ScenarioRunner.loadReportingErrors(path, vocabulary: vocabulary, read: workspace.read)
    let bounds = RunSupervisor.Bounds(scenario: RealDuration(seconds: Self.mostSeconds))
    let session = ScenarioSession(ScenarioRunner(), supervisor: RunSupervisor(bounds))
    defer { session.shutDown() }
    return SuiteItem.items(of: loaded).compactMap { item in
      switch item {
      case .unreadable(let result): return result
      case .scenario(let scenario, let sources):
        guard caseName == nil || scenario.caseName == caseName else { return nil }
        return session.run(scenario, sources: sources)
      }
    }
  }

  /// Publishes the findings of a run with those of the linter, for the file where it is open.
  private mutating func publish(_ results: [ScenarioResult]) {
    guard let path = results.first?.path else { return }
    // The results have placeholders for secrets in their lines, which would move what is behind them.
    let sources = (try? workspace.analysis(of: path))?.sources ?? SourceSet()
    foundByRuns[path] = results.flatMap { $0.findings(sources) }
    if let document = workspace[path] { publish(document) }
  }
}

extension ScenarioResult {
  /// What an editor shows of how it ended; nothing where it ended well.
  fileprivate func findings(_ sources: SourceSet) -> [Finding] {
    let prefix = caseName.map { "\($0): " } ?? ""
    switch verdict {
    // The linter has said it.
    case .unreadable: return []
    case .failed, .warned, .untestable, .timedOut, .interrupted:
      return (verdict.failure?.all ?? []).map { failure in
        let details = failure.details.map { "\($0.label): \($0.text)" }
        let message = ([prefix + failure.message] + details).joined(separator: "\n")
        let origin = Origin(span: failure.place, trail: failure.origin.trail)
        return Finding(message, code: failure.kind.rawValue, at: origin, in: path, sources)
      }
    case .passedUnexpectedly(let reason, let claim):
      return [
        finding("\(prefix)it passed, although it is known to fail: \(reason)", at: claim.place, sources)
      ]
    case .harnessError(let reason): return [finding("\(prefix)\(reason)", at: nil, sources)]
    case .passed, .failedAsExpected, .skipped, .notApplicable, .notRun: return []
    }
  }

  private func finding(_ message: String, at place: SourceSpan?, _ sources: SourceSet) -> Finding {
    let start = SourceSpan(path: path, line: 1, column: 1, length: 1)
    return Finding(
      message, code: verdict.kind.rawValue, at: Origin(span: place ?? start), in: path, sources)
  }
}
