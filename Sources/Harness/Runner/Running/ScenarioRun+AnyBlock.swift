import DequeModule
import ScenarioLanguage
import Wire

extension ScenarioRun {
  /// One line of a block and one of those who receive it.
  private struct OpenLine {
    let name: String
    let expectation: Expectation
    let pattern: Pattern

    var isOptional: Bool { if case .optional = expectation.demand { true } else { false } }
  }

  /// Each client's next events must meet its lines, in any order. Where more may come, all events are given to lines anew once it has.
  mutating func meetInAnyOrder(_ expectations: [Expectation]) throws(ScenarioFailure) {
    var open: [OpenLine] = []
    for expectation in expectations {
      guard let pattern = expectation.pattern else { continue }
      open += expectation.who.map { OpenLine(name: $0, expectation: expectation, pattern: pattern) }
    }
    while let first = open.first {
      let assignment = try assignment(of: open)
      let unmet: String?
      switch assignment.outcome {
      case .waiting(let name):
        let origin = open.first { $0.name == name && !$0.isOptional }?.expectation.origin
        let client = try client(name, at: origin ?? first.expectation.origin)
        if !assignment.hasGivenUp, try awaitArrival(at: client, origin ?? first.expectation.origin) {
          continue
        }
        unmet = name
      case .stuck(let name):
        unmet = name
      case .complete:
        try checkDecided(open, without: assignment)
        unmet = nil
      }
      try take(assignment, for: &open)
      // A line that has no event says why, or is corrected; an optional one takes what has come late.
      let index = unmet.flatMap { name in open.firstIndex { $0.name == name && !$0.isOptional } }
      guard let index else {
        for line in open { _ = try meet(line.expectation, line.name) }
        return
      }
      let line = open.remove(at: index)
      do throws(ScenarioFailure) {
        _ = try meet(line.expectation, line.name)
      } catch {
        var failure = error
        if assignment.hasGivenUp {
          failure.details.append(
            .init(
              label: "block",
              text: "its events fit its lines in too many ways to try them all; name more fields in its lines"
            ))
        }
        throw failure
      }
    }
  }

  private func assignment(of open: [OpenLine]) throws(ScenarioFailure) -> BlockAssignment {
    var events: [String: [BlockAssignment.Event]] = [:]
    for line in open where events[line.name] == nil {
      events[line.name] = try client(line.name, at: line.expectation.origin).unread.map { arrival in
        BlockAssignment.Event(json: arrival.frame.json, isIgnored: isIgnored(arrival))
      }
    }
    let lines = open.map { line in
      BlockAssignment.Line(client: line.name, pattern: line.pattern, isOptional: line.isOptional)
    }
    return BlockAssignment(lines, events: events, bindings: bindings)
  }

  /// An optional line that gets no event must be known not to match those that went to optional lines after it, or to none.
  private func checkDecided(
    _ open: [OpenLine], without assignment: BlockAssignment
  ) throws(ScenarioFailure) {
    let taken = Set(assignment.takings.map(\.line))
    for (index, line) in open.enumerated() where line.isOptional && !taken.contains(index) {
      let client = try client(line.name, at: line.expectation.origin)
      let takings = assignment.takings.filter { open[$0.line].name == line.name }
      for place in 0..<(takings.map { $0.event + 1 }.max() ?? 0) {
        let taker = takings.first { $0.event == place }?.line
        if let taker, !open[taker].isOptional || taker < index { continue }
        let arrival = client.unread[place]
        var attempt = assignment.bindings
        guard let mismatch = line.pattern.match(arrival.frame.json, bindings: &attempt) else { continue }
        try checkDecided(mismatch, line.pattern, arrival, of: client, at: line.expectation.origin)
      }
    }
  }

  /// Reads the events that have lines, and leaves the lines without one.
  private mutating func take(
    _ assignment: BlockAssignment, for open: inout [OpenLine]
  ) throws(ScenarioFailure) {
    var read: [String: Int] = [:]
    for taking in assignment.takings {
      let line = open[taking.line]
      let client = try client(line.name, at: line.expectation.origin)
      // What lies before it is ignored, and has no line.
      for _ in read[line.name, default: 0]..<taking.event { client.unread.removeFirst() }
      self.read(client, at: line.expectation.origin)
      read[line.name] = taking.event + 1
    }
    bindings = assignment.bindings
    let taken = Set(assignment.takings.map(\.line))
    open = open.indices.filter { !taken.contains($0) }.map { open[$0] }
  }
}
