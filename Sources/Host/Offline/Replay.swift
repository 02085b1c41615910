import Cryptography
package import Engine
package import Store

/// Runs what a server's journal has through a fresh engine, and compares what comes out with what the file says.
package struct Replay {
  /// What was run, and what came out; nil where the file agrees with its journal.
  package struct Report: Sendable {
    /// How many inputs were run.
    package internal(set) var inputs: UInt64 = 0
    /// The last input that went into the state with which the run started, or the place before the first input.
    package internal(set) var start = JournalEntry.Index.start
    /// How many inputs were passed over because another behaviour of the engine ran them; their chain was checked.
    package internal(set) var passedOver: UInt64 = 0
    /// How many snapshots were compared with the state at their place.
    package internal(set) var snapshots = 0
    /// How many users, rooms and messages the state at the end has.
    package internal(set) var counts: (users: UInt64, rooms: UInt64, messages: UInt64) = (0, 0, 0)
    /// The hash chain after the last input.
    package internal(set) var chain = Digest(0, 0, 0, 0)
    /// The SHA-256 of the state at the end, or nil where the run did not come to the end.
    package internal(set) var stateHash: Digest?
    /// The first difference, in the order of the journal.
    package internal(set) var difference: Difference?

    fileprivate mutating func differs(
      at entry: JournalEntry.Index, _ input: (at: Instant, summary: String)?, _ what: String
    ) {
      if let first = difference, first.entry <= entry { return }
      difference = Difference(entry: entry, input: input, what: what)
    }
  }

  /// The first input at which the file and the run differ.
  package struct Difference: Sendable {
    package let entry: JournalEntry.Index
    /// The input's instant and what kind it is, where it could be read.
    package let input: (at: Instant, summary: String)?
    /// What differs, in one sentence without a full stop.
    package let what: String
  }

  private let archive: Archive
  private var walk: JournalWalk
  private var tables: TableCheck
  /// The snapshots whose place is not reached yet, the newest first.
  private var waiting: [Snapshot]
  private(set) var report = Report()

  /// Runs the journal from its beginning, or from the oldest snapshot where the beginning was pruned.
  ///
  /// - Parameter progress: Called every so many inputs with how many are done and how many there are.
  /// - Throws: What the archive throws for a file that cannot be read. A journal that is not what was written is a difference.
  package static func run(
    _ archive: Archive, progress: (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
  ) throws(StoreError) -> Report {
    var report = Report()
    do throws(StoreError) {
      var replay = try Replay(archive)
      defer { report = replay.report }
      let start = replay.report.start
      let all = (try archive.newestEntry() ?? start).number - start.number
      var journal = archive.journal(after: start)
      while let entry = try journal.next() {
        guard try replay.take(entry), replay.report.inputs % 16_384 == 0 else { continue }
        progress(replay.report.inputs, all)
      }
      try replay.finish()
    } catch {
      guard case .journalBroken(let entry) = error else { throw error }
      // A difference that was found before is the first one, and stays.
      report.differs(at: entry, nil, error.message)
    }
    return report
  }

  init(_ archive: Archive) throws(StoreError) {
    self.archive = archive
    walk = try JournalWalk(archive, .segments)
    tables = try TableCheck(archive, startingWith: walk.engine)
    report.start = walk.start
    let start = walk.start
    waiting = walk.snapshots.filter { $0.through > start }
  }

  /// Runs the next entry of the journal and compares what comes out; returns whether it could be run here.
  mutating func take(_ entry: JournalEntry) throws(StoreError) -> Bool {
    guard let step = try walk.take(entry) else { return false }
    if step.isAnew { try tables.begin(with: walk.engine) }
    walk.run(step)
    for case .record(let record) in walk.effects { try tables.check(record, of: step.input, entry) }
    report.inputs += 1
    report.chain = entry.chain
    while let snapshot = waiting.last, snapshot.through <= entry.index {
      waiting.removeLast()
      if snapshot.through == entry.index { try compare(snapshot, after: step) }
    }
    return true
  }

  /// Compares what is there after the last entry.
  mutating func finish() throws(StoreError) {
    guard let newest = try archive.newestEntry() else {
      if let snapshot = walk.snapshots.first {
        report.differs(at: snapshot.through, nil, "there is a snapshot, and the journal is empty")
      }
      return
    }
    report.passedOver = walk.passedOver
    if report.inputs == 0, let chain = try archive.newest()?.chain { report.chain = chain }
    if let other = walk.otherBehaviour { throw .otherBehaviour(entry: newest, behaviour: other) }
    report.stateHash = SHA256.digest(of: walk.engine.canonicalBytes)
    report.counts = walk.engine.counts
    if let snapshot = waiting.last {
      report.differs(
        at: snapshot.through, nil, "there is a snapshot after it, and the journal ends before")
    }
    if let fault = tables.fault {
      report.differs(at: fault.entry, (fault.at, fault.input.summary), fault.what)
    }
    try compareCounts()
  }

  /// A snapshot of an earlier format is compared by what it means.
  private mutating func compare(_ snapshot: Snapshot, after step: JournalWalk.Step) throws(StoreError) {
    report.snapshots += 1
    let place = (step.entry.at, step.input.summary)
    guard let state = try archive.engine(of: snapshot) else {
      return report.differs(at: step.entry.index, place, "the snapshot after it is not what was written")
    }
    guard state.canonicalBytes != walk.engine.canonicalBytes else { return }
    report.differs(at: step.entry.index, place, "the state after it is not that of the snapshot in the file")
  }

  /// Rows that no input made are found by their number, since each input's own row was compared.
  private mutating func compareCounts() throws(StoreError) {
    let (rows, state) = (try archive.counts(messagesAfter: tables.messagesBefore), report.counts)
    let last = walk.last
    for (what, found, expected) in [
      ("users", rows.users, state.users), ("rooms", rows.rooms, state.rooms),
      ("messages", rows.messages, state.messages - tables.messagesBefore - tables.messagesGone),
    ] where found != expected {
      report.differs(at: last, nil, "after it there are \(expected) \(what), and the tables have \(found)")
    }
  }
}
