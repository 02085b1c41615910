import Bots
import Engine
import Host
import ScenarioLanguage
import Store
import Wire

/// One scenario being run: what it is played on, what names stand for, and what has been seen so far.
struct ScenarioRun {
  let scenario: Scenario
  let stage: any Stage
  /// The stage's time when the scenario began.
  let start: Instant
  var bindings: [String: JSON] = [:]
  let log: TranscriptLog
  var transcript: Transcript { log.transcript }
  /// How many of the scenario's steps were done.
  var steps = 0
  /// How often `nothing` was expected and met.
  var nothings = 0
  /// Where it is set, an expectation that is not met is noted here, and the run goes on.
  var corrections: [Correction]?
  /// The failures of soft expectations, after which the run went on.
  var softFailures: [ScenarioFailure] = []
  /// Whether what was not read may stay unread when something new is done, as while somebody tries a line.
  var toleratesUnread = false
  /// Who waits for the end of the scenario, where somebody does.
  let watch: RunWatch?

  /// Sets the server up as the header says, and lets bots, users and guests arrive in this order.
  init(
    _ scenario: Scenario, on venue: Venue = .simulator, crashesEverywhere: Bool,
    database: Store.Location = .memory, bots: [String: any Bot] = [:],
    externalBots: ExternalBotSource? = nil, watch: RunWatch? = nil, log: TranscriptLog = TranscriptLog()
  ) throws(ScenarioFailure) {
    self.scenario = scenario
    self.watch = watch
    self.log = log
    let header = scenario.header
    var limits = Limits()
    for setting in header.limits {
      let (name, number) = (setting.value.name, setting.value.value)
      let limit = Limit(named: name)
      guard let limit, let value = Int(exactly: number), limit.definition.range.contains(value) else {
        let range = limit?.definition.range
        let bounds = range.map { "; it can be \($0.lowerBound) to \($0.upperBound)" } ?? ""
        throw ScenarioFailure(
          kind: .step, message: "the limit \(name) cannot be \(number)\(bounds)",
          origin: Origin(span: setting.span))
      }
      limits[limit] = value
    }
    do throws(StageFailure) {
      switch venue {
      case .simulator:
        let simulator = try Simulator(
          configuration: Configuration(limits: limits, clock: .virtual), database: database,
          crashesEverywhere: crashesEverywhere, bots: bots)
        if let externalBots, header.bots.contains(where: { $0.value.command != nil }) {
          simulator.externalBots = try externalBots(simulator)
        }
        stage = simulator
      case .server(let server):
        stage = try server.makeStage(for: scenario)
      }
      stage.log = log
      stage.roster.watch = watch
      if let begin = header.start?.value {
        try stage.advance(byMilliseconds: begin - stage.now.milliseconds)
      }
      start = stage.now
      // A bot has an entry for each of its rooms.
      for name in header.bots.map(\.value.name).withoutRepetitions {
        let entries = header.bots.filter { $0.value.name == name }
        let rooms = entries.compactMap(\.value.room)
        log.arrive(name, isBot: true, at: stage.now, line: entries.first?.span)
        if let command = entries.first?.value.command {
          try stage.startBot(name, command: command, rooms: rooms)
        } else {
          try stage.addBot(name, rooms: rooms)
        }
      }
      for user in header.users {
        log.arrive(user.value.name, isBot: false, at: stage.now, line: user.span)
        try stage.addUser(user.value.name, speaking: header.dialect(of: user.value.name))
      }
      for guest in header.guests {
        log.arrive(guest.value.name, isBot: false, at: stage.now, line: guest.span)
        try stage.addGuest(guest.value.name, speaking: header.dialect(of: guest.value.name))
      }
      try stage.checkBots()
      try stage.begin()
    } catch {
      throw ScenarioFailure(kind: .setup, message: error.message, origin: scenario.origin)
    }
  }

