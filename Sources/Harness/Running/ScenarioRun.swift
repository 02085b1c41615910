import DequeModule
import Engine
import Host
import ScenarioLanguage
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
  init(_ scenario: Scenario, crashesEverywhere: Bool) throws(ScenarioFailure) {
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
      simulator = try Simulator(configuration: Configuration(limits: limits, clock: .virtual))
      for bot in header.bots {
        try simulator.addBot(bot.value.name, rooms: bot.value.room.map { [$0] } ?? [])
      }
      for user in header.users { try simulator.addUser(user.value.name) }
      for guest in header.guests { try simulator.addGuest(guest.value.name) }
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
    try checkEverythingWasExpected(at: scenario.steps.last?.origin ?? scenario.origin)
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
    let shown: String
    do throws(Template.UnboundName) {
      switch payload {
      case .line(let template):
        let line = try template.filled(with: bindings)
        bytes = JSON.object([.init("type", .string("line")), .init("line", .string(line))]).bytes
        shown = line
      case .json(let template):
        shown = try template.filled(with: bindings)
        bytes = Array(shown.utf8)
      case .bytes(let raw):
        bytes = raw
        shown = String(decoding: raw, as: UTF8.self)
      }
    } catch {
      throw ScenarioFailure(kind: .step, message: "nothing has bound the name $\(error.name)", origin: origin)
    }
    transcript.add(.sent(by: sender, shown), at: simulator.now)
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

// MARK: - Expectations

extension ScenarioRun {
  /// Meets one expectation of one client; returns the serial of the event that it took.
  private mutating func meet(
    _ expectation: Expectation, _ name: String
  ) throws(ScenarioFailure) -> Int? {
    let origin = expectation.origin
    let client = try client(name, at: origin)
    switch expectation.demand {
    case .nothing:
      dropIgnored(of: client)
      guard client.unread.isEmpty else {
        throw failure(
          .unexpected, "\(name) received an event where nothing was expected", at: origin, of: client)
      }
      return nil
    case .next(let pattern):
      guard let arrival = next(of: client, matching: pattern) else {
        if note(.delete(origin)) { return nil }
        throw failure(.missing, "\(name) received nothing", at: origin, of: client, expected: pattern)
      }
      let before = bindings
      if let mismatch = pattern.match(arrival.frame.json, bindings: &bindings) {
        if note(.replace(expectation, actual: arrival.frame.json, bindings: before)) {
          read(client)
          return arrival.serial
        }
        throw failure(
          .mismatch, "\(name) received something else", at: origin, of: client, expected: pattern,
          mismatch: mismatch)
      }
      read(client)
      return arrival.serial
    case .optional(let pattern):
      guard let arrival = next(of: client, matching: pattern),
        pattern.match(arrival.frame.json, bindings: &bindings) == nil
      else { return nil }
      read(client)
      return arrival.serial
    case .skip(let pattern):
      var closest: Mismatch?
      while let arrival = client.unread.first {
        let mismatch = pattern.match(arrival.frame.json, bindings: &bindings)
        read(client)
        if mismatch == nil { return arrival.serial }
        if pattern.typeMismatch(arrival.frame.json) == nil { closest = mismatch }
      }
      throw failure(
        .missing, "\(name) received no such event, whatever was skipped", at: origin, of: client,
        expected: pattern, mismatch: closest)
    case .never(let pattern):
      for arrival in client.unread {
        var attempt = bindings
        guard pattern.match(arrival.frame.json, bindings: &attempt) == nil else { continue }
        throw failure(
          .unexpected, "\(name) received what must not come", at: origin, of: client, expected: pattern,
          came: arrival)
      }
      return nil
    }
  }

  /// The events must have come in the order of the lines, between clients too.
  private mutating func meetInOrder(_ expectations: [Expectation]) throws(ScenarioFailure) {
    var last = 0
    for expectation in expectations {
      for name in expectation.who {
        guard let serial = try meet(expectation, name) else { continue }
        guard serial > last else {
          let client = try client(name, at: expectation.origin)
          throw failure(
            .order, "\(name) received this before the event of the line above", at: expectation.origin,
            of: client)
        }
        last = serial
      }
    }
  }

  /// Each client's next events must meet its lines, whichever comes first. A line takes the first event that fits it.
  private mutating func meetInAnyOrder(_ expectations: [Expectation]) throws(ScenarioFailure) {
    var open = expectations.flatMap { expectation in
      expectation.who.map { (name: $0, expectation: expectation) }
    }
    while let first = open.first {
      let client = try client(first.name, at: first.expectation.origin)
      let mine = open.indices.filter { open[$0].name == first.name }
      var taken: Int?
      for index in mine where taken == nil {
        guard case .next(let pattern) = open[index].expectation.demand,
          let arrival = next(of: client, matching: pattern),
          pattern.match(arrival.frame.json, bindings: &bindings) == nil
        else { continue }
        taken = index
      }
      if let taken {
        read(client)
        open.remove(at: taken)
      } else {
        _ = try meet(first.expectation, first.name)
        open.removeFirst()
      }
    }
  }

  /// The next unread event, when those that are ignored and do not match are passed over.
  private func next(of client: SimulatedClient, matching pattern: Pattern) -> Arrival? {
    while let arrival = client.unread.first, isIgnored(arrival) {
      if pattern.typeMismatch(arrival.frame.json) == nil { return arrival }
      client.unread.removeFirst()
    }
    return client.unread.first
  }

  private mutating func read(_ client: SimulatedClient) {
    let arrival = client.unread.removeFirst()
    transcript.add(
      .received(by: client.name, ScenarioText.event(arrival.frame.withoutSecrets)), at: simulator.now)
  }

  private func isIgnored(_ arrival: Arrival) -> Bool {
    scenario.header.ignore.contains { $0.value == arrival.frame.type }
  }

  private func dropIgnored(of client: SimulatedClient) {
    while let first = client.unread.first, isIgnored(first) { client.unread.removeFirst() }
  }

  /// Before anything new is done, all that came must have been expected.
  private mutating func checkEverythingWasExpected(at origin: Origin) throws(ScenarioFailure) {
    for client in simulator.clients where !client.isBot {
      dropIgnored(of: client)
      while let arrival = client.unread.first,
        note(.insert(before: origin, client: client.name, actual: arrival.frame.json))
      {
        read(client)
        dropIgnored(of: client)
      }
      guard !client.unread.isEmpty else { continue }
      throw failure(
        .unexpected, "\(client.name) received an event that nobody expected", at: origin, of: client)
    }
  }

  /// Notes a correction where corrections are wanted.
  private mutating func note(_ correction: Correction) -> Bool {
    corrections?.append(correction)
    return corrections != nil
  }

  private func client(_ name: String, at origin: Origin) throws(ScenarioFailure) -> SimulatedClient {
    do throws(Simulator.Failure) {
      return try simulator.client(name)
    } catch {
      throw ScenarioFailure(kind: .step, message: error.message, origin: origin)
    }
  }
}

// MARK: - Failures

extension ScenarioRun {
  private func failure(
    _ kind: ScenarioFailure.Kind, _ message: String, at origin: Origin, of client: SimulatedClient,
    expected: Pattern? = nil, mismatch: Mismatch? = nil, came: Arrival? = nil
  ) -> ScenarioFailure {
    var failure = ScenarioFailure(kind: kind, message: message, origin: origin, inboxes: inboxes())
    failure.span = mismatch?.span
    if let expected { failure.add("expected", expected.text) }
    if let came = came ?? client.unread.first, kind != .missing {
      failure.add("came", ScenarioText.event(came.frame.json))
    }
    if let mismatch { failure.add("differs", mismatch.description) }
    for name in (expected?.usedNames ?? []) {
      if let value = bindings[name] { failure.add("$\(name)", ScenarioText.value(value)) }
    }
    return failure
  }

  private func inboxes() -> [ScenarioFailure.Inbox] {
    simulator.clients.filter { !$0.isBot && !$0.unread.isEmpty }.map { client in
      .init(client: client.name, events: client.unread.map { ScenarioText.event($0.frame.json) })
    }
  }
}

extension ScenarioFailure {
  fileprivate mutating func add(_ label: String, _ text: String) {
    details.append(Detail(label: label, text: text))
  }
}

extension Scenario {
  /// Where a report points when no step is at fault.
  var origin: Origin { Origin(span: header.titleSpan) }
}

extension Pattern {
  /// The pattern as a scenario has it.
  fileprivate var text: String {
    let type =
      switch eventType {
      case .named(let name): name
      case .anything: "*"
      case .absent: "absent"
      }
    let fields = fields.map { "\(ScenarioText.fieldName($0.name))=\(ScenarioText.matcher($0.matcher))" }
    return ([type] + fields).joined(separator: " ")
  }

  fileprivate var usedNames: [String] { fields.flatMap(\.matcher.usedNames) }
}
