package import Engine
package import Store

/// Goes through a journal for replays and recordings: from its beginning or from the oldest snapshot, and from each mark on
/// with the state that is kept there.
///
/// Inputs that another behaviour of the engine ran cannot be run here: they are passed over, and only the chain over them is
/// checked.
package struct JournalWalk {
  /// The state before the entry that `next` returned; the caller applies its input.
  package var engine = Engine()
  /// The place with whose state the walk began.
  package let start: JournalEntry.Index
  /// How many entries were passed over.
  package private(set) var passedOver: UInt64 = 0
  /// The behaviour that ran the entries that were passed over last, where no mark has come after them.
  package private(set) var otherBehaviour: Int?

  private let archive: Archive
  private let snapshots: [Snapshot]
  private var journal: JournalReader
  private var last: JournalEntry.Index

  package struct Step {
    package let entry: JournalEntry
    package let input: Input
    /// Whether the state before the entry is not what the entries before it lead to.
    package let isAnew: Bool
  }

  /// - Throws: `StoreError.stateMissing` where the beginning was pruned and no snapshot of it can be read.
  package init(_ archive: Archive) throws(StoreError) {
    self.archive = archive
    snapshots = try archive.snapshots().reversed()
    let first = try archive.journalBounds()?.lowerBound ?? .init(1)
    var start = JournalEntry.Index.start
    if first.number > 1 {
      guard let found = try Self.firstState(in: archive, of: snapshots, goingOnAt: first) else {
        throw .stateMissing(entry: first)
      }
      (engine, start) = (found.engine, found.through)
    }
    self.start = start
    last = start
    journal = archive.journal(after: start)
  }

  private static func firstState(
    in archive: Archive, of snapshots: [Snapshot], goingOnAt first: JournalEntry.Index
  ) throws(StoreError) -> (engine: Engine, through: JournalEntry.Index)? {
    for snapshot in snapshots where snapshot.through.number + 1 >= first.number {
      if let engine = try archive.engine(of: snapshot) { return (engine, snapshot.through) }
    }
    return nil
  }

  /// The next entry that can be run here, or nil at the end.
  package mutating func next() throws(StoreError) -> Step? {
    while let entry = try journal.next() {
      guard entry.index.number == last.number + 1 else { throw .journalBroken(entry: entry.index) }
      last = entry.index
      guard entry.behaviour == Engine.behaviour else {
        passedOver += 1
        otherBehaviour = entry.behaviour
        continue
      }
      guard let input = entry.decoded else { throw .journalBroken(entry: entry.index) }
      switch input {
      case .marked(.upgraded), .marked(.rebuilt):
        guard let snapshot = snapshots.first(where: { $0.through == entry.index }),
          let engine = try archive.engine(of: snapshot)
        else { throw .stateMissing(entry: entry.index) }
        self.engine = engine
        otherBehaviour = nil
        return Step(entry: entry, input: input, isAnew: true)
      case .marked(.pruned), .marked(.clockSet), .started, .connected, .closed, .cut, .command, .refused,
        .limited,
        .malformed, .deadline,
        .authenticated, .restarted, .provisioned, .administered:
        if let otherBehaviour { throw .otherBehaviour(entry: entry.index, behaviour: otherBehaviour) }
        return Step(entry: entry, input: input, isAnew: false)
      }
    }
    return nil
  }
}
