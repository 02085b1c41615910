import Engine
import Host
import NIOCore
import Store

/// What a turn has to say, and to whom.
extension TurnThread {
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
