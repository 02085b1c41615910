package import Engine
package import Store

/// Makes engines out of journals.
package enum Recovery {
  /// The engine as it was after the last committed input: the newest snapshot, and the journal after it.
  ///
  /// What the engine asks for on the way was done when the inputs were new, and is thrown away.
  package static func engine(from store: Store) throws(StoreError) -> Engine {
    var engine = Engine()
    var start = JournalEntry.Index.start
    if let snapshot = try store.latestSnapshot() {
      do {
        engine = try Engine(canonicalBytes: snapshot.state)
      } catch {
        throw .journalBroken(entry: snapshot.through)
      }
      start = snapshot.through
    }
    try run(store.journal(after: start), through: &engine) { _, _ in }
    return engine
  }

  /// Runs the whole journal through a fresh engine. The reader checks the chain on the way and names the first entry
  /// that differs.
  package static func replay(
    _ store: Store, each body: (JournalEntry, [Effect]) -> Void = { _, _ in }
  ) throws(StoreError) -> Engine {
    var engine = Engine()
    try run(store.journal(after: .start), through: &engine, each: body)
    return engine
  }

  private static func run(
    _ journal: JournalReader, through engine: inout Engine, each body: (JournalEntry, [Effect]) -> Void
  ) throws(StoreError) {
    var journal = journal
    while let entry = try journal.next() {
      do {
        engine.apply(try Input(canonicalBytes: entry.input), at: entry.at)
      } catch {
        throw .journalBroken(entry: entry.index)
      }
      body(entry, engine.takeEffects())
    }
  }
}
