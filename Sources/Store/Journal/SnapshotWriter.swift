import Engine

/// A snapshot that is being written between turns, a piece at a time, each in a transaction of its own.
///
/// The pieces are made on another thread, from a copy of the state. Nothing reads the snapshot before its last piece is
/// there; what an interruption leaves is deleted later (`Store.tidy`).
package final class SnapshotWriter {
  package let snapshot: Snapshot
  private var hasher: SnapshotHash
  private var number: Int64 = 0

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    hasher = SnapshotHash(snapshot)
  }

  /// How many bytes were written so far.
  package var bytes: UInt64 { hasher.bytes }

  /// Writes the next piece. After an error the snapshot is given up; the store is as it was.
  package func write(_ piece: [UInt8], to store: Store) throws(StoreError) {
    try store.betweenTurns { () throws(StoreError) in try store.insert(piece, number: number, of: snapshot) }
    hasher.update(piece)
    number += 1
  }

  /// Makes the snapshot one that a start can use.
  package func finish(in store: Store) throws(StoreError) {
    try store.betweenTurns { () throws(StoreError) in try store.insert(snapshot, hasher) }
    store.snapshotInProgress = nil
  }
}

extension Store {
  /// Begins to write a snapshot between turns; an earlier one that was not finished is given up.
  package func beginSnapshot(_ snapshot: Snapshot) -> SnapshotWriter {
    snapshotInProgress = snapshot.through
    return SnapshotWriter(snapshot)
  }

  /// Does something of its own between two turns. Where it fails, nothing of it stays.
  package func betweenTurns<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    precondition(!connection.isInTransaction, "a turn is open")
    return try writing { () throws(StoreError) in
      let result = try body()
      try statements.commit.run()
      noteCommit()
      return result
    }
  }
}
