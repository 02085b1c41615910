package import Engine
import GRDB

/// What keeps a file small and takes away for good what is to go, a portion at a time, so that no turn waits for it.
extension Store {
  /// What is to be done.
  package enum Tidying: Hashable, Sendable {
    /// Snapshots and inputs that nobody needs any more go.
    case retain(Retention)
    /// All that came before a snapshot goes, and the words of texts that went go from the indexes.
    case purge(through: JournalEntry.Index)
  }

  /// Which tokens are still good.
  package struct TokenRule {
    /// When those of users must have been used last.
    package let oldestUse: Instant
    /// Those that are good however old they are.
    package let inUse: () -> Set<Digest>

    package init(oldestUse: Instant, inUse: @escaping () -> Set<Digest>) {
      self.oldestUse = oldestUse
      self.inUse = inUse
    }
  }

  /// Does one portion of what is to be done, between turns; returns whether there is more.
  ///
  /// - Parameters:
  ///   - tokens: Which tokens are still good.
  ///   - journalBytes: How many bytes of inputs the journal ever had.
  package func tidy(
    _ tidying: Tidying, at now: Instant, _ tokens: TokenRule, journalBytes: UInt64
  ) throws(StoreError) -> Bool {
    if let merging, merging.hasEnded { return try wipePages(after: merging) }
    return try betweenTurns { () throws(StoreError) in
      try tidyRows(tidying, at: now, tokens, journalBytes: journalBytes)
    }
  }

  /// Does all that is to be done, with the open turn. In a file, moved words stay in unused bytes of pages until it is shrunk, or
  /// until the next tidying between turns.
  package func tidyInTurn(
    _ tidying: Tidying, at now: Instant, _ tokens: TokenRule, journalBytes: UInt64
  ) throws(StoreError) {
    try begin()
    while try tidyRows(tidying, at: now, tokens, journalBytes: journalBytes) {
      guard let merging, merging.hasEnded else { continue }
      if file == nil { try end(merging) } else { break }
    }
  }

  private func tidyRows(
    _ tidying: Tidying, at now: Instant, _ tokens: TokenRule, journalBytes: UInt64
  ) throws(StoreError) -> Bool {
    // The index says which messages are whose.
    if hasEarlier {
      try indexEarlier()
      return true
    }
    if try eraseMessages() { return true }
    if try takeAwayRooms() { return true }
    if try takeAwayReactions(atMost: Self.messagesPerPortion) { return true }
    if try deleteTokens(tokens, at: now) { return true }
    if try expireAudit(at: now) { return true }
    let plan = try plan(tidying, at: now, journalBytes: journalBytes)
    for through in plan.dropped { try statements.deleteSnapshot.run(through) }
    if try deletePieces(atMost: 4, keeping: snapshotInProgress) > 0 { return true }
    guard let cut = plan.cut else { return false }
    if try pruneJournal(through: cut) { return true }
    return try mergeIndexes()
  }

  /// Has the indexes merged and the pages wiped with the next tidying, whether or not a text went.
  package func expectPurge() throws(StoreError) {
    try writing { () throws(StoreError) in try statements.expectPurge.run() }
  }

