import Engine

/// How far the index of messages has come.
///
/// A message is indexed by the next search, or when enough others wait with it, and not at once: the index writes a
/// piece of itself for every transaction that touches it, and merges the pieces later, so few large ones cost about half
/// as much as many small ones. Nobody can tell, since a search indexes what waits before it looks.
struct MessageIndexing: Hashable, Sendable {
  /// The number of the newest message in the tables.
  var written: UInt64
  /// The number of the newest message in the index; all before it are there too.
  var indexed: UInt64
  /// About how much work waits, as bytes of plain text; what waited before the store was opened is not counted.
  var workWaiting = 0

  /// How many messages may wait, and are indexed with one turn. Where they are fewer the index gets more pieces than it can merge
  /// in passing; where they are more the turn that indexes them takes longer than anybody should wait.
  static let mostWaiting: UInt64 = 1024

  /// How much work may wait, and is done at once, as bytes of plain text.
  static let mostWorkWaiting = 128 << 10

  var isDue: Bool { written >= indexed + Self.mostWaiting || workWaiting >= Self.mostWorkWaiting }

  /// How much work a text is, as bytes of plain text. One that may have to be composed takes several times as long.
  static func work(_ utf8: some Collection<UInt8>) -> Int { utf8.isComposed ? utf8.count : 4 * utf8.count }

  /// Takes note of what was indexed.
  mutating func note(through number: UInt64, work: Int) {
    indexed = number
    workWaiting = indexed < written ? max(0, workWaiting - work) : 0
  }
}

extension Statements {
  /// Where the tables and the index stand.
  func messageIndexing() throws(StoreError) -> MessageIndexing {
    defer { indexState.reset() }
    guard try indexState.step() else { throw .corrupt(detail: "the state of the message index is missing") }
    let indexed = UInt64(clamping: indexState.number(1))
    // The newest message may be deleted after it was indexed; its number is not given again.
    return MessageIndexing(written: max(indexed, UInt64(clamping: indexState.number(0))), indexed: indexed)
  }

  /// Indexes the messages after a number, in their order, up to another one or until they were enough for a turn; returns how
  /// far it came, and how much work that was.
  func indexMessages(
    after number: UInt64, through last: UInt64
  ) throws(StoreError) -> (through: UInt64, work: Int) {
    var (through, work) = (last, 0)
    let waiting = waitingMessages
    waiting.bind(Int64(clamping: number), at: 1)
    waiting.bind(Int64(clamping: last), at: 2)
    defer { waiting.reset() }
    while try waiting.step() {
      try self[MessageRow.place(of: waiting)].index(waiting)
      work += waiting.withUTF8(MessageRow.textColumn, MessageIndexing.work)
      if work >= MessageIndexing.mostWorkWaiting {
        through = UInt64(clamping: waiting.number(0))
        break
      }
    }
    setIndexed.bind(Int64(clamping: through), at: 1)
    try setIndexed.run()
    return (through, work)
  }
}
