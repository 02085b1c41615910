import ScenarioLanguage

/// Forwards and backwards.
extension Debugger {
  mutating func step(_ count: Int) throws(DebuggerRefusal) -> String {
    try checkGoesOn()
    var text = ""
    for _ in 0..<count {
      text += oneStep()
      if current.ending != nil { break }
    }
    return text + place(in: view())
  }

  /// Does the next step, or all steps of the call that begins with it.
  mutating func stepOver() throws(DebuggerRefusal) -> String {
    guard let end = endOfCall() else { return try step(1) }
    return go(before: end)
  }

  /// Goes on until a line is next, or the scenario is over.
  mutating func run(to target: DebuggerCommand.Target?) throws(DebuggerRefusal) -> String {
    try checkGoesOn()
    guard let target else { return go(before: nil) }
    let places = scenario.steps.indices.filter { begins(target, at: $0) }
    guard let goal = places.first(where: { $0 > current.run.steps }) else {
      throw DebuggerRefusal(
        places.isEmpty
          ? "no step is at \(target.words)"
          : "no step that is left is at \(target.words); back to goes to the one before")
    }
    return go(before: goal)
  }

  mutating func goBack(by count: Int) throws(DebuggerRefusal) -> String {
    guard !current.deeds.isEmpty else { throw DebuggerRefusal("this is the beginning") }
    return goBack(keeping: max(0, current.deeds.count - count))
  }

  mutating func goBack(to target: DebuggerCommand.Target) throws(DebuggerRefusal) -> String {
    let deed = current.placesOfSteps.lastIndex { place in place.map { begins(target, at: $0) } ?? false }
    guard let deed else { throw DebuggerRefusal("no step that was done is at \(target.words)") }
    return goBack(keeping: deed)
  }

  private mutating func goBack(keeping count: Int) -> String {
    current = current.again(first: count)
    tried = nil
    return place(in: view())
  }

  private func checkGoesOn() throws(DebuggerRefusal) {
    switch current.ending {
    case .passed?: throw DebuggerRefusal("the scenario has passed; go back before you go on")
    case .failed?: throw DebuggerRefusal("the scenario has failed; go back before you go on")
    case nil: return
    }
  }

  /// Does the next step, or what is checked at the end, and tells everything of it.
  private mutating func oneStep() -> String {
    let step = current.next
    let account = StepAccount(before: current.run)
    current.step()
    tried = nil
    let view = view()
    let head = step.map { view.line($0.origin.span) } ?? "the end"
    return "\(head)\n" + account.text(after: current.run, doing: [step].compactMap(\.self), in: view)
      + failure
  }

  /// Does all steps before one, or all that are left with what is checked at the end, and tells how many there were.
  private mutating func go(before goal: Int?) -> String {
    let first = current.run.steps
    while current.ending == nil, current.run.steps < goal ?? .max { current.step() }
    tried = nil
    let done = current.run.steps - first
    return "\(done.counted("step")) done\n" + failure + place(in: view())
  }

  /// How the scenario has failed, between empty lines, where it has.
  private var failure: String {
    guard case .failed(let failure)? = current.ending else { return "" }
    return "\n\(account(of: failure, in: current.run))\n"
  }

  /// The place of the step after the call or include that begins with the next step, or nil where it begins none.
  private func endOfCall() -> Int? {
    let (steps, next) = (scenario.steps, current.run.steps)
    guard next < steps.count else { return nil }
    let way = Array(steps[next].origin.trail.reversed())
    let wayBefore = next > 0 ? Array(steps[next - 1].origin.trail.reversed()) : []
    let common = zip(way, wayBefore).prefix { $0 == $1 }.count
    guard let call = way.indices.dropFirst(common).first(where: { !way[$0].isRound }) else { return nil }
    return steps[next...].firstIndex { !$0.origin.trail.reversed().starts(with: way[...call]) } ?? steps.count
  }

  /// Whether a line that is meant begins with a step: as its own line, or as a call, an include or a round that begins with it.
  private func begins(_ target: DebuggerCommand.Target, at place: Int) -> Bool {
    let step = scenario.steps[place]
    let own = [step.origin.span.sourceLine] + step.expectations.map(\.origin.span.sourceLine)
    if own.contains(where: { isMeant($0, by: target) }) { return true }
    let trail = step.origin.trail
    let trailBefore = place > 0 ? scenario.steps[place - 1].origin.trail : []
    return trail.indices.contains { index in
      isMeant(trail[index].site.sourceLine, by: target)
        && !trailBefore.suffix(trail.count - index).elementsEqual(trail[index...])
    }
  }

  private func isMeant(_ line: SourceLine, by target: DebuggerCommand.Target) -> Bool {
    switch target {
    case .line(let number, nil): line.number == number && line.path == scenario.path
    case .line(let number, let file?):
      line.number == number && (line.path == file || line.path.hasSuffix("/" + file))
    case .text(let text): sources[line.path]?.line(line.number)?.contains(text) == true
    }
  }
}

extension DebuggerCommand.Target {
  /// The place in a message.
  fileprivate var words: String {
    switch self {
    case .line(let number, let file): file.map { "\($0):\(number)" } ?? "line \(number)"
    case .text(let text): "a line with \(text)"
    }
  }
}
