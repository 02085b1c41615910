import Cryptography
import Engine
import TestSupport
import Testing

@testable import Store

@Suite struct JournalTests {
  /// The chain as its definition says, with nothing of the store's own code.
  private func chain(of entries: [(Int64, [UInt8])]) -> [UInt8] {
    func bigEndian(_ number: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
    return entries.reduce([UInt8](repeating: 0, count: 32)) { before, entry in
      let bytes =
        before + bigEndian(UInt64(bitPattern: entry.0)) + bigEndian(UInt64(entry.1.count)) + entry.1
      return SHA256.digest(of: bytes).bytes
    }
  }

  @Test func `an empty journal has a chain of zero bytes and no entries`() throws {
    let store = try Store.empty()
    #expect(store.chain.bytes == [UInt8](repeating: 0, count: 32))
    #expect(store.journalEnd == .start)
    #expect(try store.entries().isEmpty)
  }

  @Test func `the chain is the one that its definition gives`() throws {
    let store = try Store.empty()
    let inputs: [(Int64, [UInt8])] = [(5, [1, 2, 3]), (-1, []), (.max, Array("hello".utf8))]
    for (index, (at, input)) in inputs.enumerated() {
      let place = store.append(input: input, at: Instant(milliseconds: at))
      #expect(place == .init(UInt64(index + 1)))
      #expect(store.chain.bytes == chain(of: Array(inputs.prefix(index + 1))))
      if index == 0 { try store.commit() }
    }
    try store.commit()
    #expect(store.chain.bytes == chain(of: inputs))
    // The same, worked out with another program.
    let first = try Store.empty()
    first.append(input: Array("hello".utf8), at: Instant(milliseconds: 1))
    #expect(first.chain.bytes == knownAnswer)
  }

  /// printf '%064x%016x%016x68656c6c6f' 0 1 5 | xxd -r -p | sha256sum
  private let knownAnswer: [UInt8] = [
    0x88, 0x28, 0xca, 0x19, 0x45, 0x8e, 0x3a, 0x51, 0x3c, 0xef, 0xed, 0x94, 0x9b, 0xcf, 0x8f, 0x46, 0x53,
    0x05, 0xda, 0xfb, 0x88, 0x15, 0x3b, 0xbb, 0x04, 0xde, 0xe1, 0x3d, 0x18, 0xfd, 0xdd, 0x8d,
  ]

  @Test func `entries come back in order with everything that was appended`() throws {
    let store = try Store.empty(behaviour: 9)
    for turn in 0..<5 {
      for input in 0..<7 {
        store.append(input: [UInt8(turn), UInt8(input)], at: Instant(milliseconds: Int64(turn * 7 + input)))
      }
      if turn < 4 { try store.commit() }
    }
    let entries = try store.entries()
    #expect(entries.map(\.index.number) == Array(1...35))
    #expect(entries.map(\.at.milliseconds) == Array(0..<35))
    #expect(entries.allSatisfy { $0.behaviour == 9 })
    let inputs: [[UInt8]] = (0..<35 as Range<UInt8>).map { [$0 / 7, $0 % 7] }
    #expect(entries.map(\.input) == inputs)
    #expect(entries.last?.chain == store.chain)
    for start in 0...35 {
      #expect(try store.entries(after: .init(UInt64(start))) == Array(entries.dropFirst(start)))
    }
  }

  @Test(arguments: [
    "UPDATE journal SET entries = CAST(replace(entries, x'02', x'03') AS BLOB) WHERE last = 2",
    "UPDATE journal SET entries = x'00' WHERE last = 2",
    "UPDATE journal SET entries = x'' WHERE last = 2",
    "UPDATE journal SET entries = CAST(entries || x'00' AS BLOB) WHERE last = 2",
    "UPDATE journal SET chain_before = zeroblob(32) WHERE last = 2",
    "UPDATE journal SET chain_after = zeroblob(31) WHERE last = 2",
    "UPDATE journal SET first = 1 WHERE last = 2",
    "UPDATE journal SET first = -5 WHERE last = 2",
  ])
  func `a journal that was changed is not read`(change: String) throws {
    let store = try Store.empty()
    for input in 1...3 as ClosedRange<UInt8> {
      store.append(input: [input, input], at: .virtualStart)
      try store.commit()
    }
    try store.run(change)
    #expect(throws: StoreError.journalBroken(entry: .init(2))) { try store.entries() }
  }

  @Test func `a block that is missing is noticed`() throws {
    let store = try Store.empty()
    for input in 1...3 as ClosedRange<UInt8> {
      store.append(input: [input], at: .virtualStart)
      try store.commit()
    }
    try store.run("DELETE FROM journal WHERE last = 2")
    #expect(throws: StoreError.journalBroken(entry: .init(3))) { try store.entries() }
  }

  @Test func `a snapshot comes back with all that is known of it`() throws {
    let store = try Store.empty()
    #expect(try store.latestSnapshot() == nil)
    store.append(input: [], at: .virtualStart)
    let snapshot = Snapshot(
      through: .init(1), behaviour: 3, at: Instant(milliseconds: 5), journalBytes: 17, isMark: true)
    try store.save(snapshot, pieces: [[1, 2], [3]])
    try store.commit()
    let found = try #require(try store.latestSnapshot())
    #expect(found.through == .init(1) && found.behaviour == 3 && found.isMark && found.bytes == 3)
    #expect(found.format == StateFormat.newest.rawValue && found.at == Instant(milliseconds: 5))
    #expect(try store.state(of: found) == [1, 2, 3])
  }

  @Test(arguments: [
    "UPDATE snapshot_pieces SET bytes = x'0104' WHERE number = 0",
    "UPDATE snapshot_pieces SET number = 9 WHERE number = 0",
    "DELETE FROM snapshot_pieces WHERE number = 1",
    "INSERT INTO snapshot_pieces (through, number, bytes) VALUES (1, 2, x'00')",
    "UPDATE snapshots SET behaviour = 2", "UPDATE snapshots SET format = 1", "UPDATE snapshots SET at = 6",
    "UPDATE snapshots SET journal_bytes = 6", "UPDATE snapshots SET is_mark = 1",
  ])
  func `a snapshot that was changed is not read`(change: String) throws {
    let store = try Store.empty()
    store.append(input: [], at: .virtualStart)
    try store.save(
      Snapshot(through: .init(1), behaviour: 1, at: Instant(milliseconds: 5), journalBytes: 17),
      pieces: [[1, 2], [3]])
    try store.commit()
    try store.run(change)
    let snapshot = try #require(try store.latestSnapshot())
    #expect(try store.state(of: snapshot) == nil)
  }

  @Test func `a snapshot that was not committed is gone after a crash`() throws {
    let store = try Store.empty()
    store.append(input: [], at: .virtualStart)
    try store.save(1)
    store.rollback()
    #expect(try store.latestSnapshot() == nil)
  }

  @Test func `a snapshot that is written between turns is there with its last piece`() throws {
    let store = try Store.empty()
    store.append(input: [], at: .virtualStart)
    try store.commit()
    let writer = store.beginSnapshot(Snapshot(through: .init(1), behaviour: 1, at: nil, journalBytes: 0))
    try writer.write([1, 2], to: store)
    store.append(input: [], at: .virtualStart)
    try store.commit()
    #expect(try store.latestSnapshot() == nil)
    try writer.write([3], to: store)
    // Tidying lets alone what is being written.
    try store.tidyUp(.retain(.forever))
    try writer.finish(in: store)
    let snapshot = try #require(try store.latestSnapshot())
    #expect(try store.state(of: snapshot) == [1, 2, 3])
  }

  @Test func `what an interrupted snapshot left is tidied away`() throws {
    let store = try Store.empty()
    store.append(input: [], at: .virtualStart)
    try store.commit()
    let snapshot = Snapshot(through: .init(1), behaviour: 1, at: nil, journalBytes: 0)
    try store.beginSnapshot(snapshot).write([1], to: store)
    store.snapshotInProgress = nil
    try store.tidyUp(.retain(.forever))
    #expect(try store.rows("SELECT * FROM snapshot_pieces").isEmpty)
  }

  @Test func `the journal is pruned back to a snapshot and no further, and its chain goes on`() throws {
    let folder = try TemporaryFolder()
    var store: Store? = try Store(.file(path: folder.file()), behaviour: 1)
    for number in 1...10 as ClosedRange<UInt64> {
      store?.append(input: [UInt8(number)], at: .virtualStart)
      try store?.commit()
    }
    try store?.tidyUp(.retain(.age(milliseconds: 1)), at: 1000)
    #expect(try store?.entries().count == 10, "no snapshot, so nothing may go")
    try store?.save(4, at: 100)
    try store?.save(8, at: 200)
    try store?.tidyUp(.retain(.age(milliseconds: 950)), at: 1000)
    #expect(try store?.entries().count == 10, "nothing is so old")
    try store?.tidyUp(.retain(.age(milliseconds: 850)), at: 1000)
    #expect(try store?.entries().map(\.index.number) == Array(5...10))
    try store?.save(9, at: 300)
    try store?.save(10, at: 400)
    try store?.tidyUp(.retain(.age(milliseconds: 1)), at: 1000)
    #expect(try store?.entries().map(\.index.number) == [10])
    #expect(try store?.snapshots().map(\.through.number) == [10, 9])
    let chain = store?.chain
    store = nil
    let again = try Store(.file(path: folder.file()), behaviour: 1)
    #expect(again.chain == chain)
    #expect(again.append(input: [], at: .virtualStart) == .init(11))
  }
}
