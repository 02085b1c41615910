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
    guard let other = failure.all.firstIndex(where: { !isMet(by: $0, in: scenario) }) else {
      return .failedAsExpected(failure, reason: reason)
    }
    let note =
      marks.isEmpty
      ? "it does not say what fails; write that in brackets before the reason, such as [nothing], [chat_message] or the line"
      : "another failure is known"
    let detail = ScenarioFailure.Detail(
      label: "xfail", text: "\(note): \(ConsoleReport.printable(reason))")
    if other == 0 {
      failure.details.append(detail)
    } else {
      failure.further[other - 1].details.append(detail)
    }
    return .failed(failure)
  }

  /// Whether it is this failure that is known. One that keeps the scenario from beginning never is, nor one that only crashes lead to.
  private func isMet(by failure: ScenarioFailure, in scenario: Scenario) -> Bool {
    guard failure.kind != .setup, !failure.isOfInterruptedRun, !marks.isEmpty else { return false }
    return marks.allSatisfy { $0.fits(failure, in: scenario) }
  }
}

extension KnownFailure.Mark {
  fileprivate func fits(_ failure: ScenarioFailure, in scenario: Scenario) -> Bool {
    switch subject {
    case .event(let type):
      failure.kind.isOfExpectation && !failure.isUndecided && failure.eventTypes.contains(type)
    case .text(let text):
      failure.message.contains(text) || failure.details.contains { $0.text.contains(text) }
    case .line:
      // An event that is left over is noticed at a line which is not at fault.
      !lines.isDisjoint(with: failure.origin.lines) && !failure.isOfLeftoverEvent
        && (failure.kind.isOfExpectation || !scenario.expects(at: failure.origin))
    }
  }
}

extension ScenarioFailure {
  /// Whether the expectation could not be compared with what came, so that nobody knows if it was met.
  fileprivate var isUndecided: Bool {
    details.contains { detail in
      switch detail.content {
      case .text: false
      case .mismatches(let mismatches): mismatches.contains(where: \.isUndecided)
      }
    }
  }
}

extension Scenario {
  fileprivate func expects(at origin: Origin) -> Bool {
    steps.contains { $0.expectations.contains { $0.origin == origin } }
  }
}
