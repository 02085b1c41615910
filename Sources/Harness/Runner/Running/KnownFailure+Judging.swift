import ScenarioLanguage

extension KnownFailure {
  /// The verdict on a scenario that is known to fail like this.
  ///
  /// - Parameter failure: How it failed, or nil where it passed.
  func verdict(on scenario: Scenario, failure: ScenarioFailure?) -> Verdict {
    guard var failure else {
      return .passedUnexpectedly(reason: reason, claim: isOfRow ? .row(span) : .header)
    }
    // Where the run went on after a soft expectation, all that failed has to be known.
    if failure.all.allSatisfy({ isMet(by: $0, in: scenario) }) {
      return .failedAsExpected(failure, reason: reason)
    }
    let note =
      marks.isEmpty
      ? "it does not say what fails; write that in brackets before the reason, such as [nothing], [chat_message] or the line"
      : "another failure is known"
    failure.details.append(.init(label: "xfail", text: "\(note): \(ConsoleReport.printable(reason))"))
    return .failed(failure)
  }

  /// Whether it is this failure that is known. One that keeps the scenario from beginning never is.
  private func isMet(by failure: ScenarioFailure, in scenario: Scenario) -> Bool {
    guard failure.kind != .setup, !marks.isEmpty else { return false }
    return marks.allSatisfy { $0.fits(failure, in: scenario) }
  }
}

extension KnownFailure.Mark {
  fileprivate func fits(_ failure: ScenarioFailure, in scenario: Scenario) -> Bool {
    switch subject {
    case .event(let type): failure.kind.isOfExpectation && failure.eventTypes.contains(type)
    case .text(let text):
      failure.message.contains(text) || failure.details.contains { $0.text.contains(text) }
    case .line:
      !lines.isDisjoint(with: failure.origin.lines)
        && (failure.isOfItsLine || !scenario.expects(at: failure.origin))
    }
  }
}

extension ScenarioFailure {
  /// Whether the line asks for what did not happen. A server that dies, or an event that is left over, is only noticed there.
  fileprivate var isOfItsLine: Bool { kind.isOfExpectation && !isOfLeftoverEvent }
}

extension Scenario {
  fileprivate func expects(at origin: Origin) -> Bool {
    steps.contains { $0.expectations.contains { $0.origin == origin } }
  }
}
