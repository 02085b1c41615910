import ScenarioLanguage

/// Drives the run of a scenario: step by step, or to its end.
///
/// Whole runs and the debugger use the same one, so that what a person sees step by step is what a run does.
struct ScenarioStepper {
  /// The run as the steps so far have left it.
  var run: ScenarioRun

  init(_ run: ScenarioRun) { self.run = run }

  /// The step that is done next, or nil after the last one.
  var next: Step? {
    run.steps < run.scenario.steps.count ? run.scenario.steps[run.steps] : nil
  }

  /// Does the next step, where one is left.
  mutating func step() throws(ScenarioFailure) {
    guard let step = next else { return }
    do throws(ScenarioFailure) {
      run.watch?.reach(step.origin)
      if let stop = run.watch?.stop {
        throw ScenarioFailure(
          kind: .step, message: stop.message, origin: step.origin, inboxes: run.inboxes())
      }
      try run.play(step)
    } catch {
      throw afterSoftFailures(error)
    }
    run.steps += 1
  }

  /// Checks after the last step that nothing was left unread and that no soft expectation failed.
  mutating func end() throws(ScenarioFailure) {
    do throws(ScenarioFailure) {
      try run.checkEnd()
    } catch {
      throw afterSoftFailures(error)
    }
    if let failure = ScenarioFailure(run.softFailures) { throw failure }
  }

  /// Does all steps that are left, and what is checked after them.
  mutating func finish() throws(ScenarioFailure) {
    while next != nil { try step() }
    try end()
  }

  /// The failure that ends the run as the last of all that it has.
  private func afterSoftFailures(_ failure: ScenarioFailure) -> ScenarioFailure {
    ScenarioFailure(run.softFailures + [failure]) ?? failure
  }
}
