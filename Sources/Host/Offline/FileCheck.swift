import Engine
package import Store

/// Reads a database and names the first thing that is wrong with it.
package enum FileCheck {
  /// How much is read.
  package enum Depth: Hashable, Sendable {
    /// The chain over the journal, every snapshot, and that a start can go on: what makes a backup one.
    case chain
    /// Also every page, and every row against the journal.
    case everything
  }

  /// What was read.
  package struct Report: Sendable {
    /// How many entries the journal has.
    package fileprivate(set) var entries: UInt64 = 0
    /// How many snapshots there are.
    package fileprivate(set) var snapshots = 0
    /// How many users, rooms and messages the state at the end has.
    package fileprivate(set) var counts: (users: UInt64, rooms: UInt64, messages: UInt64) = (0, 0, 0)
    /// The behaviour of the engine that ran the newest inputs, where it is another one: they cannot be run here, and only the
    /// chain over them was checked.
    package fileprivate(set) var otherBehaviour: Int?
    /// The first thing that is wrong, in one sentence without a full stop; nil where all is well.
    package fileprivate(set) var fault: String?
  }

  /// - Throws: What the archive throws for a file that cannot be read at all.
  package static func run(_ archive: Archive, _ depth: Depth = .everything) throws(StoreError) -> Report {
    var report = Report()
    do throws(StoreError) {
      try read(archive, depth, into: &report)
    } catch {
      switch error {
      case .otherBehaviour(entry: _, let behaviour): report.otherBehaviour = behaviour
      case .journalBroken, .stateMissing, .journalEndsEarly, .newerFormat, .corrupt:
        report.fault = error.message
      case .directoryMissing, .cannotOpen, .notADatabase, .foreignDatabase, .newerSchema, .readOnly, .locked,
        .moved, .clockBehind,
        .full, .contradiction, .failed:
        throw error
      }
    }
    return report
  }

  private static func read(_ archive: Archive, _ depth: Depth, into report: inout Report) throws(StoreError) {
    report.fault = try archive.damage(everything: depth == .everything)
    guard report.fault == nil else { return }
    var walk = try JournalWalk(archive, .recovery)
    for snapshot in walk.snapshots.reversed() {
      if snapshot != walk.snapshot, try archive.engine(of: snapshot) == nil {
        report.fault = "the snapshot after entry \(snapshot.through.number) is not what was written"
        return
      }
      report.snapshots += 1
    }
    // What a start does and what a replay does, with one reading of the journal. It is read to its end in any case.
    var replay: Replay?
    var startFailure: StoreError?
    var replayFailure: StoreError?
    if depth == .everything {
      attempt(&replayFailure) { () throws(StoreError) in replay = try Replay(archive) }
    }
    var journal = archive.journal(after: .start)
    while let entry = try journal.next() {
      report.entries += 1
      report.fault = fault(in: entry)
      guard report.fault == nil else { return }
      attempt(&startFailure) { () throws(StoreError) in
        if let step = try walk.take(entry) { walk.run(step) }
      }
      attempt(&replayFailure) { () throws(StoreError) in _ = try replay?.take(entry) }
    }
    if let startFailure { throw startFailure }
    report.counts = try Recovery.Found(walk, in: archive).engine.counts
    if let replayFailure { throw replayFailure }
    try replay?.finish()
    report.fault = replay?.report.difference.map { "entry \($0.entry.number): \($0.what)" }
  }

  private static func fault(in entry: JournalEntry) -> String? {
    if StateFormat(rawValue: entry.format) == nil {
      return "entry \(entry.index.number) is in format \(entry.format), which this program does not know"
    }
    let isInput = entry.behaviour != Engine.behaviour || entry.decoded != nil
    return isInput ? nil : "entry \(entry.index.number) is no input"
  }

  /// Does something that goes on from entry to entry, unless it failed before.
  private static func attempt(_ failure: inout StoreError?, _ body: () throws(StoreError) -> Void) {
    guard failure == nil else { return }
    do throws(StoreError) { try body() } catch { failure = error }
  }
}
