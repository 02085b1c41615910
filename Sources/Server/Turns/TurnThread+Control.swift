import Engine
import Host
import Store
import Wire

/// What an operator's connection may ask for beside what everybody may.
extension TurnThread {
  /// Carries out a control command, or returns false where the frame is none.
  func control(_ bytes: [UInt8], from connection: Connection) throws(StoreError) -> Bool {
    guard let frame = try? JSON.parse(bytes, maximumBytes: 1 << 20, maximumDepth: 16) else { return false }
    var re: String?
    if case .string(let id)? = frame["id"] { re = id }
    let reply = ControlReply(re: re)
    do {
      guard let request = try ControlRequest(frame) else { return false }
      FrameLog.ofProcess?.note(received: bytes, on: .operator)
      try carryOut(request, reply, for: connection)
    } catch let error as StoreError {
      throw error
    } catch let refusal as Refusal {
      answer(reply.error(refusal), to: connection)
    } catch {
      preconditionFailure("a control command failed in a way that it does not know: \(error)")
    }
    return true
  }

  /// Errors: a refusal, or a `StoreError`.
  private func carryOut(
    _ request: ControlRequest, _ reply: ControlReply, for connection: Connection
  ) throws {
    let address = connection.opening.address
    switch request {
    case .advanceClock(let milliseconds, let isStep):
      try requireVirtualClock()
      let before = now
      try advance(byMilliseconds: milliseconds, asStep: isStep)
      let distance = now.milliseconds - before.milliseconds
      answer(isStep ? reply.advanced(byMilliseconds: distance) : reply.ok, to: connection)
    case .settle:
      settling.append { [self] in answerNow(reply.ok, to: connection) }
    case .reset(let limits):
      try requireVirtualClock()
      try reset(limits: limits, keeping: connection)
      answer(reply.ok, to: connection)
    case .provision(let user, let bot):
      let token = try host.provision(user: user, bot: bot, from: address, at: now)
      answer(reply.provisioned(user, token: token), to: connection)
    case .backup(let path):
      host.audit(.operatorRequest, byOperatorAt: address, "backup", at: now)
      upkeep?.request(.backup(path, answering(reply, to: connection)))
    case .prune:
      host.audit(.operatorRequest, byOperatorAt: address, "prune", at: now)
      upkeep?.request(.purge(answering(reply, to: connection)))
    case .administer(let request):
      if let work = host.passwordWork(for: request) {
        return administer(request, after: work, reply, for: connection)
      }
      let done = try host.administer(request, from: address, at: now)
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

  /// What answers a request for the file when it was carried out.
  private func answering(_ reply: ControlReply, to connection: Connection) -> (Upkeep.Outcome) -> Void {
    { [self] outcome in
      switch outcome {
      case .success: answerNow(reply.ok, to: connection)
      case .failure(let failure): answerNow(reply.error(failure.refusal), to: connection)
      }
    }
  }

  private func answerNow(_ bytes: [UInt8], to connection: Connection) {
    FrameLog.ofProcess?.note(sent: bytes, on: .operator)
    fanOut.send(bytes, to: connection)
  }

  /// A reply waits for the commit, as every other does, and until what came before it has been written.
  private func answer(_ bytes: [UInt8], to connection: Connection) {
    FrameLog.ofProcess?.note(sent: bytes, on: .operator)
    afterCommit.append { [fanOut] in fanOut.whenWritten { fanOut.send(bytes, to: connection) } }
  }

  private func requireVirtualClock() throws(Refusal) {
    switch clock {
    case .virtual: return
    case .wall:
      throw Refusal(.forbidden, "This server runs on the wall clock; start one with `--clock virtual`.")
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
}
