import Engine

/// How far the index of messages has come.
///
/// A message is indexed by the next search, or when enough others wait with it, and not at once: the index writes a
/// piece of itself for every transaction that touches it, and merges the pieces later, so few large ones cost about half
/// as much as many small ones. Nobody can tell, since a search indexes what waits before it looks.
struct MessageIndexing: Hashable, Sendable {
  /// The number of the newest message in the tables.
  var written: UInt64
  /// The number of the newest message in the index.
  var indexed: UInt64
  /// The number up to which messages are not in the index yet, because an earlier program had indexed them in another way. Between
  /// this one and the newest, all are there.
  var earlier: UInt64
  /// Whether the file has pages of an earlier index.
  var hasLeftover: Bool
  /// About how much work waits, as bytes of text; what waited before the store was opened is not counted.
  var workWaiting = 0

  /// How many messages may wait, and are indexed with one turn. Where they are fewer the index gets more pieces than it can merge
  /// in passing; where they are more the turn that indexes them takes longer than anybody should wait.
  static let mostWaiting: UInt64 = 1024

  /// How much work may wait, and is done at once, as bytes of text.
  static let mostWorkWaiting = 128 << 10

  var isDue: Bool { written >= indexed + Self.mostWaiting || workWaiting >= Self.mostWorkWaiting }

  /// The numbers of which messages are in the index.
  var range: Range<UInt64> { earlier + 1..<indexed + 1 }

  /// Takes note of what was indexed.
  mutating func note(through number: UInt64, work: Int) {
    indexed = number
    workWaiting = indexed < written ? max(0, workWaiting - work) : 0
  }
}

extension Statements {
  /// Where the tables and the index stand.
  func messageIndexing() throws(StoreError) -> MessageIndexing {
    let state = try indexState.first { state in
      // The newest message may be deleted after it was indexed; its number is not given again.
      MessageIndexing(
        written: max(state.unsigned(1), state.unsigned(0)), indexed: state.unsigned(1),
        earlier: min(state.unsigned(1), state.unsigned(2)), hasLeftover: state.truth(3))
    }
    guard let state else { throw .corrupt(detail: "the state of the message index is missing") }
    return state
  }

  /// Indexes the messages after a number, in their order, up to another one or until they were enough for a turn; returns how
  /// far it came, and how much work that was.
  func indexMessages(
    after number: UInt64, through last: UInt64
  ) throws(StoreError) -> (through: UInt64, work: Int) {
    var (through, work) = (last, 0)
    let waiting = waitingMessages
    waiting.bind(number, last)
    defer { waiting.reset() }
    while try waiting.step() {
      let entry = IndexEntry(waiting)
      try self[entry.place].index(entry)
      work += entry.work
      if work >= MessageIndexing.mostWorkWaiting {
        through = UInt64(clamping: entry.number)
        break
      }
    }
    try setIndexed.run(through)
    return (through, work)
  }

  /// Indexes messages up to a number, the newest first, until they were enough for a turn; returns the number up to which there are
  /// more, or 0.
  func indexEarlierMessages(through last: UInt64) throws(StoreError) -> UInt64 {
    let first = last - min(last, MessageIndexing.mostWaiting)
    var left = first
    var entries: [IndexEntry] = []
    var work = 0
    let earlier = earlierMessages
    earlier.bind(first, last)
    defer { earlier.reset() }
    while try earlier.step() {
      let entry = IndexEntry(earlier)
      entries.append(entry)
      work += entry.work
      if work >= MessageIndexing.mostWorkWaiting {
        left = UInt64(clamping: entry.number - 1)
        break
      }
    }
    // An index writes a piece of itself wherever numbers do not grow.
    for entry in entries.reversed() { try self[entry.place].index(entry) }
    try setEarlier.run(left)
    return left
  }
}
