import Engine
import Host
import NIOCore
import Store
import Wire

extension TurnThread {
  /// Lets somebody without a WebSocket do something about an account.
  func visit(_ opening: Opening, _ command: CommandDefinition, _ fields: [JSON.Member]) async -> Visit.Outcome
  {
    await visit(opening, as: .account, saying: Visit.frame(command, fields))
  }

  /// Lets somebody without a WebSocket say one thing.
  func visit(_ opening: Opening, as kind: VisitKind, saying command: [UInt8]) async -> Visit.Outcome {
    await withCheckedContinuation { continuation in
      let visit = Visit(opening, as: kind, saying: command) { continuation.resume(returning: $0) }
      guard submit(unlessStopped: .call { turns throws(StoreError) in try turns.begin(visit) }) else {
        return continuation.resume(returning: .refused(Self.goingAway))
      }
    }
  }

  private func begin(_ visit: Visit) throws(StoreError) {
    let id: ConnectionID
    do throws(StoreError) {
      id = try host.connect(visit.opening, at: now)
    } catch {
      // It is none of the visits that are sent away yet.
      visit.end(.refused(Self.failed))
      throw error
    }
    visits[id] = visit
    try host.receive(visit.command, from: id, at: now)
  }

  /// Tells visitors what a turn that has lasted has to say to them.
  func tellVisitors(_ part: [Outgoing]) {
    for outgoing in part {
      switch outgoing {
      case .send(let frame, let id):
        guard let visit = visits[id], visit.hear(frame.bytes) else { continue }
        visits[id] = nil
        submit(.call { turns throws(StoreError) in try turns.host.closed(id, at: turns.now) })
      case .sendToMany: break
      case .close(let id, _):
        visits.removeValue(forKey: id)?.end(.refused(Refusal(.authFailed, "The session was ended.")))
      }
    }
  }

  /// Sends all visitors away, since what they asked for was lost.
  func endVisits() {
    let lost = visits.values
    visits = [:]
    for visit in lost { visit.end(.refused(Self.failed)) }
  }

  private static let failed = Refusal(
    .unavailable, "The database cannot be written at the moment.", retryAfterMilliseconds: 1000)
  private static let goingAway = Refusal(
    .unavailable, "The server is going away.", retryAfterMilliseconds: 1000)
}

// MARK: - Passwords

extension TurnThread {
  /// Gives out the work on passwords that has come up. Its outcome is of use only to the host that asked for it: another one may
  /// give the same number to another request.
  func giveOutWork() {
    let generation = hostGeneration
    for work in host.takeWork() {
      passwords.run(work) { [self] outcome in
        submit(
          .call { turns throws(StoreError) in
            guard turns.hostGeneration == generation else { return }
            try turns.host.finish(work.request, with: outcome, at: turns.now)
            turns.releaseHeld()
          })
      }
    }
  }

  /// Goes on reading from those whose log-in was decided.
  func releaseHeld() {
    for (id, count) in held where !host.isHolding(id) {
      held[id] = nil
      for _ in 0..<count { connections[id]?.messageHandled() }
    }
  }
}
