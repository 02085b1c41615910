package import Engine

/// Reads the journal entry by entry, a block at a time, and checks the chain on the way.
package struct JournalReader {
  private let source: any BlockSource
  private var after: JournalEntry.Index
  private var entries: ArraySlice<JournalEntry> = []
  private var chain: JournalChain?

  init(_ source: any BlockSource, after: JournalEntry.Index) {
    self.source = source
    self.after = after
  }

  /// The next entry, or nil at the end.
  ///
  /// Errors: `StoreError.journalBroken` where the entries are not those that were written.
  package mutating func next() throws(StoreError) -> JournalEntry? {
    if entries.isEmpty {
      guard let block = try source.readBlock(after: after, expecting: chain) else { return nil }
      chain = block.chain
      entries = block.entries.drop { $0.index <= after }
    }
    guard let entry = entries.popFirst() else { return nil }
    after = entry.index
    return entry
  }
}

extension Store {
  package func journal(after: JournalEntry.Index) -> JournalReader {
    JournalReader(self, after: after)
  }

  /// The chain over all inputs so far, those of the open turn included: 32 zero bytes before the first.
  package var chain: Digest { block.after.hash }

  /// The newest entry's place, those of the open turn included.
  package var journalEnd: JournalEntry.Index { .init(block.after.count) }

  package func journalStart() throws(StoreError) -> JournalEntry.Index? {
    try statements.firstBlock.first { .init($0.unsigned(0)) }
  }
}

/// A journal and its snapshots: those of a store that is being written, or of an archive that is only read.
package protocol JournalSource {
  /// The entries after a place, in order. Those that were pruned are not among them; the first tells where it starts.
  func journal(after: JournalEntry.Index) -> JournalReader
  /// The snapshots that are there, the newest first.
  func snapshots() throws(StoreError) -> [Snapshot]
  /// The bytes of a snapshot, or nil where they are not those that were written.
  func state(of snapshot: Snapshot) throws(StoreError) -> [UInt8]?
  /// The place of the newest entry, or nil where there is none.
  func newestEntry() throws(StoreError) -> JournalEntry.Index?
  /// The place of the oldest entry that is kept, or nil where there is none.
  func journalStart() throws(StoreError) -> JournalEntry.Index?
  /// The numbers of the newest rows in the tables.
  func newestRows() throws(StoreError) -> (users: UInt64, rooms: UInt64, messages: UInt64)
}

extension Statement {
  /// What `newestRows` asks.
  static let newestRows = """
    SELECT (SELECT coalesce(max(id), 0) FROM users), (SELECT coalesce(max(id), 0) FROM rooms),
      max((SELECT coalesce(max(id), 0) FROM messages), (SELECT coalesce(max(id), 0) FROM private_messages))
    """

  func newestRows() throws(StoreError) -> (users: UInt64, rooms: UInt64, messages: UInt64) {
    try first { ($0.unsigned(0), $0.unsigned(1), $0.unsigned(2)) } ?? (0, 0, 0)
  }
}

extension Store: JournalSource {
  package func newestEntry() -> JournalEntry.Index? { journalEnd }

  package func newestRows() throws(StoreError) -> (users: UInt64, rooms: UInt64, messages: UInt64) {
    try reading { () throws(StoreError) in
      try Statement(Statement.newestRows, on: connection.handle).newestRows()
    }
  }
}

extension Archive: JournalSource {
  package func newestEntry() throws(StoreError) -> JournalEntry.Index? { try journalBounds()?.upperBound }

  package func journalStart() throws(StoreError) -> JournalEntry.Index? { try journalBounds()?.lowerBound }

  package func newestRows() throws(StoreError) -> (users: UInt64, rooms: UInt64, messages: UInt64) {
    try Statement(Statement.newestRows, on: handle).newestRows()
  }
}

/// Where the blocks of a journal come from.
protocol BlockSource {
  /// The first block that has entries after a place, or nil at the end. Its chain must go on from the one that is given.
  func readBlock(after: JournalEntry.Index, expecting: JournalChain?) throws(StoreError) -> JournalBlock.Read?
}

extension Store: BlockSource {
  func readBlock(
    after: JournalEntry.Index, expecting: JournalChain?
  ) throws(StoreError) -> JournalBlock.Read? {
    try turn { () throws(StoreError) in
      try flushAll()
      return try statements.journalBlock.readBlock(after: after, expecting: expecting)
    }
  }
}

extension JournalBlock {
  /// The entries of a block and the chain after them.
  typealias Read = (entries: [JournalEntry], chain: JournalChain)

  /// What `readBlock` reads a block from: the first one that ends after a place.
  static func select(_ layout: Schema.Layout = .current) -> String {
    let form = layout == .current ? "behaviour, format" : "engine, 1"
    // The chain before a block is only written where the block before is not there.
    return """
      SELECT last, first,
        CASE WHEN length(chain_before) > 0 THEN chain_before
          ELSE (SELECT chain_after FROM journal AS earlier WHERE earlier.last = journal.first - 1) END,
        chain_after, entries, \(form) FROM journal
      WHERE last > ? ORDER BY last LIMIT 1
      """
  }
}

extension Statement {
  /// Reads the first block that ends after a place, and checks that its entries lead from its chain to its chain.
  func readBlock(
    after: JournalEntry.Index, expecting: JournalChain?
  ) throws(StoreError) -> JournalBlock.Read? {
    bind(after)
    defer { reset() }
    guard try step() else { return nil }
    let (last, first) = (unsigned(0), unsigned(1))
    guard let before = digest(2), let end = digest(3), first > 0 else {
      throw .journalBroken(entry: .init(last))
    }
    let chain = JournalChain(count: last, hash: end)
    let start = JournalChain(count: first - 1, hash: before)
    guard expecting == nil || expecting == start,
      let entries = JournalBlock.entries(
        of: bytes(4) ?? [], from: start, to: chain, behaviour: Int(number(5)), format: Int(number(6)))
    else { throw .journalBroken(entry: .init(last)) }
    return (entries, chain)
  }
}
