import Engine
import Foundation
import Host
import NIOCore
import Store
import Wire

import class Host.Host

/// The one thread on which the host lives. It takes everything that has arrived, makes one turn of it, commits, and only
/// then hands the frames to the event loops: one transaction and one flush, however much has come.
final class TurnThread: @unchecked Sendable {
  private let condition = NSCondition()
  private var inbox: [Arrival] = []
  private var whenStopped: (@Sendable () -> Void)?

  // Only the thread itself looks at what follows.
  let factory: HostFactory
  let fanOut: FanOut
  var clock: ServerClock
  /// The time of this turn.
  var now: Instant
  var connections: [ConnectionID: Connection] = [:]
  /// What is done when the turn has lasted and its frames were handed over.
  var afterCommit: [() -> Void] = []
  /// Who waits until nothing is left to do.
  var settling: [@Sendable () -> Void] = []
  private var running: Host?

  /// The longest turn, in arrivals: later ones wait for the next, so that the first need not wait for them.
  private static let arrivalsPerTurn = 1024

  init(_ factory: HostFactory, loops: [any EventLoop]) throws(StoreError) {
    self.factory = factory
    fanOut = FanOut(loops: loops)
    var clock = ServerClock(factory.configuration.clock, notBefore: .virtualStart)
    let host = try factory.open { engine in
      clock = ServerClock(factory.configuration.clock, notBefore: engine.now)
      return clock.read()
    }
    running = host
    self.clock = clock
    now = host.engine.now
  }

  /// The host of this turn.
  var host: Host {
    guard let running else { preconditionFailure("the host was taken down and not replaced") }
    return running
  }

  /// Takes the host down, and with it its hold on the database, and puts another one in its place.
  func replaceHost(by make: () throws(StoreError) -> Host) throws(StoreError) {
    running = nil
    running = try make()
  }

  // MARK: - From other threads

  /// Starts handling what arrives.
  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "turns"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Gives the thread something to do.
  func submit(_ arrival: Arrival) {
    condition.withLock {
      inbox.append(arrival)
      condition.signal()
    }
  }

  /// Handles what has arrived so far, writes a snapshot, and ends the thread.
  func stop() async {
    await withCheckedContinuation { continuation in
      condition.withLock {
        whenStopped = { continuation.resume() }
        condition.signal()
      }
    }
  }

  // MARK: - The thread

  private func run() {
    while let arrivals = nextArrivals() {
      var rest = arrivals[...]
      repeat {
        turn(rest.prefix(Self.arrivalsPerTurn))
        rest = rest.dropFirst(Self.arrivalsPerTurn)
      } while !rest.isEmpty
    }
    do {
      try host.saveSnapshot()
      _ = try host.commit()
    } catch {
      report(error)
    }
    running = nil
    condition.withLock { whenStopped }?()
  }

  /// Waits for arrivals or for the next deadline; nil where the thread is to end.
  private func nextArrivals() -> [Arrival]? {
    let patience = patience
    return condition.withLock {
      if inbox.isEmpty, whenStopped == nil {
        switch patience {
        case .some(let seconds): _ = condition.wait(until: Date(timeIntervalSinceNow: seconds))
        case nil: condition.wait()
        }
      }
      if inbox.isEmpty, whenStopped != nil { return nil }
      defer { inbox = [] }
      return inbox
    }
  }

  /// How many seconds may pass before something falls due. A virtual clock does not move by waiting.
  private var patience: Double? {
    switch clock {
    case .virtual: nil
    case .wall: host.nextDeadline.map { max(0, Double($0.milliseconds - clock.read().milliseconds) / 1000) }
    }
  }

  private func turn(_ arrivals: ArraySlice<Arrival>) {
    now = clock.read()
    do {
      for arrival in arrivals { try handle(arrival) }
      try host.advance(to: now)
      try commit()
    } catch {
      recover(from: error)
    }
    for arrival in arrivals {
      if case .message(let connection, _) = arrival { connection.messageHandled() }
    }
    let bodies = afterCommit
    afterCommit = []
    for body in bodies { body() }
    if !settling.isEmpty, !host.engine.awaitsOutcome {
      for body in settling { fanOut.whenWritten(body) }
      settling = []
    }
  }

  /// Makes the turn last, and hands over what it has to say.
  func commit() throws(StoreError) {
    let outgoing = try host.commit()
    guard !outgoing.isEmpty else { return }
    fanOut.deliver(outgoing) { connections[$0] }
    for case .close(let id, _) in outgoing { connections[id] = nil }
  }

  private func handle(_ arrival: Arrival) throws(StoreError) {
    switch arrival {
    case .opened(let connection): try open(connection)
    case .message(let connection, let bytes):
      if connection.isControl, try control(bytes, from: connection) { return }
      guard let id = id(of: connection) else { return }
      try host.receive(bytes, from: id, at: now)
    case .gone(let connection, let ending):
      guard let id = id(of: connection) else { return }
      connections[id] = nil
      switch ending {
      case .closed: try host.closed(id, at: now)
      case .cut: try host.cut(id, at: now)
      }
    case .draining(let connection):
      guard let id = id(of: connection) else { return }
      connections[id] = nil
      try host.cut(id, at: now)
      afterCommit.append { [fanOut] in fanOut.close(connection, .draining) }
    case .slowReader: break
    case .call(let body): body(self)
    }
  }

  func open(_ connection: Connection) throws(StoreError) {
    let id = try host.connect(at: now)
    connection.id = id
    connections[id] = connection
  }

  /// The connection's number, unless the engine has forgotten it already.
  private func id(of connection: Connection) -> ConnectionID? {
    connection.id.flatMap { connections[$0] === connection ? $0 : nil }
  }

  /// The turn is lost, and nobody has heard of it. Clients reconnect and resume from the last commit.
  private func recover(from error: StoreError) {
    report(error)
    for (_, connection) in connections { fanOut.close(connection, .internalError) }
    connections = [:]
    afterCommit = []
    let store = host.store
    do {
      try replaceHost { () throws(StoreError) in try factory.reopen(store, at: now) }
    } catch {
      report(error)
      exit(EXIT_FAILURE)
    }
  }

  private func report(_ error: StoreError) {
    FileHandle.standardError.write(Data("verbatim: \(error.message)\n".utf8))
  }
}
