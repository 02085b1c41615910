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
    try readJournal(of: archive, into: &report)
    guard report.fault == nil else { return }
    report.counts = try Recovery.engine(from: archive).counts
    guard depth == .everything, let difference = try Replay.run(archive).difference else { return }
    report.fault = "entry \(difference.entry.number): \(difference.what)"
  }

  private static func readJournal(of archive: Archive, into report: inout Report) throws(StoreError) {
    for snapshot in try archive.snapshots().reversed() {
      guard try archive.engine(of: snapshot) != nil else {
        report.fault = "the snapshot after entry \(snapshot.through.number) is not what was written"
        return
      }
      report.snapshots += 1
    }
    let first = try archive.journalBounds()?.lowerBound.number ?? 1
    var journal = archive.journal(after: .init(first - 1))
    while let entry = try journal.next() {
      report.entries += 1
      if StateFormat(rawValue: entry.format) == nil {
        report.fault =
          "entry \(entry.index.number) is in format \(entry.format), which this program does not know"
        return
      }
      if entry.behaviour == Engine.behaviour, entry.decoded == nil {
        report.fault = "entry \(entry.index.number) is not a valid input"
        return
      }
    }
  }
}
