import Engine
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

/// A database file that is only read.
struct ArchiveTests {
  private let temporary: TemporaryFolder
  private var folder: String { temporary.path }
  private var path: String { temporary.file("chat.db") }

  init() throws { temporary = try TemporaryFolder() }

  /// Writes two inputs, a user, a room and a message, and leaves the file as a clean stop does.
  private func makeFile() throws {
    let store = try Store(.file(path: path), behaviour: 1)
    write(to: store)
    try store.commit()
  }

  private func write(to store: Store) {
    let at = Instant(milliseconds: 5)
    store.append(input: [1, 2], at: at)
    store.append(input: [3], at: at)
    store.write(.userRegistered(UserID(1), name: "Ann", key: "ann", bot: false, at: at, request: nil))
    store.write(.roomCreated(RoomID(1), name: "Lobby", key: "lobby", owner: nil, at: at))
    store.write(.messageStored(number: 1, .room(RoomID(1)), seq: 1, from: UserID(1), text: "a\0b", at: at))
    store.write(
      .messageStored(
        number: 2, .pair(Pair(UserID(1), UserID(1))), seq: 1, from: UserID(1), text: "note", at: at))
  }

  private func bytes() -> [String: Data] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, FileManager.default.contents(atPath: folder + "/" + $0) ?? Data())
      })
  }

  private func error(_ body: () throws -> Void) -> StoreError? {
    do {
      try body()
      return nil
    } catch { return error as? StoreError }
  }

  @Test func `what was written is read back, and the file stays as it was`() throws {
    try makeFile()
    let before = bytes()
    try read()
    #expect(bytes() == before)
  }

  @Test func `a log that a crash left is read and stays where it is`() throws {
    let store = try Store(.file(path: path), behaviour: 1)
    write(to: store)
    try store.commit()
    // A copy of the files of a server that runs is what a crash leaves.
    let copy = folder + "/crashed"
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for name in ["chat.db", "chat.db-wal"] {
      try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: copy + "/" + name)
    }
    let before = FileManager.default.contents(atPath: copy + "/chat.db-wal")
    try read(copy + "/chat.db")
    #expect(FileManager.default.contents(atPath: copy + "/chat.db-wal") == before)
    #expect(before?.isEmpty == false)
  }

  private func read(_ other: String? = nil) throws {
    let archive = try Archive(path: other ?? path)
    var journal = archive.journal(after: .start)
    #expect(try journal.next()?.input == [1, 2])
    #expect(try journal.next()?.input == [3])
    #expect(try journal.next() == nil)
    #expect(try archive.journalBounds() == .init(1) ... .init(2))
    #expect(try archive.users().next()?.name == "Ann")
    #expect(try archive.rooms().next()?.name == "Lobby")
    let message = try #require(try archive.messages(.room).next())
    #expect((message.author, message.placeName, message.row.text) == ("Ann", "Lobby", "a\0b"))
    let note = try #require(try archive.messages(.pair).next())
    #expect((note.author, note.placeName, note.row.number) == ("Ann", "Ann", 2))
    #expect(try archive.counts() == (users: 1, rooms: 1, messages: 2))
    #expect(try archive.messages(.room, from: 2).next() == nil)
  }

  @Test func `a file that a server has open is locked`() throws {
    let store = try Store(.file(path: path), behaviour: 1)
    write(to: store)
    try store.commit()
    #expect(error { _ = try Archive(path: path) } == .locked(path: path))
    withExtendedLifetime(store) {}
  }

  @Test func `what is no database of this version is refused by name`() throws {
    #expect(error { _ = try Archive(path: path) } == .cannotOpen(path: path, detail: "there is no such file"))
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(error { _ = try Archive(path: folder) } == .cannotOpen(path: folder, detail: "it is a folder"))
    _ = FileManager.default.createFile(atPath: path, contents: Data())
    #expect(error { _ = try Archive(path: path) } == .notADatabase(path: path))
    _ = FileManager.default.createFile(atPath: path, contents: Data(repeating: 65, count: 5000))
    #expect(error { _ = try Archive(path: path) } == .notADatabase(path: path))
    try FileManager.default.removeItem(atPath: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    #expect(error { _ = try Archive(path: path) } == .foreignDatabase(path: path))
  }

  @Test func `a file of a newer version is refused by name`() throws {
    try makeFile()
    func change(_ sql: String) throws { try DatabaseQueue(path: path).write { try $0.execute(sql: sql) } }
    try change("INSERT INTO grdb_migrations VALUES ('from the future')")
    #expect(error { _ = try Archive(path: path) } == .newerSchema(path: path))
  }
}
