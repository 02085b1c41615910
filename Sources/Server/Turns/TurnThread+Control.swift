import Engine
import Host
import Store
import Wire

/// What an operator's connection may ask for beside what everybody may.
extension TurnThread {
  private enum Failure: Error {
    case refused(Refusal)
    case store(StoreError)
  }

  /// Carries out a control command, or returns false where the frame is none.
  func control(_ bytes: [UInt8], from connection: Connection) throws(StoreError) -> Bool {
    guard let frame = try? JSON.parse(bytes, maximumBytes: 1 << 20, maximumDepth: 16) else { return false }
    var re: String?
    if case .string(let id)? = frame["id"] { re = id }
    let reply = ControlReply(re: re)
    do throws(Failure) {
      guard let request = try refusable({ () throws(Refusal) in try ControlRequest(frame) }) else {
        return false
      }
      FrameLog.ofProcess?.note(received: bytes, on: .operator)
      try carryOut(request, reply, for: connection)
    } catch {
      switch error {
      case .refused(let refusal): answer(reply.error(refusal), to: connection)
      case .store(let error): throw error
      }
    }
    return true
  }

  private func carryOut(
    _ request: ControlRequest, _ reply: ControlReply, for connection: Connection
  ) throws(Failure) {
    switch request {
    case .advanceClock(let milliseconds, let isStep):
      try requireVirtualClock()
      let before = now
      try storing { () throws(StoreError) in try advance(byMilliseconds: milliseconds, asStep: isStep) }
      let distance = now.milliseconds - before.milliseconds
      answer(isStep ? reply.advanced(byMilliseconds: distance) : reply.ok, to: connection)
    case .settle:
      settling.append { [fanOut] in
        FrameLog.ofProcess?.note(sent: reply.ok, on: .operator)
        fanOut.send(reply.ok, to: connection)
      }
    case .reset(let limits):
      try requireVirtualClock()
      try storing { () throws(StoreError) in try reset(limits: limits, keeping: connection) }
      answer(reply.ok, to: connection)
    case .provision(let user, let bot):
      let token: String
      do {
        token = try host.provision(
          user: user, bot: bot, from: connection.opening.address, at: now)
      } catch let error as StoreError {
        throw .store(error)
      } catch let refusal as Refusal {
        throw .refused(refusal)
      } catch {
        preconditionFailure("provisioning failed in a way that it does not know: \(error)")
      }
      answer(reply.provisioned(user, token: token), to: connection)
    case .backup(let path):
      host.audit(.operatorRequest, byOperatorAt: connection.opening.address, "backup", at: now)
      requestUpkeep(reply, for: connection) { tell in
        .backup(path) { outcome in
          tell(outcome.map { $0.mapError { UpkeepFailure(message: $0.message) } })
        }
      }
    case .prune:
      host.audit(.operatorRequest, byOperatorAt: connection.opening.address, "prune", at: now)
      requestUpkeep(reply, for: connection) { tell in
        .purge { outcome in tell(outcome.map { $0.mapError { UpkeepFailure(message: $0.description) } }) }
      }
    case .administer(let request):
      if let work = host.passwordWork(for: request) {
        return administer(request, after: work, reply, for: connection)
      }
      let done = try storing { () throws(StoreError) in
        try host.administer(request, from: connection.opening.address, at: now)
      }
      // Whoever is told of a ban finds it in force.
      afterCommit.append { [self] in bans.replace(by: host.engine.currentAddressBans(at: now), at: now) }
      answer(reply.administered(done), to: connection)
    }
  }

  /// Has a request carried out when the hash of its password was made, which takes long.
  private func administer(
    _ request: JSON, after work: CredentialWork, _ reply: ControlReply, for connection: Connection
  ) {
    let generation = hostGeneration
    passwords.run(work) { [self] outcome in
      submit(
        .call { turns throws(StoreError) in
          guard turns.hostGeneration == generation else { return }
          let done = try turns.host.administer(
            request, from: connection.opening.address, hashed: outcome, at: turns.now)
          turns.answer(reply.administered(done), to: connection)
        })
    }
  }

  /// Has something done for the file, which is answered when it is done.
  private func requestUpkeep(
    _ reply: ControlReply, for connection: Connection,
    _ job: (@escaping (Result<Void, UpkeepFailure>?) -> Void) -> Upkeep.Job
  ) {
    upkeep?.request(
      job { [fanOut] outcome in
        let answer =
          switch outcome {
          case .success?: reply.ok
          case .failure(let failure)?: reply.error(Refusal(.unavailable, failure.message))
          case nil: reply.error(Refusal(.unavailable, "The server goes away, or cannot write."))
          }
        FrameLog.ofProcess?.note(sent: answer, on: .operator)
        fanOut.send(answer, to: connection)
      })
  }

  /// A reply waits for the commit, as every other does, and until what came before it has been written.
  private func answer(_ bytes: [UInt8], to connection: Connection) {
    FrameLog.ofProcess?.note(sent: bytes, on: .operator)
    afterCommit.append { [fanOut] in fanOut.whenWritten { fanOut.send(bytes, to: connection) } }
  }

  private func requireVirtualClock() throws(Failure) {
    switch clock {
    case .virtual: return
    case .wall:
      throw .refused(
        Refusal(.forbidden, "This server runs on the wall clock; start one with `--clock virtual`."))
    }
  }

  /// Lets virtual time pass, and everything fall due on the way; a step ends where the first does.
  private func advance(byMilliseconds distance: Int64, asStep isStep: Bool) throws(StoreError) {
    var target = now.advanced(byMilliseconds: distance)
    while let next = host.nextDeadline, next <= target {
      now = max(now, next)
      try host.advance(to: now)
      try commit()
      if isStep { target = now }
    }
    now = target
    clock = .virtual(target)
  }

  /// Forgets everything but the operator's connection, and begins again at the start of virtual time.
  private func reset(limits: Limits, keeping control: Connection) throws(StoreError) {
    try commit()
    for connection in connections.removeAll() where connection !== control {
      fanOut.close(connection, .normal)
    }
    now = .virtualStart
    clock = .virtual(now)
    try replaceHost { () throws(StoreError) in try factory.reset(limits: limits, at: now) }
    try open(control)
    // The operator is greeted once.
    _ = try host.commit()
  }

  private func refusable<Result>(_ body: () throws(Refusal) -> Result) throws(Failure) -> Result {
    do throws(Refusal) { return try body() } catch { throw .refused(error) }
  }

  private func storing<Result>(_ body: () throws(StoreError) -> Result) throws(Failure) -> Result {
    do throws(StoreError) { return try body() } catch { throw .store(error) }
  }
}

/// Why something was not done for the file.
private struct UpkeepFailure: Error {
  let message: String
}
