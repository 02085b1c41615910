package import ScenarioLanguage

/// Why a scenario, or a whole run, ends before it is through.
package enum RunStop: Error, Hashable, Sendable {
  /// The scenario has taken longer than it may.
  case timeout(RealDuration)
  /// All scenarios together have taken longer than they may.
  case runTimeout(RealDuration)
  /// A signal has interrupted the run.
  case interrupted(signal: Int32)
  /// The server is gone and does not come back; the text says what is known of its end.
  case serverGone(String)

  /// Why a scenario was ended, in one sentence.
  package var message: String {
    switch self {
    case .timeout(let bound): "it takes longer than \(bound) of real time; --timeout gives it more"
    case .runTimeout(let bound):
      "the run takes longer than \(bound) of real time; --run-timeout gives it more"
    case .interrupted(let signal): "the run was interrupted by \(Self.name(ofSignal: signal))"
    case .serverGone(let end): "the server is gone: \(end)"
    }
  }

  /// Whether no other scenario is run either.
  var endsRun: Bool { if case .timeout = self { false } else { true } }

  /// The verdict on a scenario that it ended, or kept from beginning.
  ///
  /// - Parameters:
  ///   - origin: The line that the scenario was at.
  ///   - inboxes: What was not read yet, where that is known.
  ///   - failures: Those of soft expectations, after which the scenario had gone on.
  ///   - again: The words of the command that runs it again, where that is not `verbatim run`.
  package func verdict(
    at origin: Origin, inboxes: [ScenarioFailure.Inbox] = [], after failures: [ScenarioFailure] = [],
    again: [String]? = nil
  ) -> Verdict {
    var failure = ScenarioFailure(kind: .step, message: message, origin: origin, inboxes: inboxes)
    failure.further = failures
    failure.again = again
    switch self {
    case .timeout, .runTimeout: return .timedOut(failure)
    case .interrupted: return .interrupted(failure)
    case .serverGone: return .failed(failure)
    }
  }

  private static func name(ofSignal signal: Int32) -> String {
    switch signal {
    case 1: "SIGHUP"
    case 2: "SIGINT"
    case 15: "SIGTERM"
    case _: "signal \(signal)"
    }
  }
}