  /// Moves what is in the log into the file, and empties the log.
  package func truncateLog() throws(StoreError) {
    try connection.seldom { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  /// Gives back the space that the file does not need, and empties its log. It takes as long as copying the file.
  package func shrink() throws(StoreError) {
    try connection.seldom { db in try db.execute(sql: "VACUUM") }
    if let merging, merging.hasEnded { try turn { () throws(StoreError) in try end(merging) } }
    try truncateLog()
  }

  private func plan(
    _ tidying: Tidying, at now: Instant, journalBytes: UInt64
  ) throws(StoreError) -> Retention.Plan {
    let snapshots = try statements.snapshots.rows { Snapshot($0) }
    switch tidying {
    case .retain(let retention):
      return retention.plan(
        snapshots.reversed(), first: try journalStart(), now: now, journalBytes: journalBytes)
    case .purge(let through):
      return Retention.Plan(dropped: snapshots.map(\.through).filter { $0 < through }, cut: through)
    }
  }

  /// Deletes some blocks of which every entry comes up to a place; returns whether any was there.
  private func pruneJournal(through cut: JournalEntry.Index) throws(StoreError) -> Bool {
    // The first of those that stay is given the chain before it, so that they can still be verified.
    try statements.anchorJournal.run(cut, Self.blocksPerPortion)
    try statements.pruneJournal.run(cut, Self.blocksPerPortion)
    return connection.changes > 0
  }

  /// Takes away some messages of users who are erased; returns whether there is more to do.
  private func eraseMessages() throws(StoreError) -> Bool {
    guard let user = try statements.nextErasure.first(read: { $0.user(0) }) else { return false }
    // The index says which messages are theirs; what waits for it must be in it first.
    try index()
    if try statements.deleteMessages(of: user, atMost: Self.messagesPerPortion) > 0 { return true }
    if try takeAwayReactions(of: user, atMost: Self.messagesPerPortion) { return true }
    if try statements.conversations.forget(user, atMost: Self.messagesPerPortion) { return true }
    try statements.endErasure.run(user)
    return true
  }

  /// Takes away some messages of rooms that were deleted, in a transaction of its own; returns whether there is more to do.
  package func takeAwayRoomsBetweenTurns() throws(StoreError) -> Bool {
    try betweenTurns { () throws(StoreError) in try takeAwayRooms() }
  }

  /// Takes away some messages of rooms that were deleted; returns whether there is more to do.
  private func takeAwayRooms() throws(StoreError) -> Bool {
    guard let room = try statements.nextDeparture.first(read: { $0.room(0) }) else { return false }
    // What waits for the index must be in it first, or its words would not be known to be going.
    try index()
    let deleted = try statements.deleteMessages(
      of: room, atMost: Self.messagesPerPortion, indexed: indexing.range)
    if deleted > 0 { return true }
    try statements.conversations.forgetMarks(of: room, atMost: Self.messagesPerPortion)
    if connection.changes > 0 { return true }
    try statements.endDeparture.run(room)
    return true
  }

  /// Takes away some tokens that are no longer good; returns whether there may be more.
  private func deleteTokens(_ tokens: TokenRule, at now: Instant) throws(StoreError) -> Bool {
    let old = try statements.oldTokens.rows(tokens.oldestUse, Self.messagesPerPortion) { $0.digest(0) }
    guard !old.isEmpty else { return false }
    let inUse = tokens.inUse()
    for token in old {
      let record = inUse.contains(token) ? Record.tokenUsed(token, at: now) : .tokenRevoked(token)
      try put(PendingRecord(record: record))
    }
    return true
  }

  /// Merges some of the indexes' segments where texts went, so that their words go too; returns whether there is more.
  private func mergeIndexes() throws(StoreError) -> Bool {
    let due = try textsGone()
    guard due != 0 else { return false }
    var merging = self.merging ?? IndexMerging(due: due)
    // The first merge of a series takes all segments together, the next ones go on with it.
    var hasMerged = !merging.hasBegun
    for merge in statements.merges {
      let before = connection.totalChanges
      try merge.run(merging.hasBegun ? Self.pagesPerPortion : -Self.pagesPerPortion)
      // One that had nothing to do changes one row at the most (sqlite.org/fts5.html, "The 'merge' Command").
      if connection.totalChanges - before >= 2 { hasMerged = true }
    }
    merging.hasBegun = true
    merging.hasEnded = !hasMerged
    self.merging = merging
    return true
  }

  /// Wipes some pages of the file where moved words may stand; returns whether there is more to do. After the last one the indexes
  /// count as purged, unless texts went meanwhile: then they are merged once more, and what goes even then waits for the next time.
  private func wipePages(after merging: IndexMerging) throws(StoreError) -> Bool {
    var merging = merging
    if file != nil {
      let hasMore = try turn { () throws(StoreError) in
        try truncateLog()
        return try merging.wiper.wipePortion(of: connection)
      }
      self.merging = merging
      if hasMore { return true }
    }
    try betweenTurns { () throws(StoreError) in try end(merging) }
    return self.merging != nil
  }

  private func end(_ merging: IndexMerging) throws(StoreError) {
    let due = try textsGone()
    if merging.due == due { try statements.purged.run() }
    self.merging = merging.due == due || merging.isRepeated ? nil : IndexMerging(due: due, isRepeated: true)
  }

  /// How many texts went whose words may still be in the indexes.
  private func textsGone() throws(StoreError) -> Int64 {
    try statements.purgeDue.first { $0.number(0) } ?? 0
  }

  private static let blocksPerPortion: Int64 = 16
  /// Of messages, of reactions, and of tokens.
  private static let messagesPerPortion: Int64 = 64
  private static let pagesPerPortion: Int64 = 64
}

/// The merging of all segments of the indexes, a portion at a time.
struct IndexMerging {
  /// How many texts had gone when it began.
  let due: Int64
  /// Whether it follows another one, during which texts went.
  var isRepeated = false
  var hasBegun = false
  /// Whether there is nothing more to merge, and the pages are to be wiped.
  var hasEnded = false
  var wiper = PageWiper()
}
