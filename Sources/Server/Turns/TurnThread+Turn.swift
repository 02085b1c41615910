import Engine
import Host
import NIOCore
import Store

import class Host.Host

/// What one turn does.
extension TurnThread {
  func turn(_ arrivals: ArraySlice<Arrival>) {
    now = clock.read()
    metrics.turns.add()
    retryWriting()
    recovering { () throws(StoreError) in try lookAround() }
    for arrival in arrivals {
      recovering { () throws(StoreError) in try handle(arrival) }
    }
    recovering { () throws(StoreError) in
      try host.advance(to: now)
      try commit()
    }
    noteHandled(arrivals)
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

  private func recovering(_ body: () throws(StoreError) -> Void) {
    do throws(StoreError) { try body() } catch { recover(from: error) }
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
}

// MARK: - Arrivals

extension TurnThread {
  private func handle(_ arrival: Arrival) throws(StoreError) {
    switch arrival {
    case .report(let connection, .opened): try open(connection)
    case .report(let connection, .message(let bytes)):
      if connection.isOperators, try control(bytes, from: connection) { return }
      guard let id = id(of: connection) else { return }
      try host.receive(bytes, from: id, at: now)
    case .report(let connection, .gone(let ending)):
      guard let id = id(of: connection) else { return }
      connections.remove(id)
      held[id] = nil
      switch ending {
      case .closed: try host.closed(id, at: now)
      case .cut: try host.cut(id, at: now)
      }
    case .report(let connection, .draining):
      guard let id = id(of: connection) else { return }
      connections.remove(id)
      try host.cut(id, at: now)
      leaving.append(connection)
    case .report(let connection, .slowReader):
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

  /// Takes note of the messages that were read; one that waits for a log-in counts as unhandled, so that little more is read.
  private func noteHandled(_ arrivals: ArraySlice<Arrival>) {
    var messages = 0
    for case .report(let connection, .message) in arrivals {
      messages += 1
      if let id = id(of: connection), host.isHolding(id) {
        held[id, default: 0] += 1
      } else {
        connection.messageHandled()
      }
    }
    if messages > 0 { metrics.framesReceived.add(messages) }
  }
}