  /// Checks after the last step that nothing was left unread.
  mutating func checkEnd() throws(ScenarioFailure) {
    try awaitQuietBots(at: scenario.steps.last?.origin ?? scenario.origin)
    try checkEverythingWasExpected(at: scenario.steps.last?.origin ?? scenario.origin, isAtEnd: true)
  }

  /// Does one step, which need not be one of the scenario's.
  mutating func play(_ step: Step) throws(ScenarioFailure) {
    for name in step.forgotten { bindings[name] = nil }
    switch step.kind {
    case .section(let title):
      log.begin(section: title, at: stage.now, line: step.origin.span)
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
      try advance(byMilliseconds: milliseconds, at: step.origin)
    case .until(let milliseconds):
      let instant = Instant(milliseconds: milliseconds)
      guard instant >= stage.now else {
        throw ScenarioFailure(
          kind: .step,
          message:
            "it is \(Timestamp.text(of: stage.now)) already, and time does not go back; write a later instant",
          origin: step.origin)
      }
      try advance(byMilliseconds: instant.milliseconds - stage.now.milliseconds, at: step.origin)
    case .fault(let kind, let names):
      try awaitQuietBots(at: step.origin)
      try checkEverythingWasExpected(at: step.origin)
      let fault = ([kind.rawValue] + names).joined(separator: " ")
      log.perform(.fault(fault), at: stage.now, line: step.origin.span)
      try cause(kind, names, at: step.origin)
    }
  }

  private mutating func advance(
    byMilliseconds distance: Int64, at origin: Origin
  ) throws(ScenarioFailure) {
    try awaitQuietBots(at: origin)
    try checkEverythingWasExpected(at: origin)
    log.perform(.time(milliseconds: distance), at: stage.now, line: origin.span)
    try attempt(at: origin) { stage throws(StageFailure) in
      try stage.advance(byMilliseconds: distance)
    }
  }

  private mutating func send(
    _ payload: Step.Payload, from sender: String, at origin: Origin
  ) throws(ScenarioFailure) {
    let bytes: [UInt8]
    let sent: Transcript.Sent
    do throws(NoValue) {
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
      throw ScenarioFailure(kind: .step, message: message(of: error), origin: origin)
    }
    log.perform(.sent(by: sender, sent), at: stage.now, line: origin.span)
    try attempt(at: origin) { stage throws(StageFailure) in try stage.send(bytes, from: sender) }
  }

  private func cause(_ fault: FaultKind, _ names: [String], at origin: Origin) throws(ScenarioFailure) {
    try attempt(at: origin) { stage throws(StageFailure) in
      switch fault {
      case .cut: for name in names { try stage.cut(name) }
      case .return: for name in names { try stage.return(name) }
      case .close: for name in names { try stage.close(name) }
      case .stall: for name in names { try stage.stall(name) }
      case .flow: for name in names { try stage.flow(name) }
      case .crash: try stage.crash()
      case .restart where names.isEmpty: try stage.restart()
      case .restart: for name in names { try stage.restartBot(name) }
      case .replay:
        if let difference = try stage.replayDifference() { throw .replay(difference) }
      }
    }
  }

  /// Bots that are processes of their own act when they like; what is to be known of nothing needs them to be quiet.
  func awaitQuietBots(at origin: Origin) throws(ScenarioFailure) {
    try attempt(at: origin) { stage throws(StageFailure) in try stage.awaitQuietBots() }
  }

  /// Waits for something that a bot of its own process may yet lead to; false where there is none or nothing came in time.
  func awaitArrival(at client: Participant, _ origin: Origin) throws(ScenarioFailure) -> Bool {
    try attempt(at: origin) { stage throws(StageFailure) in try stage.awaitArrival(at: client.name) }
  }

  private func attempt<Result>(
    at origin: Origin, _ body: (any Stage) throws(StageFailure) -> Result
  ) throws(ScenarioFailure) -> Result {
    do throws(StageFailure) {
      let result = try body(stage)
      try stage.checkBots()
      return result
    } catch {
      throw ScenarioFailure(kind: .step, message: error.message, origin: origin, inboxes: inboxes())
    }
  }
}
