package import Engine

/// Messages, accounts and the journal in SQLite, written turn by turn.
///
/// A turn is what happened between two calls of `commit`. `append` and `write` only remember; `answer` writes what is
/// remembered and reads behind it, so a query sees exactly what came before it in the order. `commit` makes the turn
/// last. What was not committed is lost as a whole: by `rollback`, by any error thrown here, by a crash.
///
/// A store is used from one thread at a time.
package final class Store {
  /// Where the tables are.
  package enum Location: Hashable, Sendable {
    /// In memory, for a simulation; gone with the store.
    case memory
    /// In a file, which is made where it does not exist; its folder has to be there.
    case file(path: String)
  }

  /// The behaviour of the engine whose inputs are appended.
  package let behaviour: Int
  let connection: Connection
  /// The file that was opened, where it is one.
  let file: (path: String, identity: FileIdentity?)?
  let statements: Statements
  /// The entries that are not in the journal's table yet.
  private(set) var block: JournalBlock
  var indexing: MessageIndexing
  private var committed: (chain: JournalChain, indexing: MessageIndexing, tokens: Int, bytes: UInt64)
  private var pending: [PendingRecord] = []
  var pendingAudit: [AuditEntry] = []
  /// For how long entries of the audit log are kept, in milliseconds.
  package var auditMilliseconds: Int64 = 90 * 86_400_000
  /// How many tokens there are, those that are no longer good and not yet taken away among them.
  package private(set) var tokenCount: Int
  /// How many bytes of inputs were appended since the store was opened.
  package private(set) var appendedBytes: UInt64 = 0
  /// How many steps of SQLite's virtual machine one search for messages may take in its index, beside those that finding each of
  /// its words takes.
  package var searchSteps = 1200
  /// How many steps of SQLite's virtual machine one search for users may take: some ten for each name that it looks at.
  package var userSearchSteps = 200_000
  /// How many messages one search may find, those that the asker may not read among them.
  package var searchRows = 10_000
  /// How many users are named for each reaction.
  package var reactionUsers = Limits()[.reactionUsers]
  /// The merging of the indexes' segments that is under way.
  var merging: IndexMerging?
  /// The snapshot that is being written between turns.
  var snapshotInProgress: JournalEntry.Index?

  /// Opens a store, or makes it where the file does not exist.
  ///
  /// Errors: what `StoreError` names for a file that cannot serve. Such a file is left as it was.
  package init(_ location: Location, behaviour: Int = Engine.behaviour) throws(StoreError) {
    self.behaviour = behaviour
    connection = try Connection(location)
    switch location {
    case .memory: file = nil
    case .file: file = (location.filePath, FileIdentity(location.filePath))
    }
    statements = Statements(connection.handle)
    // What is prepared here finds out whether the tables of a file are as they should be.
    if file != nil, !connection.isNew { try statements.prepareAll() }
    let last = try statements.lastBlock.first { last throws(StoreError) in
      guard let hash = last.digest(1) else { throw .journalBroken(entry: .init(last.unsigned(0))) }
      return JournalChain(count: last.unsigned(0), hash: hash)
    }
    let chain = last ?? JournalChain()
    indexing = try statements.messageIndexing()
    tokenCount = try statements.countTokens()
    committed = (chain, indexing, tokenCount, 0)
    block = JournalBlock(after: chain)
  }

  /// Refuses a file that is no longer where it was: what is written to it would be lost with it.
  package func checkPlace() throws(StoreError) {
    guard let file, FileIdentity(file.path) != file.identity else { return }
    throw .moved(path: file.path)
  }

  /// Remembers an input, in its canonical bytes, for the journal; returns its place.
  @discardableResult
  package func append(input: [UInt8], at instant: Instant) -> JournalEntry.Index {
    block.append(input: input, at: instant)
    appendedBytes += UInt64(JournalChain.headerBytes + input.count)
    return .init(block.after.count)
  }

  /// Remembers a record. `verifier` belongs to a registration with a password and to a change of password.
  package func write(_ record: Record, verifier: [UInt8]? = nil, address: String? = nil) {
    pending.append(PendingRecord(record: record, verifier: verifier, address: address))
  }

  /// Makes everything since the last commit last, in one transaction.
  package func commit() throws(StoreError) {
    try turn { () throws(StoreError) in
      try flushAll()
      try keepIndexClose()
      if connection.isInTransaction { try statements.commit.run() }
      noteCommit()
    }
  }

  /// Takes note that what is there now lasts; no input waits to be written.
  func noteCommit() { committed = (block.after, indexing, tokenCount, appendedBytes) }

  /// Drops everything since the last commit. This is what a crash loses.
  package func rollback() {
    pending.removeAll(keepingCapacity: true)
    pendingAudit.removeAll(keepingCapacity: true)
    block = JournalBlock(after: committed.chain)
    indexing = committed.indexing
    tokenCount = committed.tokens
    appendedBytes = committed.bytes
    merging = nil
    // SQLite ends the transaction by itself after some errors. A rollback fails only where there is none.
    if connection.isInTransaction { try? statements.rollback.run() }
  }

  /// Opens the turn's transaction where it is not open yet.
  func begin() throws(StoreError) {
    if !connection.isInTransaction { try statements.begin.run() }
  }

  /// Writes the remembered records into the open transaction, so that queries see them.
  func flush() throws(StoreError) {
    guard !pending.isEmpty || !pendingAudit.isEmpty else { return }
    try begin()
    try flushAudit()
    for entry in pending {
      try put(entry)
      switch entry.record {
      case .messageStored(let number, _, seq: _, from: _, let text, at: _, extras: _):
        indexing.written = number
        indexing.workWaiting += text.utf8.count
      case .messageEdited(_, seq: _, let text, at: _, mentions: _) where indexing.indexed < indexing.written:
        indexing.workWaiting += text.utf8.count
      // Nothing else is indexed.
      case _: break
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes a record to its tables, and keeps count of the tokens.
  func put(_ entry: PendingRecord) throws(StoreError) {
    try statements.write(entry, indexed: indexing.range)
    switch entry.record {
    case .tokenMade: tokenCount += 1
    case .tokenRevoked, .ownTokenRevoked, .ownTokensRevokedByID, .ownTokensRevoked, .ownTokensBounded,
      .userDeleted:
      tokenCount -= connection.changes
    // Nothing else makes or takes away tokens.
    case _: break
    }
  }

  /// Indexes as much as the turn added, so that no more waits than a search may find.
  private func keepIndexClose() throws(StoreError) {
    let added = indexing.workWaiting - committed.indexing.workWaiting
    for _ in 0...max(0, added / MessageIndexing.mostWorkWaiting) where indexing.isDue { try indexPortion() }
  }

  /// Brings the index of messages up to the tables: no more waits than one portion and what this turn added.
  func index() throws(StoreError) {
    while indexing.indexed < indexing.written { try indexPortion() }
  }

  /// Whether more messages wait to be indexed than may, or those of an earlier program do.
  package var isIndexDue: Bool { indexing.isDue || hasEarlier }

  /// Indexes a portion of the messages that wait, in `betweenTurns`; returns whether there is more to do.
  package func indexBetweenTurns() throws(StoreError) -> Bool {
    guard isIndexDue else { return false }
    try betweenTurns { () throws(StoreError) in
      if indexing.isDue { try indexPortion() } else { try indexEarlier() }
    }
    return isIndexDue
  }

  /// Indexes as many messages as are enough for a turn.
  private func indexPortion() throws(StoreError) {
    try begin()
    let last = min(indexing.indexed + MessageIndexing.mostWaiting, indexing.written)
    let done = try statements.indexMessages(after: indexing.indexed, through: last)
    indexing.note(through: done.through, work: done.work)
  }

  /// Indexes all messages of a file whose tables were filled by other means, a portion at a time.
  func catchUp() throws(StoreError) {
    indexing = try statements.messageIndexing()
    while indexing.indexed < indexing.written {
      try betweenTurns { () throws(StoreError) in try indexPortion() }
    }
  }

  /// Writes the remembered records and the remembered inputs.
  func flushAll() throws(StoreError) {
    try flush()
    guard !block.isEmpty else { return }
    try begin()
    try statements.write(block, behaviour: behaviour)
    block.clear()
  }

  /// Ends the block of the journal that is open, so that what comes next is in a block of its own.
  package func endBlock() throws(StoreError) {
    try turn { () throws(StoreError) in try flushAll() }
  }

  /// Reads what was written before, committed or not.
  func reading<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    try turn { () throws(StoreError) in
      try flush()
      return try body()
    }
  }

  /// Writes with the open turn.
  func writing<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    try turn { () throws(StoreError) in
      try begin()
      return try body()
    }
  }

  /// Runs a part of the turn, and drops the whole turn where it fails, so that nothing is half there.
  func turn<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    do {
      return try body()
    } catch {
      rollback()
      throw error
    }
  }
}
