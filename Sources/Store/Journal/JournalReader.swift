package import Engine

/// Reads the journal entry by entry, a block at a time, and checks the chain on the way.
package struct JournalReader {
  private let store: Store
  private var after: JournalEntry.Index
  private var entries: ArraySlice<JournalEntry> = []
  private var chain: JournalChain?

  init(_ store: Store, after: JournalEntry.Index) {
    self.store = store
    self.after = after
  }

  /// The next entry, or nil at the end.
  ///
  /// Errors: `StoreError.journalBroken` where the entries are not those that were written.
  package mutating func next() throws(StoreError) -> JournalEntry? {
    if entries.isEmpty {
      guard let block = try store.readBlock(after: after, expecting: chain) else { return nil }
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

  fileprivate func readBlock(
    after: JournalEntry.Index, expecting: JournalChain?
  ) throws(StoreError) -> (entries: [JournalEntry], chain: JournalChain)? {
    try turn { () throws(StoreError) in
      try flushAll()
      let select = statements.journalBlock
      select.bind(Int64(clamping: after.number), at: 1)
      defer { select.reset() }
      guard try select.step() else { return nil }
      let last = UInt64(clamping: select.number(0))
      let first = UInt64(clamping: select.number(1))
      guard let before = select.bytes(3).flatMap({ Digest(bytes: $0) }),
        let end = select.bytes(4).flatMap({ Digest(bytes: $0) }), first > 0
      else { throw .journalBroken(entry: .init(last)) }
      let chain = JournalChain(count: last, hash: end)
      let start = JournalChain(count: first - 1, hash: before)
      guard expecting == nil || expecting == start,
        let entries = JournalBlock.entries(
          of: select.bytes(5) ?? [], from: start, to: chain, engineVersion: Int(select.number(2)))
      else { throw .journalBroken(entry: .init(last)) }
      return (entries, chain)
    }
  }
}
