import Engine
import Foundation
import Host
import NIOCore
import Store
import Wire

import class Host.Host

/// Where the host lives. Everything that has arrived is one turn: it is carried out, committed, and only then are the frames handed
/// to the event loops: one transaction and one flush, however much has come.
///
/// There is one turn at a time. A short one runs on the event loop that its first message came by, at the end of the loop's tick, so
/// that nothing is handed from thread to thread. Where more has come meanwhile, where turns are long, and for all that is done between
/// two turns, a thread of their own takes over, and the event loops go on with their sockets.
final class TurnThread: @unchecked Sendable {
  private let condition = NSCondition()
  private var inbox: [Arrival] = []
  /// Who runs the turns now; the thread begins.
  private var runner = Runner.thread
  private var whenStopped: (@Sendable () -> Void)?

  private enum Runner {
    case nobody
    case eventLoop
    case thread
  }

  /// Whether something waits that may take long, so that no event loop begins with it.
  private var needsThread = false

  // Only who runs the turns looks at what follows.
  let factory: HostFactory
  let fanOut: FanOut
  let metrics: Metrics
  let readiness: Readiness
  let passwords: PasswordPool
  let log: ServerLog
  let bans = BanList()
  var clock: ServerClock
  /// The time of this turn.
  var now: Instant
  var connections = ConnectionMap<Connection>()
  /// Who is connected without a WebSocket.
  var visits: [ConnectionID: Visit] = [:]
  /// How many messages of each connection wait for its log-in.
  var held: [ConnectionID: Int] = [:]
  /// Counts the hosts that there were.
  private(set) var hostGeneration = 0
  /// What is done when the turn has lasted and its frames were handed over.
  var afterCommit: [() -> Void] = []
  /// Who is sent away at the end of this turn, because the server is going away.
  private var leaving: [Connection] = []
  /// Who waits until nothing is left to do.
  var settling: [@Sendable () -> Void] = []
  /// What is done between this turn and the next, each with the host that there is then.
  private var betweenTurns: [(Host) -> Void] = []
  /// Who does what the file needs.
  var upkeep: Upkeep?
  /// When the thread is woken, where that is sure already.
  private var wakesAt: NIODeadline?
  /// When it was last looked whether the file is in its place.
  private var checkedPlaceAt = NIODeadline.distantPast
  /// Whether it was said that the system's clock is not followed.
  private var hasSaidStep = false
  /// When a server that cannot write tries again.
  var writesAgainAt = NIODeadline.distantPast
  private var running: Host?
  /// Whether an event loop may wait for the next turn.
  private var hasShortTurns = mayRunOnLoops

  /// Whether the stacks of event loops are large enough for the engine and the store; musl's threads have 128 KiB.
  private static let mayRunOnLoops: Bool = {
    #if canImport(Musl)
      false
    #else
      true
    #endif
  }()
  /// How long an event loop may be kept from its sockets by turns.
  private static let shortTurn = TimeAmount.milliseconds(5)
  /// The longest turn, in arrivals: later ones wait for the next, so that the first need not wait for them.
  private static let arrivalsPerTurn = 1024
  /// The longest turn, in bytes of messages.
  private static let bytesPerTurn = 128 << 10

  init(
    _ factory: HostFactory, loops: [any EventLoop], passwords: PasswordPool, metrics: Metrics,
    readiness: Readiness, log: ServerLog
  ) throws(StoreError) {
    self.factory = factory
    self.passwords = passwords
    self.metrics = metrics
    self.readiness = readiness
    self.log = log
    fanOut = FanOut(loops: loops)
    var clock = ServerClock(factory.configuration.clock, notBefore: .virtualStart)
    let host = try factory.open { engine throws(StoreError) in
      if factory.configuration.clock == .wall {
        try ClockRepair.check(engine, by: WallClock.systemTime)
      }
      clock = ServerClock(factory.configuration.clock, notBefore: engine.now)
      return clock.read()
    }
    running = host
    self.clock = clock
    now = host.engine.now
    bans.replace(by: host.engine.currentAddressBans(at: now), at: now)
  }

