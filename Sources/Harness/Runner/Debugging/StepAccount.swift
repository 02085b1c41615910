import Engine
import ScenarioLanguage
import Wire

/// What one step has done, as the debugger tells it: what happened, which events it has read, and which names it has bound.
struct StepAccount {
  private let entries: Int
  private let scripted: Int
  private let bindings: [String: JSON]
  private let softFailures: Int
  private let now: Instant

  /// Notes where a run is before the step.
  init(before run: ScenarioRun) {
    entries = run.transcript.entries.count
    scripted = run.transcript.scripted.count
    bindings = run.bindings
    softFailures = run.softFailures.count
    now = run.stage.now
  }

  /// What has changed since, in lines.
  ///
  /// - Parameter steps: What was done; nothing at the end of the scenario.
  func text(after run: ScenarioRun, doing steps: [Step], in view: DebuggerView) -> String {
    let transcript = run.transcript
    var lines = (entries..<transcript.entries.count).map { view.entry($0) }
    let read = transcript.scripted[scripted...].filter { place in
      if case .received = transcript.entries[place].kind { true } else { false }
    }
    lines += read.map { "took \(view.entry($0))" }
    if read.isEmpty { lines += steps.compactMap(\.findingOfNothing) }
    for (name, value) in run.bindings.sorted(by: { $0.key < $1.key }) where bindings[name] != value {
      lines.append(view.shown("$\(name) = \(ScenarioText.value(value))"))
    }
    if run.stage.now != now { lines.append("it is \(Timestamp.text(of: run.stage.now))") }
    for failure in run.softFailures[softFailures...] {
      lines.append(view.shown("failed, and the run goes on: \(failure.message)"))
    }
    return lines.map { "  \($0)\n" }.joined()
  }
}

extension Step {
  /// What it means that an expectation has read no event and has not failed.
  fileprivate var findingOfNothing: String? {
    guard case .expect(let expectation) = kind else { return nil }
    return switch expectation.demand {
    case .nothing: "nothing is unread"
    case .never: "no such event is unread"
    case .optional: "the next unread event is another one, or there is none"
    case .next, .soft, .skip: nil
    }
  }
}
