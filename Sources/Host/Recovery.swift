package import Engine
package import Store

/// Makes engines out of what a file keeps.
///
/// A start reads the newest good snapshot of any known format and runs the journal after it. Where another behaviour of the
/// engine ran those inputs, nothing is guessed: the start is refused.
package enum Recovery {
  /// What a journal and its snapshots lead to.
  package struct Found: Sendable {
    package fileprivate(set) var engine = Engine()
    /// The snapshot with which the run began, or nil where it began with the journal's beginning.
    package fileprivate(set) var snapshot: Snapshot?
    /// How many inputs were run after it.
    package fileprivate(set) var inputs = 0
    /// How many bytes of inputs the journal ever had.
    package fileprivate(set) var journalBytes: UInt64 = 0
    init() {}

    /// A state that no journal led to.
    package init(_ engine: Engine) { self.engine = engine }

    /// How many snapshots were there that could not be read.
    package fileprivate(set) var unreadable = 0

    /// The behaviour that made the state, where it is another one: the journal has to begin anew before it goes on.
    package var otherBehaviour: Int? {
      snapshot.flatMap { $0.behaviour == Engine.behaviour ? nil : $0.behaviour }
    }
  }

  /// The state after the last committed input.
  ///
  /// Errors: `StoreError.journalBroken` where an entry cannot be read, `.stateMissing` where the journal's beginning was
  /// pruned and no snapshot can be read, `.journalEndsEarly` where the tables have more than it led to, `.otherBehaviour` where another behaviour of the engine ran what follows the snapshot.
  ///
  /// What the engine asks for on the way was done when the inputs were new, and is thrown away.
  package static func find(in source: some JournalSource) throws(StoreError) -> Found {
    var found = Found()
    for snapshot in try source.snapshots() {
      // Where the newest cannot be read there is an older one, and before that the journal itself.
      guard let engine = try source.engine(of: snapshot) else {
        found.unreadable += 1
        continue
      }
      (found.engine, found.snapshot, found.journalBytes) = (engine, snapshot, snapshot.journalBytes)
      break
    }
    var journal = source.journal(after: found.snapshot?.through ?? .start)
    var last = found.snapshot?.through ?? .start
    while let entry = try journal.next() {
      // The beginning may have been pruned; without a snapshot of it the rest leads nowhere.
      guard entry.index.number == last.number + 1 else { throw .stateMissing(entry: entry.index) }
      last = entry.index
      if let other = found.otherBehaviour, entry.behaviour == Engine.behaviour {
        throw .otherBehaviour(entry: last, behaviour: other)
      }
      try run(entry, through: &found.engine)
      _ = found.engine.takeEffects()
      found.inputs += 1
      found.journalBytes += entry.bytes
    }
    // A journal that lost its end would have numbers given a second time.
    guard try source.newestEntry() ?? .start >= found.snapshot?.through ?? .start else {
      throw .journalEndsEarly(entry: try source.newestEntry() ?? .start)
    }
    let (rows, counts) = (try source.newestRows(), found.engine.counts)
    guard rows.users <= counts.users, rows.rooms <= counts.rooms, rows.messages <= counts.messages else {
      throw .journalEndsEarly(entry: last)
    }
    return found
  }

  /// The state after the last committed input.
  package static func engine(from source: some JournalSource) throws(StoreError) -> Engine {
    try find(in: source).engine
  }

  /// Refuses a file that cannot go on here, before anything is written to it: the version that wrote it may have to stop it.
  ///
  /// Errors: those of `find`. What is wrong with a file that is no database is for `Store` to say.
  package static func checkBeforeOpening(_ path: String) throws(StoreError) {
    guard let archive = try? Archive(path: path), let behaviour = try archive.newestBehaviour(),
      behaviour != Engine.behaviour
    else { return }
    _ = try find(in: archive)
  }

  /// Runs the whole journal through a fresh engine. The reader checks the chain on the way and names the first entry
  /// that differs.
  package static func replay(
    _ source: some JournalSource, each body: (JournalEntry, [Effect]) -> Void = { _, _ in }
  ) throws(StoreError) -> Engine {
    var engine = Engine()
    var journal = source.journal(after: .start)
    var last = JournalEntry.Index.start
    while let entry = try journal.next() {
      guard entry.index.number == last.number + 1 else { throw .stateMissing(entry: entry.index) }
      last = entry.index
      try run(entry, through: &engine)
      body(entry, engine.takeEffects())
    }
    return engine
  }

  /// Runs one entry. Its effects wait to be taken.
  @discardableResult
  static func run(_ entry: JournalEntry, through engine: inout Engine) throws(StoreError) -> Input {
    guard StateFormat(rawValue: entry.format) != nil else {
      throw .newerFormat(entry: entry.index, format: entry.format)
    }
    guard entry.behaviour == Engine.behaviour else {
      throw .otherBehaviour(entry: entry.index, behaviour: entry.behaviour)
    }
    guard let input = entry.decoded else { throw .journalBroken(entry: entry.index) }
    engine.apply(input, at: entry.at)
    return input
  }
}

extension JournalSource {
  /// The state of a snapshot, or nil where it cannot be used: its format is not known, or its bytes are not those that were
  /// written.
  package func engine(of snapshot: Snapshot) throws(StoreError) -> Engine? {
    guard let format = StateFormat(rawValue: snapshot.format), let state = try state(of: snapshot) else {
      return nil
    }
    return try? Engine(canonicalBytes: state, format)
  }
}

extension JournalEntry {
  /// The input, or nil where its format is not known or the bytes are none.
  package var decoded: Input? {
    StateFormat(rawValue: format).flatMap { try? Input(canonicalBytes: input, $0) }
  }
}