  /// The host of this turn.
  var host: Host {
    guard let running else { preconditionFailure("the host was taken down and not replaced") }
    return running
  }

  /// Takes the host down, and with it its hold on the database, and puts another one in its place.
  func replaceHost(by make: () throws(StoreError) -> Host) throws(StoreError) {
    running = nil
    replaceHost(by: try make())
  }

  /// Puts another host in the place of the one that there was; what was under way with that is over.
  func replaceHost(by host: Host) {
    hostGeneration += 1
    held = [:]
    endVisits()
    running = host
    bans.replace(by: host.engine.currentAddressBans(at: host.engine.now), at: host.engine.now)
  }

  // MARK: - From other threads

  /// Starts handling what arrives.
  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "turns"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Adds something to do, or returns false where turns have ended or are to end.
  func submit(unlessStopped arrival: Arrival) -> Bool {
    condition.withLock {
      guard whenStopped == nil else { return false }
      add(arrival, on: nil)
      return true
    }
  }

  /// Adds something to do.
  ///
  /// - Parameter loop: The event loop that this is called on, where it is called on one.
  func submit(_ arrival: Arrival, on loop: (any EventLoop)? = nil) {
    condition.withLock { add(arrival, on: loop) }
  }

  private func add(_ arrival: Arrival, on loop: (any EventLoop)?) {
    inbox.append(arrival)
    guard runner == .nobody else { return }
    if let loop, hasShortTurns {
      runner = .eventLoop
      // What the loop runs after all that its sockets have for it.
      loop.execute { [self] in runOnce() }
    } else {
      runner = .thread
      condition.signal()
    }
  }

  /// Does something between two turns, and waits for its outcome; nil where the thread has ended. For other threads only.
  func betweenTurns<Outcome>(_ body: @escaping (Host) -> Outcome?) -> Outcome? {
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var outcome: Outcome?
    nonisolated(unsafe) let body = body
    let portion = Arrival.call { turns in
      turns.betweenTurns.append { host in
        outcome = body(host)
        done.signal()
      }
    }
    let isTaken = condition.withLock {
      guard whenStopped == nil else { return false }
      needsThread = true
      add(portion, on: nil)
      return true
    }
    guard isTaken else { return nil }
    done.wait()
    return outcome
  }

  /// How much has arrived that no turn has begun with.
  var arrivalsWaiting: Int { condition.withLock { inbox.count } }

  /// Handles what has arrived so far, writes a snapshot, and ends the thread.
  func stop() async {
    await withCheckedContinuation { continuation in
      condition.withLock {
        whenStopped = { continuation.resume() }
        if runner == .nobody { runner = .thread }
        condition.signal()
      }
    }
  }

  // MARK: - Running turns

  private func run() {
    while let arrivals = nextArrivals() { runTurns(arrivals) }
    do {
      try host.saveSnapshot()
      _ = try host.commit()
      if let retention = upkeep?.retention, !host.isReadOnly { _ = try host.tidy(.retain(retention)) }
    } catch {
      report(error)
    }
    running = nil
    condition.withLock { whenStopped }?()
  }

  /// Waits until the thread has something to do; nil where it is to end.
  private func nextArrivals() -> [Arrival]? {
    condition.withLock {
      if runner == .thread { pause() }
      while runner != .thread || inbox.isEmpty && whenStopped == nil { condition.wait() }
      if inbox.isEmpty { return nil }
      needsThread = false
      defer { inbox = [] }
      return inbox
    }
  }

  /// Leaves the turns to whoever has the next message, unless there is something to do.
  private func pause() {
    guard inbox.isEmpty, whenStopped == nil else { return }
    wakeInTime()
    runner = .nobody
  }

