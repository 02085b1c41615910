import Crypto
import Engine
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
      return [UInt8](SHA256.hash(data: bytes))
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
    let store = try Store.empty(engineVersion: 9)
    for turn in 0..<5 {
      for input in 0..<7 {
        store.append(input: [UInt8(turn), UInt8(input)], at: Instant(milliseconds: Int64(turn * 7 + input)))
      }
      if turn < 4 { try store.commit() }
    }
    let entries = try store.entries()
    #expect(entries.map(\.index.number) == Array(1...35))
    #expect(entries.map(\.at.milliseconds) == Array(0..<35))
    #expect(entries.allSatisfy { $0.engineVersion == 9 })
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

  @Test func `the newest two snapshots are kept`() throws {
    let store = try Store.empty()
    #expect(try store.latestSnapshot() == nil)
    for number in 1...4 as ClosedRange<UInt64> {
      store.append(input: [], at: .virtualStart)
      try store.save(Snapshot(through: .init(number), engineVersion: 3, state: [UInt8(number), 0]))
      try store.commit()
      #expect(
        try store.latestSnapshot()
          == Snapshot(through: .init(number), engineVersion: 3, state: [UInt8(number), 0]))
    }
    #expect(try store.snapshots().map(\.through.number) == [4, 3])
  }

  @Test func `a snapshot that was not committed is gone after a crash`() throws {
    let store = try Store.empty()
    store.append(input: [], at: .virtualStart)
    try store.save(Snapshot(through: .init(1), engineVersion: 1, state: []))
    store.rollback()
    #expect(try store.latestSnapshot() == nil)
  }

  @Test func `the journal is pruned back to the oldest snapshot and no further`() throws {
    let folder = try TemporaryFolder()
    var store: Store? = try Store(.file(path: folder.file()), engineVersion: 1)
    for number in 1...10 as ClosedRange<UInt64> {
      store?.append(input: [UInt8(number)], at: .virtualStart)
      try store?.commit()
    }
    try store?.pruneJournal(before: .init(9))
    #expect(try store?.entries().count == 10, "no snapshot, so nothing may go")
    try store?.save(Snapshot(through: .init(4), engineVersion: 1, state: []))
    try store?.save(Snapshot(through: .init(8), engineVersion: 1, state: []))
    try store?.pruneJournal(before: .init(3))
    #expect(try store?.entries().map(\.index.number) == Array(3...10))
    try store?.pruneJournal(before: .init(100))
    #expect(try store?.entries().map(\.index.number) == Array(5...10))
    try store?.save(Snapshot(through: .init(9), engineVersion: 1, state: []))
    try store?.save(Snapshot(through: .init(10), engineVersion: 1, state: []))
    try store?.pruneJournal(before: .init(100))
    try store?.commit()
    #expect(try store?.entries().map(\.index.number) == [10])
    let chain = store?.chain
    store = nil
    let again = try Store(.file(path: folder.file()), engineVersion: 1)
    #expect(again.chain == chain)
    #expect(again.append(input: [], at: .virtualStart) == .init(11))
  }
}
