package import Engine

/// The engine's state after an entry of the journal, from which a start can go on: what is known of it without its bytes.
package struct Snapshot: Hashable, Sendable {
  /// The last entry that the state contains.
  package var through: JournalEntry.Index
  /// By which behaviour of the engine the state was made.
  package var behaviour: Int
  /// The format of the state, as `StateFormat` numbers them; one that is not known is of a later program.
  package var format: Int
  /// The newest instant of the state, or nil in a file from before it was written down.
  package var at: Instant?
  /// How many bytes the state has.
  package var bytes: UInt64 = 0
  /// How many bytes of inputs the journal ever had when the state was taken.
  package var journalBytes: UInt64
  /// The SHA-256 over the snapshot, or nil in a file from before it was written down.
  package var hash: Digest?
  /// Whether its last entry is a mark: then the state is not what the inputs before it lead to.
  package var isMark: Bool

  package init(
    through: JournalEntry.Index, behaviour: Int = Engine.behaviour,
    format: Int = StateFormat.newest.rawValue, at: Instant?, journalBytes: UInt64, isMark: Bool = false
  ) {
    self.through = through
    self.behaviour = behaviour
    self.format = format
    self.at = at
    self.journalBytes = journalBytes
    self.isMark = isMark
  }
}

extension Snapshot {
  /// All snapshots that are there, the newest first.
  static func select(_ layout: Schema.Layout = .current) -> String {
    switch layout {
    case .current:
      """
      SELECT through, behaviour, format, at, bytes, journal_bytes, hash, is_mark FROM snapshots
      ORDER BY through DESC
      """
    case .first:
      "SELECT through, engine, 1, NULL, length(state), 0, NULL, 0 FROM snapshots ORDER BY through DESC"
    }
  }

  /// The bytes of a snapshot, piece by piece.
  static func selectPieces(_ layout: Schema.Layout) -> String {
    switch layout {
    case .current: "SELECT bytes FROM snapshot_pieces WHERE through = ? ORDER BY number"
    case .first: "SELECT state FROM snapshots WHERE through = ?"
    }
  }

  /// The current row of a statement made of `select`.
  init(_ row: Statement) {
    through = .init(row.unsigned(0))
    behaviour = Int(row.number(1))
    format = Int(row.number(2))
    at = row.isNull(3) ? nil : row.instant(3)
    bytes = row.unsigned(4)
    journalBytes = row.unsigned(5)
    hash = row.digest(6)
    isMark = row.truth(7)
  }

  /// The state's bytes, or nil where they are not those that were written.
  func state(from pieces: Statement) throws(StoreError) -> [UInt8]? {
    pieces.bind(through)
    var state: [UInt8] = []
    state.reserveCapacity(Int(clamping: bytes))
    var hasher = SnapshotHash(self)
    try pieces.forEachRow { row in
      let piece = row.bytes(0) ?? []
      hasher.update(piece)
      state += piece
    }
    // Only the first format had no hash.
    let isUnhashed = hash == nil && format == StateFormat.positional.rawValue
    guard UInt64(state.count) == bytes, isUnhashed || hash == hasher.digest else { return nil }
    return state
  }
}

extension Store {
  package func snapshots() throws(StoreError) -> [Snapshot] {
    try turn { () throws(StoreError) in try statements.snapshots.rows { Snapshot($0) } }
  }

  /// The newest snapshot, or nil where none was saved.
  package func latestSnapshot() throws(StoreError) -> Snapshot? {
    try snapshots().first
  }

  package func state(of snapshot: Snapshot) throws(StoreError) -> [UInt8]? {
    try turn { () throws(StoreError) in try snapshot.state(from: statements.pieces) }
  }

  /// Writes a snapshot with the open turn.
  package func save(_ snapshot: Snapshot, pieces: some Sequence<[UInt8]>) throws(StoreError) {
    precondition(
      snapshot.through <= journalEnd,
      "a snapshot of entry \(snapshot.through.number), but the journal ends at \(journalEnd.number)")
    try writing { () throws(StoreError) in
      // One that is there already is one that could not be read.
      try delete(snapshot)
      var hasher = SnapshotHash(snapshot)
      var number: Int64 = 0
      for piece in pieces {
        hasher.update(piece)
        try insert(piece, number: number, of: snapshot)
        number += 1
      }
      try insert(snapshot, hasher)
    }
  }

  func insert(_ piece: [UInt8], number: Int64, of snapshot: Snapshot) throws(StoreError) {
    try statements.insertPiece.run(snapshot.through, number, piece)
  }

  /// With its row a snapshot is there.
  func insert(_ snapshot: Snapshot, _ hasher: SnapshotHash) throws(StoreError) {
    try statements.insertSnapshot.run(
      snapshot.through, snapshot.behaviour, snapshot.format, snapshot.at?.milliseconds ?? 0, hasher.bytes,
      snapshot.journalBytes, hasher.digest, snapshot.isMark)
  }

  private func delete(_ snapshot: Snapshot) throws(StoreError) {
    try statements.deleteSnapshot.run(snapshot.through)
    while try deletePieces(atMost: 64) > 0 {}
  }

  /// Deletes some pieces of snapshots that are not there; returns how many.
  func deletePieces(
    atMost count: Int64, keeping written: JournalEntry.Index? = nil
  ) throws(StoreError) -> Int {
    try statements.deletePieces.run(written?.boundNumber ?? -1, count)
    return connection.changes
  }
}