  /// Runs what has arrived, on an event loop. What comes meanwhile is the thread's: a loop that gave itself the next turn at once
  /// would not get back to its sockets.
  private func runOnce() {
    let arrivals: [Arrival] = condition.withLock {
      if needsThread { return [] }
      defer { inbox = [] }
      return inbox
    }
    if !arrivals.isEmpty { runTurns(arrivals) }
    condition.withLock {
      pause()
      guard runner == .eventLoop else { return }
      runner = .thread
      condition.signal()
    }
  }

  private func runTurns(_ arrivals: [Arrival]) {
    let start = NIODeadline.now()
    var rest = arrivals[...]
    repeat {
      let count = Self.turnLength(rest)
      turn(rest.prefix(count))
      rest = rest.dropFirst(count)
    } while !rest.isEmpty
    let isShort = NIODeadline.now() - start < Self.shortTurn && !host.isReadOnly && Self.mayRunOnLoops
    // A turn in which nobody said anything does not tell how long the others take.
    let tells = arrivals.contains { if case .message = $0 { true } else { false } }
    if tells || !isShort { hasShortTurns = isShort }
  }

  /// How many of the arrivals are one turn.
  private static func turnLength(_ arrivals: ArraySlice<Arrival>) -> Int {
    var bytes = 0
    for (count, arrival) in arrivals.prefix(arrivalsPerTurn).enumerated() {
      if case .message(_, let message) = arrival { bytes += message.count }
      if bytes >= bytesPerTurn { return count + 1 }
    }
    return min(arrivals.count, arrivalsPerTurn)
  }

  /// Sees to it that there is a turn when something falls due, by a clock that nobody sets. A virtual clock does not move by
  /// waiting.
  private func wakeInTime() {
    var wait: TimeAmount?
    switch clock {
    case .virtual: break
    case .wall:
      wait = host.nextDeadline.map { .milliseconds(max(0, $0.milliseconds - clock.read().milliseconds)) }
    }
    if host.isReadOnly { wait = min(wait ?? Self.writingInterval, Self.writingInterval) }
    guard let wait else { return }
    let due = NIODeadline.now() + wait
    if let wakesAt, wakesAt <= due { return }
    wakesAt = due
    fanOut.loop.scheduleTask(deadline: due) { [self] in
      _ = submit(unlessStopped: .call { if $0.wakesAt == due { $0.wakesAt = nil } })
    }
  }

  /// Looks about once a second whether the file is where it was, and whether the clock is followed.
  private func lookAround() throws(StoreError) {
    let uptime = NIODeadline.now()
    guard uptime - checkedPlaceAt >= .seconds(1) else { return }
    checkedPlaceAt = uptime
    if let step = clock.ignoredStep, !hasSaidStep { log.write(.clockStepped(seconds: Double(step) / 1000)) }
    hasSaidStep = clock.ignoredStep != nil
    metrics.ignoredClockStep.set(Int(clock.ignoredStep ?? 0))
    if !host.isReadOnly { try host.store.checkPlace() }
  }

  private func turn(_ arrivals: ArraySlice<Arrival>) {
    now = clock.read()
    metrics.turns.add()
    retryWriting()
    do {
      try lookAround()
    } catch {
      recover(from: error)
    }
    for arrival in arrivals {
      do {
        try handle(arrival)
      } catch {
        recover(from: error)
      }
    }
    do {
      try host.advance(to: now)
      try commit()
    } catch {
      recover(from: error)
    }
    var messages = 0
    for case .message(let connection, _) in arrivals {
      messages += 1
      noteHandled(connection)
    }
    if messages > 0 { metrics.framesReceived.add(messages) }
    // Also where the turn was lost: nobody else knows of these any more.
    for connection in leaving { fanOut.close(connection, .draining) }
    leaving = []
    let bodies = afterCommit
    afterCommit = []
    for body in bodies { body() }
    let portions = betweenTurns
    betweenTurns = []
    for portion in portions { portion(host) }
    if host.isSnapshotDue { upkeep?.request(.snapshot) }
    if host.store.isIndexDue { upkeep?.request(.index) }
    if !settling.isEmpty, !host.engine.awaitsOutcome {
      for body in settling { fanOut.whenWritten(body) }
      settling = []
    }
  }

