import Engine
import ScenarioLanguage

/// Lines that the scenario does not have.
extension Debugger {
  /// Does a line on a copy of the run.
  mutating func attempt(_ line: String) throws(DebuggerRefusal) -> String {
    let steps = try steps(of: line)
    var copy = current.copy()
    let account = StepAccount(before: copy.run)
    let failure = copy.perform(steps)
    // A scenario that is over cannot go on with anything.
    tried = failure == nil && current.ending == nil ? copy : nil
    let view = DebuggerView(of: copy.run, sources, command: line)
    var text = account.text(after: copy.run, doing: steps, in: view)
    if let failure { text += self.account(of: failure, in: copy.run, trying: line) }
    return text + (tried == nil ? "tried on a copy\n" : "tried on a copy; keep goes on with it\n")
  }

  /// Goes on with the copy in which a line was tried.
  mutating func keep() throws(DebuggerRefusal) -> String {
    guard let tried else {
      throw DebuggerRefusal("there is nothing to keep; try a line first, where the scenario is not over")
    }
    current = tried
    self.tried = nil
    return "kept\n" + place(in: view())
  }

  private func steps(of line: String) throws(DebuggerRefusal) -> [Step] {
    let run = current.run
    do throws(LineReader.Problem) {
      return try reader.steps(
        of: line, in: scenario, at: run.stage.now.milliseconds, after: run.bindings.keys)
    } catch {
      throw DebuggerRefusal(error.text.hasSuffix("\n") ? String(error.text.dropLast()) : error.text)
    }
  }
}
