import Engine
import ScenarioLanguage

/// A run that goes forwards and backwards: what was done in it, and what that has led to.
///
/// Going back means to do all but the last things again, from the beginning. A snapshot of each step would be no simpler: the store, the
/// connections and the bots of a simulation are objects, of which none can be copied. The simulator is deterministic and does a scenario in
/// milliseconds, so that the same things lead to the same bytes.
struct DebuggedRun {
  /// One thing that was done.
  enum Deed {
    /// The next step of the scenario, or, after the last one, what is checked at the end.
    case scenario
    /// Steps that the scenario does not have.
    case tried([Step])
  }

  /// How the run is over, so that the scenario cannot go on.
  enum Ending {
    case passed
    case failed(ScenarioFailure)
  }

  let scenario: Scenario
  private(set) var deeds: [Deed] = []
  private(set) var ending: Ending?
  private var stepper: ScenarioStepper

  /// Lets everyone arrive. What fails here fails in every run of the scenario.
  init(_ scenario: Scenario) throws(ScenarioFailure) {
    self.scenario = scenario
    stepper = ScenarioStepper(try ScenarioRun(scenario, crashesEverywhere: false))
  }

  /// The run itself, to look at.
  var run: ScenarioRun { stepper.run }
  /// The step of the scenario that is next, or nil after the last one.
  var next: Step? { stepper.next }

  var simulator: Simulator {
    guard let simulator = run.stage as? Simulator else { preconditionFailure("it runs in the simulator") }
    return simulator
  }

  /// Does the next step of the scenario, or checks its end; does nothing in a run that is over.
  mutating func step() {
    guard ending == nil else { return }
    deeds.append(.scenario)
    do throws(ScenarioFailure) {
      if stepper.next != nil {
        try stepper.step()
      } else {
        try stepper.end()
        ending = .passed
      }
    } catch {
      ending = .failed(error)
    }
  }

  /// Does steps that the scenario does not have; what was not read before may stay unread. Returns how they failed, where they did.
  mutating func perform(_ steps: [Step]) -> ScenarioFailure? {
    deeds.append(.tried(steps))
    stepper.run.toleratesUnread = true
    defer { stepper.run.toleratesUnread = false }
    do throws(ScenarioFailure) {
      for step in steps { try stepper.run.play(step) }
      return nil
    } catch {
      return error
    }
  }

  /// The run as it was after the first things that were done in it.
  func again(first count: Int) -> DebuggedRun {
    var again: DebuggedRun
    do throws(ScenarioFailure) {
      again = try DebuggedRun(scenario)
    } catch {
      preconditionFailure("everyone arrived before, and not now: \(error.message)")
    }
    for deed in deeds.prefix(count) {
      switch deed {
      case .scenario: again.step()
      case .tried(let steps): _ = again.perform(steps)
      }
    }
    return again
  }

  /// The same run once more, in which something can be done that this one is not to see.
  func copy() -> DebuggedRun { again(first: deeds.count) }

  /// For each thing that was done the place of the scenario's step that it was, or nil where it was none.
  var placesOfSteps: [Int?] {
    var place = 0
    return deeds.map { deed in
      switch deed {
      case .scenario:
        place += 1
        return place <= scenario.steps.count ? place - 1 : nil
      case .tried: return nil
      }
    }
  }

  /// What comes to clients in the next instants at which something falls due, if nobody does anything.
  func upcoming(instants: Int) -> [(at: Instant, entries: [Transcript.Entry])] {
    let copy = copy()
    let stage = copy.run.stage
    var upcoming: [(at: Instant, entries: [Transcript.Entry])] = []
    while upcoming.count < instants, let deadline = stage.nextDeadline {
      let first = copy.run.transcript.entries.count
      do throws(StageFailure) {
        try stage.advance(byMilliseconds: max(0, deadline.milliseconds - stage.now.milliseconds))
      } catch {
        break
      }
      upcoming.append((stage.now, Array(copy.run.transcript.entries[first...])))
    }
    return upcoming
  }
}
