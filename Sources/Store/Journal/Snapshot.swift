/// The engine's state after an entry of the journal, from which a start can go on.
package struct Snapshot: Hashable, Sendable {
  /// The last entry that the state contains.
  package var through: JournalEntry.Index
  /// The version of the engine whose state it is.
  package var engineVersion: Int
  /// The state in its canonical bytes.
  package var state: [UInt8]

  package init(through: JournalEntry.Index, engineVersion: Int, state: [UInt8]) {
    self.through = through
    self.engineVersion = engineVersion
    self.state = state
  }
}

extension Snapshot {
  /// All snapshots that are kept, the newest first.
  static let select = "SELECT through, engine, state FROM snapshots ORDER BY through DESC"

  /// The current row of a statement made of `select`.
  init(_ row: Statement) {
    self.init(
      through: .init(UInt64(clamping: row.number(0))), engineVersion: Int(row.number(1)),
      state: row.bytes(2) ?? [])
  }
}

extension Store {
  /// Writes a snapshot with the open turn, and forgets all but the newest two.
  ///
  /// Two, so that there is one left where the newest turns out to be unreadable.
  package func save(_ snapshot: Snapshot) throws(StoreError) {
    precondition(
      snapshot.through <= journalEnd,
      "a snapshot of entry \(snapshot.through.number), but the journal ends at \(journalEnd.number)")
    try turn { () throws(StoreError) in
      try begin()
      let insert = statements.insertSnapshot
      insert.bind(Int64(clamping: snapshot.through.number), at: 1)
      insert.bind(Int64(snapshot.engineVersion), at: 2)
      insert.bind(snapshot.state, at: 3)
      try insert.run()
      try statements.pruneSnapshots.run()
    }
  }

  /// The snapshots that are kept, the newest first: none, one or two.
  package func snapshots() throws(StoreError) -> [Snapshot] {
    try turn { () throws(StoreError) in
      var found: [Snapshot] = []
      try statements.snapshots.forEachRow { row in found.append(Snapshot(row)) }
      return found
    }
  }

  /// The newest snapshot, or nil where none was saved.
  package func latestSnapshot() throws(StoreError) -> Snapshot? {
    try snapshots().first
  }
}
