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
  /// Who runs the turns now, and what waits for it; looked at under the lock.
  private var scheduler = TurnScheduler<Arrival, any EventLoop>()
  private var whenStopped: (@Sendable () -> Void)?

  // Only who runs the turns looks at what follows.
  let factory: HostFactory
  let fanOut: FanOut
  let metrics = Metrics()
  let readiness = Readiness()
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
  var leaving: [Connection] = []
  /// Who waits until nothing is left to do.
  var settling: [@Sendable () -> Void] = []
  /// What is done between this turn and the next, each with the host that there is then.
  var betweenTurns: [(Host) -> Void] = []
  /// Who does what the file needs.
  var upkeep: Upkeep?
  /// When the thread is woken, where that is sure already.
  private var wakesAt: NIODeadline?
  /// When it was last looked whether the file is in its place.
  var checkedPlaceAt = NIODeadline.distantPast
  /// Whether it was said that the system's clock is not followed.
  var hasSaidStep = false
  /// When a server that cannot write tries again.
  var writesAgainAt = NIODeadline.distantPast
  private var running: Host?
  /// Whether the stacks of event loops are large enough for the engine and the store; musl's threads have 128 KiB.
  private static var mayRunOnLoops: Bool {
    #if canImport(Musl)
      false
    #else
      true
    #endif
  }
  /// How long an event loop may be kept from its sockets by turns.
  private static let shortTurn = TimeAmount.milliseconds(5)
  /// The longest turn, in arrivals: later ones wait for the next, so that the first need not wait for them.
  private static let arrivalsPerTurn = 1024
  /// The longest turn, in bytes of messages.
  private static let bytesPerTurn = 128 << 10

  init(
    _ factory: HostFactory, loops: [any EventLoop], passwords: PasswordPool, log: ServerLog
  ) throws(StoreError) {
    self.factory = factory
    self.passwords = passwords
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
  ///
  /// - Parameter mayTakeLong: Whether it keeps whoever runs it for longer than an event loop may be kept.
  func submit(unlessStopped arrival: Arrival, mayTakeLong: Bool = false) -> Bool {
    condition.withLock {
      guard !scheduler.isStopping else { return false }
      carryOut(mayTakeLong ? scheduler.addForThread(arrival) : scheduler.add(arrival, on: nil))
      return true
    }
  }

  /// Adds something to do.
  ///
  /// - Parameter loop: The event loop that this is called on, where it is called on one.
  func submit(_ arrival: Arrival, on loop: (any EventLoop)? = nil) {
    condition.withLock { carryOut(scheduler.add(arrival, on: Self.mayRunOnLoops ? loop : nil)) }
  }

  /// How much has arrived that no turn has begun with.
  var arrivalsWaiting: Int { condition.withLock { scheduler.count } }

  /// Handles what has arrived so far, writes a snapshot, and ends the thread.
  func stop() async {
    await withCheckedContinuation { continuation in
      condition.withLock {
        whenStopped = { continuation.resume() }
        carryOut(scheduler.stop())
      }
    }
  }

  // MARK: - Running turns

  /// Does what a change of who runs the turns asks for, still under the lock.
  private func carryOut(_ action: TurnScheduler<Arrival, any EventLoop>.Action) {
    switch action {
    case .nothing: break
    case .run(let loop): loop.execute { [self] in runOnLoop() }
    case .wakeThread: condition.signal()
    case .setTimer: wakeInTime()
    }
  }

  private func run() {
    var areShort: Bool?
    while let arrivals = nextArrivals(after: areShort) { areShort = runTurns(arrivals) }
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
  private func nextArrivals(after areShort: Bool?) -> [Arrival]? {
    condition.withLock {
      carryOut(scheduler.hasRun(areShort: areShort))
      while true {
        switch scheduler.nextForThread() {
        case .run(let arrivals): return arrivals
        case .wait: condition.wait()
        case .end: return nil
        }
      }
    }
  }

  private func runOnLoop() {
    let arrivals = condition.withLock { scheduler.takeForLoop() }
    let areShort = arrivals.isEmpty ? nil : runTurns(arrivals)
    condition.withLock { carryOut(scheduler.hasRun(areShort: areShort)) }
  }

  /// Runs all that arrived; returns whether turns are short, or nil where these do not tell how long others take, since nobody said
  /// anything.
  private func runTurns(_ arrivals: [Arrival]) -> Bool? {
    let start = NIODeadline.now()
    var rest = arrivals[...]
    repeat {
      let count = Self.turnLength(rest)
      turn(rest.prefix(count))
      rest = rest.dropFirst(count)
    } while !rest.isEmpty
    guard NIODeadline.now() - start < Self.shortTurn, !host.isReadOnly else { return false }
    return arrivals.contains { if case .report(_, .message) = $0 { true } else { false } } ? true : nil
  }

  /// How many of the arrivals are one turn.
  private static func turnLength(_ arrivals: ArraySlice<Arrival>) -> Int {
    var bytes = 0
    for (count, arrival) in arrivals.prefix(arrivalsPerTurn).enumerated() {
      if case .report(_, .message(let message)) = arrival { bytes += message.count }
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
}
