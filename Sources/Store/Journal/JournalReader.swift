package import Engine

/// Reads the journal entry by entry, a block at a time, and checks the chain on the way.
package struct JournalReader {
  private let source: any JournalSource
  private var after: JournalEntry.Index
  private var entries: ArraySlice<JournalEntry> = []
  private var chain: JournalChain?

  init(_ source: any JournalSource, after: JournalEntry.Index) {
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
  /// The entries after a place, in order. Those that were pruned are not among them; the first tells where it starts.
  package func journal(after: JournalEntry.Index) -> JournalReader {
    JournalReader(self, after: after)
  }

  /// The chain over all inputs so far, those of the open turn included: 32 zero bytes before the first.
  package var chain: Digest { block.after.hash }

  /// The newest entry's place, those of the open turn included.
  package var journalEnd: JournalEntry.Index { .init(block.after.count) }

  /// Deletes the blocks of which every entry comes before the given one and is in the oldest snapshot that is kept.
  ///
  /// So each snapshot can still be brought up to date, and without a snapshot nothing goes. The newest block stays
  /// in any case, because the count and the chain go on from it.
  package func pruneJournal(before index: JournalEntry.Index) throws(StoreError) {
    try turn { () throws(StoreError) in
      try flushAll()
      try begin()
      statements.pruneJournal.bind(Int64(clamping: index.number), at: 1)
      try statements.pruneJournal.run()
    }
  }
}

/// Where the blocks of a journal come from: a store that is being written, or an archive that is only read.
protocol JournalSource {
  /// The first block that has entries after a place, or nil at the end. Its chain must go on from the one that is given.
  func readBlock(after: JournalEntry.Index, expecting: JournalChain?) throws(StoreError) -> JournalBlock.Read?
}

extension Store: JournalSource {
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
  static let select = """
    SELECT last, first, engine, chain_before, chain_after, entries FROM journal
    WHERE last > ? ORDER BY last LIMIT 1
    """
}

extension Statement {
  /// Reads the first block that ends after a place, and checks that its entries lead from its chain to its chain.
  func readBlock(
    after: JournalEntry.Index, expecting: JournalChain?
  ) throws(StoreError) -> JournalBlock.Read? {
    bind(Int64(clamping: after.number), at: 1)
    defer { reset() }
    guard try step() else { return nil }
    let last = UInt64(clamping: number(0))
    let first = UInt64(clamping: number(1))
    guard let before = bytes(3).flatMap({ Digest(bytes: $0) }),
      let end = bytes(4).flatMap({ Digest(bytes: $0) }), first > 0
    else { throw .journalBroken(entry: .init(last)) }
    let chain = JournalChain(count: last, hash: end)
    let start = JournalChain(count: first - 1, hash: before)
    guard expecting == nil || expecting == start,
      let entries = JournalBlock.entries(
        of: bytes(5) ?? [], from: start, to: chain, engineVersion: Int(number(2)))
    else { throw .journalBroken(entry: .init(last)) }
    return (entries, chain)
  }
}
