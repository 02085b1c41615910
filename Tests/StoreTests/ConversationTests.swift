import TestSupport
import Testing

@testable import Engine
@testable import Store

@Suite struct ConversationTests {
  /// Alice, Bob, Carol and Dan, of whom Alice talks to Bob, and Carol and Dan to Alice.
  private func talk(in store: Store) {
    for (number, name) in ["alice", "bob", "carol", "dan"].enumerated() {
      store.register(UInt32(number + 1), name)
    }
    store.whisper(1, from: 1, to: 2, seq: 1, "to Bob")
    store.whisper(2, from: 3, to: 1, seq: 1, "to Alice")
    store.whisper(3, from: 4, to: 1, seq: 1, "to Alice")
    store.whisper(4, from: 3, to: 1, seq: 2, "to Alice")
    store.whisper(5, from: 1, to: 3, seq: 3, "to Carol")
  }

  private func read(_ other: UInt32, through seq: UInt64, by user: UInt32, in store: Store) {
    store.write(
      .messagesRead(
        .pair(Pair(UserID(user), UserID(other))), seq: seq, by: UserID(user), at: .virtualStart, most: 10))
  }

  private func read(room: UInt32, through seq: UInt64, at: Int64, most: Int, in store: Store) {
    store.write(
      .messagesRead(
        .room(RoomID(room)), seq: seq, by: UserID(1), at: Instant(milliseconds: at), most: most))
  }

  private func list(
    of user: UInt32, in store: Store, limit: Int = 10, counted: Int = 100, after: Talk? = nil
  ) throws -> (rows: [ConversationRow], more: Bool) {
    let search = ConversationSearch(
      asker: UserID(user), limit: limit, counted: counted, after: after, fingerprint: 7)
    guard case .conversations(let rows, let more) = try store.answer(.conversations(search)) else {
      throw WrongAnswer()
    }
    return (rows, more)
  }

  @Test(arguments: RowOrder.allCases)
  func `conversations are listed by their newest messages, page by page`(order: RowOrder) throws {
    let store = try Store.empty(order)
    talk(in: store)
    let first = try list(of: 1, in: store, limit: 2)
    #expect(first.rows.map(\.other) == [UserID(3), UserID(4)])
    #expect(first.rows.map(\.seq) == [3, 1])
    #expect(first.rows.map(\.unread) == [2, 1])
    #expect(first.more)
    // The message after which it goes on is where it was, also where the conversation has gone on.
    store.whisper(6, from: 4, to: 1, seq: 2, "to Alice again")
    let rest = try list(of: 1, in: store, after: Talk(pair: Pair(UserID(4), UserID(1)), seq: 1))
    #expect(rest.rows.map(\.other) == [UserID(2)])
    #expect(!rest.more)
    #expect(try list(of: 5, in: store).rows.isEmpty)
  }

  @Test func `what was read is not unread, and a mark does not go back`() throws {
    let store = try Store.empty()
    talk(in: store)
    #expect(try store.waitingConversations(of: UserID(1), atMost: 100) == 2)
    #expect(try store.waitingConversations(of: UserID(1), atMost: 1) == 1)
    read(3, through: 1, by: 1, in: store)
    #expect(try list(of: 1, in: store).rows.map(\.unread) == [1, 1, 0])
    // The newest message is Alice's, and Carol's newest one is still to be read.
    #expect(try list(of: 1, in: store, counted: 1).rows.map(\.unread) == [1, 1, 0])
    read(3, through: 3, by: 1, in: store)
    read(3, through: 2, by: 1, in: store)
    let place = MessagePlace.pair(Pair(UserID(1), UserID(3)))
    #expect(try store.readMark(of: UserID(1), at: place) == 3)
    #expect(try store.readMark(of: UserID(3), at: place) == 0)
    #expect(try store.waitingConversations(of: UserID(1), atMost: 100) == 1)
    #expect(try store.answer(.readMark(place, of: UserID(1), atLeast: 1)) == .readMark(3))
  }

