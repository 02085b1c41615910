import Engine
import Host
import ScenarioLanguage
import Store
import Wire

/// One scenario being run: the simulator, what names stand for, and what has been seen so far.
struct ScenarioRun {
  let scenario: Scenario
  let simulator: Simulator
  var bindings: [String: JSON] = [:]
  var transcript = Transcript()
  var steps = 0
  /// Where it is set, an expectation that is not met is noted here, and the run goes on.
  var corrections: [Correction]?

  /// Sets the server up as the header says, and lets bots, users and guests arrive in this order.
  init(
    _ scenario: Scenario, crashesEverywhere: Bool, database: Store.Location = .memory
  ) throws(ScenarioFailure) {
    self.scenario = scenario
    let header = scenario.header
    var limits = Limits()
    for limit in header.limits {
      let (name, number) = (limit.value.name, limit.value.value)
      let entry = Limits.all.first { $0.name == name }
      guard let entry, let value = Int(exactly: number), entry.allows(value) else {
        let bounds = entry.map { "; it can be \($0.least) to \($0.most)" } ?? ""
        throw ScenarioFailure(
          kind: .step, message: "the limit \(name) cannot be \(number)\(bounds)",
          origin: Origin(span: limit.span))
      }
      limits[keyPath: entry.path] = value
    }
    do throws(Simulator.Failure) {
      simulator = try Simulator(
        configuration: Configuration(limits: limits, clock: .virtual), database: database)
      for name in header.botNames {
        try simulator.addBot(
          name, rooms: header.bots.filter { $0.value.name == name }.compactMap(\.value.room))
      }
      for user in header.users {
        try simulator.addUser(user.value.name, speaking: header.dialect(of: user.value.name))
      }
      for guest in header.guests {
        try simulator.addGuest(guest.value.name, speaking: header.dialect(of: guest.value.name))
      }
      // From here on; before, a lost reply would leave a client without a session to resume.
      simulator.setCrashesEverywhere(crashesEverywhere)
    } catch {
      throw ScenarioFailure(kind: .step, message: error.message, origin: scenario.origin)
    }
  }

  /// Runs all steps, and checks at the end that nothing was left unread.
  mutating func run() throws(ScenarioFailure) {
    for step in scenario.steps {
      try run(step)
      steps += 1
    }
    try checkEverythingWasExpected(at: scenario.steps.last?.origin ?? scenario.origin, isAtEnd: true)
  }

  private mutating func run(_ step: Step) throws(ScenarioFailure) {
    switch step.kind {
    case .section(let title):
      transcript.add(.section(title), at: simulator.now)
    case .send(let senders, let payload):
      try checkEverythingWasExpected(at: step.origin)
      for sender in senders { try send(payload, from: sender, at: step.origin) }
    case .expect(let expectation):
      for client in expectation.who { _ = try meet(expectation, client) }
    case .block(let kind, let expectations):
      switch kind {
      case .order: try meetInOrder(expectations)
      case .any: try meetInAnyOrder(expectations)
      }
    case .advance(let milliseconds):
      try checkEverythingWasExpected(at: step.origin)
      transcript.add(.time(milliseconds: milliseconds), at: simulator.now)
      try attempt(at: step.origin) { simulator throws(Simulator.Failure) in
        try simulator.advance(byMilliseconds: milliseconds)
      }
    case .fault(let kind, let names):
      try checkEverythingWasExpected(at: step.origin)
      transcript.add(.fault(([kind.rawValue] + names).joined(separator: " ")), at: simulator.now)
      try cause(kind, names, at: step.origin)
    }
  }

  private mutating func send(
    _ payload: Step.Payload, from sender: String, at origin: Origin
  ) throws(ScenarioFailure) {
    let bytes: [UInt8]
    let sent: Transcript.Sent
    do throws(Template.UnboundName) {
      switch payload {
      case .line(let template):
        let line = try template.filled(with: bindings)
        bytes = scenario.header.dialect(of: sender).typed(line, by: sender).bytes
        sent = .line(line)
      case .json(let template):
        let text = try template.filled(with: bindings)
        bytes = Array(text.utf8)
        sent = .json(text)
      case .bytes(let raw):
        bytes = raw
        sent = .bytes(raw)
      }
    } catch {
      throw ScenarioFailure(kind: .step, message: "nothing has bound the name $\(error.name)", origin: origin)
    }
    transcript.add(.sent(by: sender, sent), at: simulator.now)
    try attempt(at: origin) { simulator throws(Simulator.Failure) in try simulator.send(bytes, from: sender) }
  }

  private func cause(_ fault: FaultKind, _ names: [String], at origin: Origin) throws(ScenarioFailure) {
    try attempt(at: origin) { simulator throws(Simulator.Failure) in
      switch fault {
      case .cut: for name in names { try simulator.cut(name) }
      case .return: for name in names { try simulator.return(name) }
      case .close: for name in names { try simulator.close(name) }
      case .stall: for name in names { try simulator.stall(name) }
      case .flow: for name in names { try simulator.flow(name) }
      case .crash: try simulator.crash()
      case .restart: try simulator.restart()
      case .replay:
        if let difference = try simulator.replayDifference() { throw .replay(difference) }
      }
    }
  }

  private func attempt(
    at origin: Origin, _ body: (Simulator) throws(Simulator.Failure) -> Void
  ) throws(ScenarioFailure) {
    do throws(Simulator.Failure) {
      try body(simulator)
    } catch {
      throw ScenarioFailure(kind: .step, message: error.message, origin: origin, inboxes: inboxes())
    }
  }
}

extension Header {
  /// The bots, each once however many rooms it is in, in the order of the header.
  fileprivate var botNames: [String] {
    bots.enumerated().filter { index, bot in
      !bots[..<index].contains { $0.value.name == bot.value.name }
    }.map(\.element.value.name)
  }
}
