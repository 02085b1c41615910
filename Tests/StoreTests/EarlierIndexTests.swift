import Engine
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

/// Files whose messages SQLite had cut into words.
@Suite struct EarlierIndexTests {
  private static let rooms = 2600
  /// The number of the private message, which is the newest.
  private static let secret = UInt64(rooms + 1)

  /// A file of the last program before: messages in two rooms and a private one, of which the last ones wait to be indexed.
  private func make(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "replies, data and mentions")
    try queue.write { db in
      for number in 1...Self.rooms {
        let room = 1 + number % 2
        try db.execute(
          sql: "INSERT INTO messages (id, room, seq, user, at, text) VALUES (?, ?, ?, ?, 0, ?)",
          arguments: [number, room, (number + 1) / 2, 1 + number % 3, "wörd\(number)東京都 everywhere"])
        guard number < 2500 else { continue }
        try db.execute(
          sql: "INSERT INTO message_index (rowid, text, scope) VALUES (?, ?, ?)",
          arguments: [number, "wörd\(number)東京都 everywhere", "r\(room) f\(1 + number % 3)"])
      }
      try db.execute(
        sql: """
          INSERT INTO private_messages (id, low, high, seq, user, at, text) VALUES (?, 1, 2, 1, 1, 0, 'wörd in private');
          UPDATE message_index_state SET through = 2499;
          INSERT INTO rooms (id, name, key, created_at) VALUES (1, 'a', 'a', 0), (2, 'b', 'b', 0);
          INSERT INTO users (id, name, key, bot, created_at)
          VALUES (1, 'alice', 'alice', 0, 0), (2, 'bob', 'bob', 0, 0), (3, 'eve', 'eve', 0, 0);
          INSERT INTO user_index (rowid, key) SELECT id, key FROM users;
          """, arguments: [Self.secret])
      for (number, key) in [(1, "alice"), (2, "bob"), (3, "eve")] {
        try db.execute(
          sql: "INSERT INTO user_short_index (rowid, words) VALUES (?, ?)",
          arguments: [number, UserIndex.shortWords(of: key)])
      }
    }
    try queue.close()
  }

  /// Does one portion; returns whether there is more.
  private func portion(_ store: Store) throws -> Bool { try store.indexBetweenTurns() }

  private func expectNoLeftover(_ store: Store) throws {
    #expect(try store.number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'earlier%'") == 0)
    #expect(try store.number("SELECT earlier + has_leftover FROM message_index_state") == 0)
    for index in ["message_index", "private_message_index"] {
      try store.run("INSERT INTO \(index) (\(index)) VALUES ('integrity-check')")
    }
  }

  @Test func `messages are indexed by the new rules, the newest first, also after a crash in between`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder.file()
    try make(path)
    do {
      let store = try Store(.file(path: path))
      #expect(store.isIndexDue)
      #expect(try store.search("everywhere").rows.isEmpty)
      store.say(Self.secret + 1, seq: 1301, "wörd of today")
      #expect(try store.search("today").rows.count == 1)
      try store.commit()
      #expect(try portion(store))
      let found = try store.search("everywhere", limit: 5000).rows.map(\.number)
      #expect(found == Array((1578...UInt64(Self.rooms)).reversed()))
      #expect(try store.search("private", asker: 2).rows.map(\.number) == [Self.secret])
      #expect(try store.search("private", asker: 3).rows.isEmpty)
    }
    let store = try Store(.file(path: path))
    #expect(try store.search("everywhere", limit: 5000).rows.count == 1023)
    while try portion(store) {}
    #expect(!store.isIndexDue)
    #expect(try store.search("everywhere", limit: 5000).rows.count == Self.rooms)
    #expect(try store.search("word7東京都").rows.map(\.number) == [7])
    #expect(try store.search("京都", from: 2, limit: 5000).rows.count == (Self.rooms + 2) / 3)
    try expectNoLeftover(store)
  }

  @Test func `what goes or changes while messages are indexed leaves nothing in the index`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    try make(path)
    let store = try Store(.file(path: path))
    _ = try portion(store)
    // One that is not indexed and one that is, of each. Room 1 has the even numbers, and user 3 those of every third message.
    store.write(.messageDeleted(.room(RoomID(1)), seq: 1))
    store.write(.messageDeleted(.room(RoomID(1)), seq: 1299))
    for seq in [2, 1298] as [UInt64] {
      store.write(.messageEdited(.room(RoomID(1)), seq: seq, text: "changed", at: .virtualStart))
    }
    store.write(.roomDeleted(RoomID(2)))
    store.write(.userErased(UserID(3), name: "erased 3", key: "erased 3"))
    #expect(try store.search("changed", hidden: [2]).rows.map(\.number) == [2596])
    try store.tidyUp(.retain(.forever))
    #expect(try store.search("changed").rows.map(\.number) == [2596, 4])
    let left = (1...UInt64(Self.rooms)).filter { number in
      number % 2 == 0 && 1 + number % 3 != 3 && ![2, 4, 2596, 2598].contains(number)
    }
    #expect(try store.search("everywhere", limit: 5000).rows.map(\.number) == left.reversed())
    #expect(
      try store.number("SELECT count(*) FROM message_index WHERE message_index MATCH 'everywhere OR changed'")
        == left.count + 2)
    try expectNoLeftover(store)
  }

  @Test func `a file without messages has nothing to do`() throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.file())
    try Schema.migrator.migrate(queue, upTo: "replies, data and mentions")
    try queue.close()
    let store = try Store(.file(path: folder.file()))
    #expect(!store.isIndexDue)
    try expectNoLeftover(store)
  }

  @Test func `many texts to a portion are fewer where they are long`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    try make(path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(
        sql: "UPDATE messages SET text = replace(hex(zeroblob(2000)), '00', 'ab ') WHERE id > 2500")
    }
    try queue.close()
    let store = try Store(.file(path: path))
    _ = try portion(store)
    let indexed = Self.secret - store.earlierMessages
    #expect(indexed == UInt64(MessageIndexing.mostWorkWaiting / 6000) + 2)
  }
}
