import Engine
import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct OpeningTests {
  private func fill(_ store: Store) throws {
    for number in 1...50 as ClosedRange<UInt64> {
      store.append(input: [UInt8(number)], at: Instant(milliseconds: Int64(number)))
      store.say(number, seq: number, "word\(number) common")
      store.register(UInt32(number), "user\(number)")
      store.create(UInt32(number), "room\(number)")
    }
    try store.save(50, [7])
    try store.commit()
  }

  /// Everything that can be asked for.
  private struct Content: Equatable {
    var chain: Digest
    var entries: [JournalEntry]
    var history: [MessageRow]
    var found: [MessageRow]
    var users: [UserRow]
    var rooms: [RoomRow]
    var snapshot: Snapshot?

    init(_ store: Store) throws {
      chain = store.chain
      entries = try store.entries()
      history = try store.history().rows
      found = try store.search("common").rows
      users = try store.users("ser1").rows
      rooms = try store.rooms().rows
      snapshot = try store.latestSnapshot()
    }
  }

  @Test func `a store in memory has the tables of one in a file`() throws {
    let folder = try TemporaryFolder()
    let inFile = try Store(.file(path: folder.file()), behaviour: 1)
    let inMemory = try Store(.memory, behaviour: 1)
    try fill(inMemory)
    let another = try Store(.memory, behaviour: 1)
    for sql in ["SELECT type, name, tbl_name, sql FROM sqlite_master", "SELECT * FROM grdb_migrations"] {
      let rows = try inFile.rows(sql)
      #expect(!rows.isEmpty)
      #expect(try another.rows(sql) == rows)
    }
    for sql in ["PRAGMA application_id", "PRAGMA page_size", "PRAGMA encoding"] {
      #expect(try another.rows(sql) == inFile.rows(sql))
    }
    #expect(try Content(another) == Content(inFile))
  }

  @Test func `a file that is opened again has what was committed and nothing else`() throws {
    let folder = try TemporaryFolder()
    var store: Store? = try Store(.file(path: folder.file()), behaviour: 1)
    try store.map(fill)
    let content = try store.map { try Content($0) }
    store?.append(input: [1], at: .virtualStart)
    store?.say(51, seq: 51, "lost")
    #expect(try store?.search("lost").rows.count == 1)
    store = nil
    var again: Store? = try Store(.file(path: folder.file()), behaviour: 2)
    #expect(try again.map { try Content($0) } == content)
    // The searches have indexed what waited.
    try again?.commit()
    try again?.run("VACUUM")
    #expect(try again.map { try Content($0) } == content)
    again = nil
    let last = try Store(.file(path: folder.file()), behaviour: 2)
    #expect(try Content(last) == content)
    last.append(input: [], at: .virtualStart)
    try last.commit()
    #expect(try last.entries().last?.behaviour == 2)
  }

  @Test func `one file serves one store at a time`() throws {
    let folder = try TemporaryFolder()
    var first: Store? = try Store(.file(path: folder.file()), behaviour: 1)
    #expect(throws: StoreError.locked(path: folder.file())) {
      try Store(.file(path: folder.file()), behaviour: 1)
    }
    try first.map(fill)
    #expect(throws: StoreError.locked(path: folder.file())) {
      try Store(.file(path: folder.file()), behaviour: 1)
    }
    first = nil
    _ = try Store(.file(path: folder.file()), behaviour: 1)
  }

  @Test func `a path is a path, whatever it looks like`() throws {
    let folder = try TemporaryFolder()
    for name in ["file:x?mode=memory", ":memory:", "Ümläut 😀.db", "a'b\"c.db", "x%20y.db"] {
      let store = try Store(.file(path: folder.file(name)), behaviour: 1)
      #expect(FileManager.default.fileExists(atPath: folder.file(name)))
      store.append(input: [], at: .virtualStart)
      try store.commit()
    }
  }

  @Test func `a folder that is not there is named`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/no/store.db"
    #expect(throws: StoreError.directoryMissing(path: path)) {
      try Store(.file(path: path), behaviour: 1)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/no"))
  }

  @Test func `a folder is no file, and neither is nothing`() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path, ""] {
      #expect {
        try Store(.file(path: path), behaviour: 1)
      } throws: { error in
        guard case .cannotOpen(path, _) = error as? StoreError else { return false }
        return true
      }
    }
  }

  @Test func `a file that is no database is refused and left as it was`() throws {
    let folder = try TemporaryFolder()
    let bytes = Data(String(repeating: "This is a letter. ", count: 100).utf8)
    try bytes.write(to: URL(fileURLWithPath: folder.file()))
    #expect(throws: StoreError.notADatabase(path: folder.file())) {
      try Store(.file(path: folder.file()), behaviour: 1)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == bytes)
  }

  @Test func `a database of another program is refused and left as it was`() throws {
    let folder = try TemporaryFolder()
    var store: Store? = try Store(.file(path: folder.file()), behaviour: 1)
    try store?.run("PRAGMA application_id = 7; PRAGMA journal_mode = DELETE")
    store = nil
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
    #expect(throws: StoreError.foreignDatabase(path: folder.file())) {
      try Store(.file(path: folder.file()), behaviour: 1)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == bytes)
  }

  @Test func `a committed turn survives without a clean end`() throws {
    let folder = try TemporaryFolder()
    let store = try Store(.file(path: folder.file()), behaviour: 1)
    try fill(store)
    // What a machine that lost its power finds: the file and its log as they are now.
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.file() + suffix, toPath: folder.file("copy") + suffix)
    }
    let copy = try Store(.file(path: folder.file("copy")), behaviour: 1)
    #expect(try Content(copy) == Content(store))
  }

  @Test func `each error has a message and a remedy`() {
    let errors: [StoreError] = [
      .directoryMissing(path: "p"), .cannotOpen(path: "p", detail: "d"), .notADatabase(path: "p"),
      .foreignDatabase(path: "p"), .newerSchema(path: "p"), .readOnly(path: "p"), .locked(path: "p"), .full,
      .corrupt(detail: "d"), .journalBroken(entry: .init(4)), .contradiction(detail: "d"),
      .failed(code: 10, detail: "d"),
    ]
    #expect(Set(errors.map(\.message)).count == errors.count)
    for error in errors { #expect(error.description == error.message + "; " + error.remedy) }
  }
}
