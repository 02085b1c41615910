package import Engine
package import Store

/// Goes through a journal from a state that is kept, for all that runs its inputs again: starts, replays, recordings.
package struct JournalWalk {
  /// Where a walk begins, and what it does where another behaviour of the engine ran the inputs.
  package enum Route: Hashable, Sendable {
    /// From the newest snapshot that can be read, or the journal's beginning, to the state at the end. Inputs of another behaviour
    /// are refused.
    case recovery
    /// From the journal's beginning, or the oldest snapshot that goes on with what is there, and from each mark on with the state
    /// that is kept there. Inputs of another behaviour are passed over, and only the chain over them is checked.
    case segments
  }

  package struct Step {
    package let entry: JournalEntry
    package let input: Input
    /// Whether the state before the entry is not what the entries before it lead to.
    package let isAnew: Bool
  }

  /// The state before the entry that `next` gave; who walks has it run.
  package private(set) var engine = Engine()
  /// What the engine asked for when it ran the last entry.
  package private(set) var effects: [Effect] = []
  /// The snapshot with which the walk began, or nil where it began with the journal's beginning.
  package let snapshot: Snapshot?
  /// The last entry that was read.
  package private(set) var last: JournalEntry.Index
  /// How many inputs were run.
  package private(set) var inputs = 0
  /// How many bytes of inputs the journal ever had, up to the input that was run last.
  package private(set) var journalBytes: UInt64
  /// How many entries were passed over.
  package private(set) var passedOver: UInt64 = 0
  /// The behaviour that led to the state here, or ran the entries that were passed over last, where it is another one.
  package private(set) var otherBehaviour: Int?

  private let source: any JournalSource
  private let route: Route
  /// All that are there, the newest first.
  let snapshots: [Snapshot]
  private var journal: JournalReader

  /// The place with whose state the walk began.
  package var start: JournalEntry.Index { snapshot?.through ?? .start }

  /// - Throws: `StoreError.stateMissing` where the beginning was pruned and no snapshot of it can be read.
  package init(_ source: some JournalSource, _ route: Route) throws(StoreError) {
    let snapshots = try source.snapshots()
    var (candidates, first) = (snapshots, JournalEntry.Index(1))
    if route == .segments {
      first = try source.journalStart() ?? first
      candidates = snapshots.reversed().filter { first.number > 1 && $0.through.number + 1 >= first.number }
    }
    // Where one cannot be read there is the next, and for a start the journal itself.
    var begun: Snapshot?
    for candidate in candidates where begun == nil {
      guard let engine = try source.engine(of: candidate) else { continue }
      (self.engine, begun) = (engine, candidate)
    }
    guard first.number == 1 || begun != nil else { throw .stateMissing(entry: first) }
    self.source = source
    (self.route, self.snapshots, snapshot) = (route, snapshots, begun)
    (last, journalBytes) = (begun?.through ?? .start, begun?.journalBytes ?? 0)
    journal = source.journal(after: last)
    if route == .recovery, let begun, begun.behaviour != Engine.behaviour { otherBehaviour = begun.behaviour }
  }

  /// A walk that has run all that can be run.
  package static func toTheEnd(of source: some JournalSource, _ route: Route) throws(StoreError) -> Self {
    var walk = try Self(source, route)
    while let step = try walk.next() { walk.run(step) }
    return walk
  }

  /// The next entry that can be run here, or nil at the end.
  package mutating func next() throws(StoreError) -> Step? {
    while let entry = try journal.next() {
      if let step = try take(entry) { return step }
    }
    return nil
  }

  /// Takes the next entry from whoever reads the journal; returns nil where it is not to be run here.
  mutating func take(_ entry: JournalEntry) throws(StoreError) -> Step? {
    guard entry.index > start else { return nil }
    let follows = entry.index.number == last.number + 1
    last = entry.index
    switch route {
    case .recovery:
      // The beginning may have been pruned; without a snapshot of it the rest leads nowhere.
      guard follows else { throw .stateMissing(entry: last) }
      guard StateFormat(rawValue: entry.format) != nil else {
        throw .newerFormat(entry: last, format: entry.format)
      }
      let other = entry.behaviour == Engine.behaviour ? otherBehaviour : entry.behaviour
      if let other { throw .otherBehaviour(entry: last, behaviour: other) }
    case .segments:
      guard follows else { throw .journalBroken(entry: last) }
      guard entry.behaviour == Engine.behaviour else {
        passedOver += 1
        otherBehaviour = entry.behaviour
        return nil
      }
    }
    guard let input = entry.decoded else { throw .journalBroken(entry: last) }
    var isAnew = false
    if route == .segments { isAnew = try beginsAnew(with: input) }
    return Step(entry: entry, input: input, isAnew: isAnew)
  }

  /// Runs an entry that `next` or `take` gave.
  package mutating func run(_ step: Step) {
    engine.apply(step.input, at: step.entry.at)
    engine.takeEffects(into: &effects)
    inputs += 1
    journalBytes += step.entry.bytes
  }

  /// Takes up the state that is kept at a mark; returns whether the input is one with which the journal begins anew.
  private mutating func beginsAnew(with input: Input) throws(StoreError) -> Bool {
    guard case .marked(let mark) = input, [.upgraded, .rebuilt].contains(mark) else {
      if let otherBehaviour { throw .otherBehaviour(entry: last, behaviour: otherBehaviour) }
      return false
    }
    let place = last
    guard let snapshot = snapshots.first(where: { $0.through == place }),
      let engine = try source.engine(of: snapshot)
    else { throw .stateMissing(entry: place) }
    (self.engine, otherBehaviour) = (engine, nil)
    return true
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
