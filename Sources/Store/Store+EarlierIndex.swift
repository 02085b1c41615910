import GRDB

/// The messages of an earlier program, which had indexed them in another way (`Schema.indexAnew`).
extension Store {
  /// Up to which number messages are not in the index yet; 0 where all are.
  package var earlierMessages: UInt64 { indexing.earlier }

  /// Whether something of that is left to do.
  var hasEarlier: Bool { indexing.earlier > 0 || indexing.hasLeftover }

  /// Indexes the newest of the messages with the open turn, so that they are found from the start on.
  package func indexNewestEarlier() throws(StoreError) {
    guard hasEarlier else { return }
    try writing { () throws(StoreError) in try indexEarlierMessages() }
  }

  private func indexEarlierMessages() throws(StoreError) {
    guard indexing.earlier > 0 else { return }
    indexing.earlier = try statements.indexEarlierMessages(through: indexing.earlier)
  }

  /// Indexes a portion of the messages, the newest first, and takes away a portion of what the earlier index has left.
  func indexEarlier() throws(StoreError) {
    try begin()
    try indexEarlierMessages()
    if indexing.hasLeftover { indexing.hasLeftover = try takeAwayLeftover() }
  }

  /// Takes away some pages of the earlier index; returns whether there may be more.
  private func takeAwayLeftover() throws(StoreError) -> Bool {
    try connection.seldom { db in
      for table in MessageKind.all.map({ Schema.leftover(of: $0.index) }) {
        let isThere = try Bool.fetchOne(
          db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?)", arguments: [table])
        guard isThere == true else { continue }
        try db.execute(
          sql: "DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) ORDER BY id DESC LIMIT ?)",
          arguments: [Self.leftoverPages])
        if db.changesCount < Self.leftoverPages { try db.execute(sql: "DROP TABLE \(table)") }
        return true
      }
      try db.execute(sql: "UPDATE message_index_state SET has_leftover = 0")
      return false
    }
  }

  /// Several times as many as a portion of messages takes in the index, so that the file does not grow.
  private static let leftoverPages = 128
}
