package import Engine
package import Store

/// Makes engines out of what a file keeps.
///
/// A start reads the newest good snapshot of any known format and runs the journal after it. Where another behaviour of the
/// engine ran those inputs, nothing is guessed: the start is refused.
package enum Recovery {
  /// What a journal and its snapshots lead to.
  package struct Found: Sendable {
    package let engine: Engine
    /// The snapshot with which the run began, or nil where it began with the journal's beginning.
    package let snapshot: Snapshot?
    /// How many inputs were run after it.
    package let inputs: Int
    /// How many bytes of inputs the journal ever had.
    package let journalBytes: UInt64
    /// The newest entry of the journal.
    let end: JournalEntry.Index
    /// The behaviour that made the state, where it is another one: the journal has to begin anew before it goes on.
    package let otherBehaviour: Int?

    /// A state that no journal led to.
    package init(_ engine: Engine) {
      self.engine = engine
      (snapshot, inputs, journalBytes, end, otherBehaviour) = (nil, 0, 0, .start, nil)
    }

    /// What a walk to the end of a journal led to.
    init(_ walk: JournalWalk, in source: some JournalSource) throws(StoreError) {
      // A journal that lost its end would have numbers given a second time.
      end = try source.newestEntry() ?? .start
      guard end >= walk.start else { throw .journalEndsEarly(entry: end) }
      let (rows, counts) = (try source.newestRows(), walk.engine.counts)
      guard rows.users <= counts.users, rows.rooms <= counts.rooms, rows.messages <= counts.messages else {
        throw .journalEndsEarly(entry: walk.last)
      }
      (engine, snapshot, otherBehaviour) = (walk.engine, walk.snapshot, walk.otherBehaviour)
      (inputs, journalBytes) = (walk.inputs, walk.journalBytes)
    }
  }

  /// The state after the last committed input.
  ///
  /// Errors: `StoreError.journalBroken` where an entry cannot be read, `.stateMissing` where the journal's beginning was
  /// pruned and no snapshot can be read, `.journalEndsEarly` where the tables have more than it led to, `.otherBehaviour` where another behaviour of the engine ran what follows the snapshot.
  ///
  /// What the engine asks for on the way was done when the inputs were new, and is thrown away.
  ///
  /// - Parameter known: What was found in the same file before. It is returned where nothing has been added since, so that
  ///   nothing is run twice.
  package static func find(in source: some JournalSource, known: Found? = nil) throws(StoreError) -> Found {
    if let known, try source.newestEntry() ?? .start == known.end { return known }
    return try Found(.toTheEnd(of: source, .recovery), in: source)
  }

  /// Refuses a file that cannot go on here, before anything is written to it: the version that wrote it may have to stop it.
  /// Returns what was found, or nil where there was no need to look.
  ///
  /// Errors: those of `find`. What is wrong with a file that is no database is for `Store` to say.
  package static func checkBeforeOpening(_ path: String) throws(StoreError) -> Found? {
    guard let archive = try? Archive(path: path), let behaviour = try archive.newest()?.behaviour,
      behaviour != Engine.behaviour
    else { return nil }
    return try find(in: archive)
  }
}