  @Test func `of rooms the marks that were set last are kept, and none of one that went`() throws {
    let store = try Store.empty()
    store.register(1, "alice")
    for room in 1...3 as ClosedRange<UInt32> {
      store.create(room, "room \(room)")
      store.say(UInt64(room), in: room, seq: 1, "hi")
      read(room: room, through: 1, at: Int64(room), most: 3, in: store)
    }
    read(room: 1, through: 1, at: 4, most: 2, in: store)
    try store.commit()
    #expect(try store.number("SELECT count(*) FROM room_marks") == 2)
    #expect(try store.readMark(of: UserID(1), at: .room(RoomID(2))) == nil)
    store.write(.roomDeleted(RoomID(1)))
    try store.tidyUp(.retain(.forever))
    #expect(try store.number("SELECT sum(room) FROM room_marks") == 3)
  }

  @Test func `an erased user has no conversations and no marks, and nobody has anything of theirs to read`()
    throws
  {
    let store = try Store.empty()
    talk(in: store)
    store.create(1, "lobby")
    store.say(6, seq: 1, "hi")
    read(room: 1, through: 1, at: 1, most: 3, in: store)
    store.write(.userDeleted(UserID(3)))
    store.write(.userErased(UserID(3), name: "(erased 3)", key: "(erased 3)"))
    try store.tidyUp(.retain(.forever))
    #expect(try store.number("SELECT count(*) FROM conversations WHERE user = 3") == 0)
    #expect(try list(of: 1, in: store).rows.map(\.unread) == [0, 1, 0])
    store.write(.userDeleted(UserID(1)))
    store.write(.userErased(UserID(1), name: "(erased 1)", key: "(erased 1)"))
    try store.tidyUp(.retain(.forever))
    #expect(try store.number("SELECT count(*) FROM room_marks") == 0)
  }

  @Test func `a file of an earlier program gets its conversations, all of which count as read`() throws {
    let store = try Store.empty()
    talk(in: store)
    store.whisper(6, from: 2, to: 2, seq: 1, "to myself")
    try store.commit()
    let newest = try store.rows("SELECT user, other, newest FROM conversations")
    try store.run("DELETE FROM conversations")
    try store.run(Schema.fillConversations)
    #expect(try store.rows("SELECT user, other, newest FROM conversations") == newest)
    #expect(try list(of: 1, in: store).rows.map(\.unread) == [0, 0, 0])
    #expect(try list(of: 1, in: store).rows.map(\.read) == [3, 1, 1])
    store.whisper(7, from: 4, to: 1, seq: 2, "to Alice")
    #expect(try list(of: 1, in: store).rows.map(\.unread) == [1, 0, 0])
  }

  @Test func `a conversation that is not listed is damage`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    func fill() throws {
      let store = try Store(.file(path: path))
      talk(in: store)
      try store.commit()
      try store.run("UPDATE conversations SET newest = 1 WHERE user = 3")
    }
    try fill()
    #expect(try Archive(path: path).damage(everything: true)?.contains("users 1 and 3") == true)
    #expect(try Archive(path: path).damage(everything: false) == nil)
  }

  @Test func `a rebuilt file has the marks, as an export has`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    let query = "SELECT user, other, newest, heard, read FROM conversations"
    func fill() throws -> [String] {
      let store = try Store(.file(path: path))
      talk(in: store)
      store.create(1, "lobby")
      store.say(6, seq: 1, "hi")
      read(3, through: 2, by: 1, in: store)
      read(room: 1, through: 1, at: 5, most: 3, in: store)
      try store.commit()
      return try store.rows(query)
    }
    let before = try fill()
    // The file is locked as long as the archive is there.
    func checkArchive() throws {
      let archive = try Archive(path: path)
      #expect(try archive.damage(everything: true) == nil)
      let marks = try #require(try archive.marks())
      #expect(
        try marks.next() == ArchivedMark(user: "alice", isOfRoom: false, placeName: "carol", seq: 2))
      #expect(try marks.next() == ArchivedMark(user: "alice", isOfRoom: true, placeName: "lobby", seq: 1))
      #expect(try marks.next() == nil)
    }
    try checkArchive()
    let store = try Store.empty()
    _ = try store.copyTables(from: path)
    #expect(try store.rows(query) == before)
    #expect(try store.readMark(of: UserID(1), at: .room(RoomID(1))) == 1)
  }
}
