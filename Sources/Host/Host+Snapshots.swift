package import Engine
package import Store

/// When a host writes snapshots.
package enum SnapshotTiming: Hashable, Sendable {
  /// With the turn in which they become due: for simulations and for tools, which have time.
  case inTurn
  /// Whenever the server has them written, between turns.
  case betweenTurns
}

extension Host {
  /// Writes a snapshot with this turn.
  package func saveSnapshot() throws(StoreError) {
    guard !isReadOnly else { return }
    try attempt { () throws(StoreError) in try store.save(snapshot(), pieces: StatePieces(of: engine)) }
    inputsSinceSnapshot = 0
  }

  /// Does all of what is to be done for the file, with this turn.
  package func tidyUp(_ tidying: Store.Tidying) throws(StoreError) {
    guard !isReadOnly else { return }
    try attempt { () throws(StoreError) in
      try store.tidyInTurn(tidying, at: engine.now, tokenRule, journalBytes: journalBytes)
    }
  }

  /// Takes away all that was said in rooms that were deleted, a portion at a time.
  package func takeAwayRooms() throws(StoreError) {
    guard !isReadOnly else { return }
    while try store.takeAwayRoomsBetweenTurns() {}
  }

  /// Lets the journal begin anew with this state, in the open turn.
  package func mark(_ mark: Mark) throws(StoreError) {
    try apply(.marked(mark), at: engine.now)
    newestMark = store.journalEnd
    try saveSnapshot()
  }

  /// Takes away for good all that came before, with this turn: older inputs and snapshots, and what was deleted.
  package func purge() throws(StoreError) {
    // The newest block of the journal always stays; with the mark it says nothing of anybody.
    try attempt { () throws(StoreError) in try store.endBlock() }
    try apply(.marked(.pruned), at: engine.now)
    try attempt { () throws(StoreError) in try store.endBlock() }
    try saveSnapshot()
    try tidyUp(.purge(through: store.journalEnd))
  }

  /// Takes all that the journal has away, but for the mark that was set last.
  func dropJournal() throws(StoreError) {
    try attempt { () throws(StoreError) in try store.endBlock() }
    try tidyUp(.purge(through: store.journalEnd))
  }

  private func snapshot() -> Snapshot {
    Snapshot(
      through: store.journalEnd, at: engine.now, journalBytes: journalBytes,
      isMark: newestMark == store.journalEnd)
  }
}

// MARK: - Between turns

extension Host {
  /// Begins a snapshot of what was committed last, which is written between turns: its pieces, to be taken on another thread.
  package func beginSnapshot() -> (writer: SnapshotWriter, pieces: StatePieces) {
    inputsSinceSnapshot = 0
    return (store.beginSnapshot(snapshot()), StatePieces(of: engine))
  }

  /// Whether inputs came since the newest snapshot, and it is so old that the journal could not be cut in time.
  package func needsSnapshot(for retention: Retention) throws(StoreError) -> Bool {
    guard inputsSinceSnapshot > 0 else { return false }
    return retention.needsSnapshot(
      after: try store.latestSnapshot(), now: engine.now, journalBytes: journalBytes)
  }

  /// Takes note that the snapshot that was begun after so many inputs was not written.
  package func snapshotFailed(after inputs: Int) { inputsSinceSnapshot += inputs }

  /// Does a portion of what is to be done for the file; returns whether there is more.
  package func tidy(_ tidying: Store.Tidying) throws(StoreError) -> Bool {
    try store.tidy(tidying, at: engine.now, tokenRule, journalBytes: journalBytes)
  }

  /// Tokens stay for as long again as they are good, so that a clock that was wrong for a while takes none away.
  private var tokenRule: Store.TokenRule {
    let engine = engine
    let oldest = engine.oldestTokenUse
    let distance = oldest.milliseconds == .min ? 0 : oldest.milliseconds - engine.now.milliseconds
    return Store.TokenRule(oldestUse: oldest.advanced(byMilliseconds: distance)) { engine.tokensInUse }
  }

  /// Ends the journal with an input that says nothing of anybody, so that all before it can go.
  package func beginPurge() throws(StoreError) {
    try apply(.marked(.pruned), at: engine.now)
    try attempt { () throws(StoreError) in
      try store.expectPurge()
      try store.commit()
    }
  }
}