  /// Makes the turn last, and hands over what it has to say.
  func commit() throws(StoreError) {
    let start = NIODeadline.now()
    let outgoing = try host.commit()
    note(commitSince: start)
    giveOutWork()
    if !outgoing.isEmpty { deliver(outgoing) }
  }

  /// Counts what a turn has to say, and hands it over.
  private func deliver(_ outgoing: [Outgoing]) {
    var writes = fanOut.noWrites
    var toVisitors: [Outgoing] = []
    var (frames, receivers) = (0, 0)
    for item in outgoing {
      switch item {
      case .sendToMany(let frame, let ids):
        receivers += ids.count
        writes.send(frame, toAll: ids, in: &connections)
      case .send(let frame, let id):
        receivers += 1
        if !writes.send(frame, to: id, in: &connections), !visits.isEmpty { toVisitors.append(item) }
      case .close(let id, let code):
        // The operator need not log in; the engine takes them for a guest, and may forget them as one.
        if code == .loginDeadline, connections[id]?.isOperators == true { continue }
        if !writes.close(id, code, in: &connections), !visits.isEmpty { toVisitors.append(item) }
      }
      frames += 1
    }
    metrics.framesSent.add(frames)
    metrics.deliveries.add(receivers)
    fanOut.handOver(writes.finish(in: connections))
    tellVisitors(toVisitors)
  }

  private func handle(_ arrival: Arrival) throws(StoreError) {
    switch arrival {
    case .opened(let connection): try open(connection)
    case .message(let connection, let bytes):
      if connection.isOperators, try control(bytes, from: connection) { return }
      guard let id = id(of: connection) else { return }
      try host.receive(bytes, from: id, at: now)
    case .gone(let connection, let ending):
      guard let id = id(of: connection) else { return }
      connections.remove(id)
      held[id] = nil
      switch ending {
      case .closed: try host.closed(id, at: now)
      case .cut: try host.cut(id, at: now)
      }
    case .draining(let connection):
      guard let id = id(of: connection) else { return }
      connections.remove(id)
      try host.cut(id, at: now)
      leaving.append(connection)
    case .slowReader(let connection):
      metrics.slowReaders.add()
      log.write(.slowReader(connection.number))
    case .call(let body): try body(self)
    }
  }

  func open(_ connection: Connection) throws(StoreError) {
    var opening = connection.opening
    if connection.isControl {
      connection.isOperators = !host.refusesWrongTokens(from: opening.peer, at: now)
      // After many guesses the right one is answered as all others are, so that no answer tells that it is right.
      if !connection.isOperators { opening.token = "" }
      if connection.isOperators { host.audit(.operatorConnected, byOperatorAt: opening.address, at: now) }
    }
    let id = try host.connect(opening, at: now)
    connection.id = id
    connections.insert(connection, as: id, lane: fanOut.lane(of: connection))
  }

  /// The connection's number, unless the engine has forgotten it already.
  private func id(of connection: Connection) -> ConnectionID? {
    connection.id.flatMap { connections[$0] === connection ? $0 : nil }
  }

  func report(_ error: StoreError) {
    metrics.storeErrors.add()
    readiness.storeAnswered(false)
    log.write(.storeFailed(error))
  }

  /// Counts a turn that has lasted.
  private func note(commitSince start: NIODeadline) {
    let tally = host.takeTally()
    guard tally.inputs > 0 else { return }
    let microseconds = Int((NIODeadline.now() - start).nanoseconds / 1000)
    metrics.commits.add()
    metrics.commitDuration.record(microseconds: microseconds)
    metrics.count(tally)
    readiness.storeAnswered(true)
    if microseconds > Self.slowCommitMicroseconds {
      log.write(.slowCommit(seconds: Double(microseconds) / 1_000_000))
    }
    for account in tally.rejected { log.write(.logInFailed(account.map(AccountName.init(registered:)))) }
  }

  /// From how long on a commit is worth a line in the log.
  private static let slowCommitMicroseconds = 500_000
}
