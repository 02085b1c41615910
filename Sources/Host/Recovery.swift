package import Engine
package import Store

/// Makes engines out of journals.
package enum Recovery {
  /// The engine as it was after the last committed input: the newest readable snapshot, and the journal after it.
  ///
  /// Errors: `StoreError.journalBroken` where an entry is missing or cannot be read, and `.otherEngine` where another
  /// version of the engine wrote it.
  ///
  /// What the engine asks for on the way was done when the inputs were new, and is thrown away.
  package static func engine(from store: Store) throws(StoreError) -> Engine {
    var engine = Engine()
    var start = JournalEntry.Index.start
    for snapshot in try store.snapshots() {
      // Where the newest cannot be read there is an older one, and before that the journal itself.
      guard let state = try? Engine(canonicalBytes: snapshot.state) else { continue }
      (engine, start) = (state, snapshot.through)
      break
    }
    try run(store, after: start, through: &engine) { _, _ in }
    return engine
  }

  /// Runs the whole journal through a fresh engine. The reader checks the chain on the way and names the first entry
  /// that differs.
  package static func replay(
    _ store: Store, each body: (JournalEntry, [Effect]) -> Void = { _, _ in }
  ) throws(StoreError) -> Engine {
    var engine = Engine()
    try run(store, after: .start, through: &engine, each: body)
    return engine
  }

  private static func run(
    _ store: Store, after start: JournalEntry.Index, through engine: inout Engine,
    each body: (JournalEntry, [Effect]) -> Void
  ) throws(StoreError) {
    var journal = store.journal(after: start)
    var last = start
    while let entry = try journal.next() {
      // The beginning may have been pruned; without a snapshot of it the rest leads nowhere.
      guard entry.index.number == last.number + 1 else { throw .journalBroken(entry: entry.index) }
      last = entry.index
      guard entry.engineVersion == Engine.version else {
        throw .otherEngine(entry: entry.index, version: entry.engineVersion)
      }
      do {
        engine.apply(try Input(canonicalBytes: entry.input), at: entry.at)
      } catch {
        throw .journalBroken(entry: entry.index)
      }
      body(entry, engine.takeEffects())
    }
  }
}
