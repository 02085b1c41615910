import Engine

/// The statements of the tables of conversations and of read marks.
final class ConversationTable {
  let all: [Statement]
  private let say: Statement
  private let hear: Statement
  private let read: Statement
  private let readRoom: Statement
  private let boundRooms: Statement
  private let markOfPair: Statement
  private let markOfRoom: Statement
  /// Conversations, the newest first: parameters are the user, the pair and the seq behind which they begin, or NULL, and how many.
  let list: Statement
  private let countedUnread: Statement
  private let countedWaiting: Statement
  private let others: Statement
  private let silence: Statement
  private let deletePair: Statement
  private let deleteMarks: Statement
  private let deleteMarksOfRoom: Statement

  init(on connection: OpaquePointer) {
    var all: [Statement] = []
    func prepare(_ sql: String) -> Statement {
      let statement = Statement(later: sql, on: connection)
      all.append(statement)
      return statement
    }
    let insert = "INSERT INTO conversations (user, other, newest, heard, read) VALUES (?1, ?2, ?3, ?4, 0)"
    say = prepare("\(insert) ON CONFLICT DO UPDATE SET newest = excluded.newest")
    hear = prepare("\(insert) ON CONFLICT DO UPDATE SET newest = excluded.newest, heard = excluded.heard")
    read = prepare("UPDATE conversations SET read = ?3 WHERE user = ?1 AND other = ?2 AND read < ?3")
    readRoom = prepare(
      """
      INSERT INTO room_marks (user, room, seq, at) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq), at = excluded.at
      """)
    boundRooms = prepare(
      """
      DELETE FROM room_marks WHERE user = ?1 AND room IN (
        SELECT room FROM room_marks WHERE user = ?1 ORDER BY at DESC, room DESC LIMIT -1 OFFSET ?2)
      """)
    markOfPair = prepare("SELECT read FROM conversations WHERE user = ? AND other = ?")
    markOfRoom = prepare("SELECT seq FROM room_marks WHERE user = ? AND room = ?")
    list = prepare(
      """
      SELECT c.other, c.heard, c.read, m.seq, m.at
      FROM conversations AS c INDEXED BY conversations_by_newest CROSS JOIN private_messages AS m ON m.id = c.newest
      WHERE c.user = ?1 AND c.newest < coalesce(
        (SELECT id FROM private_messages WHERE low = ?2 AND high = ?3 AND seq = ?4), \(Int64.max))
      ORDER BY c.newest DESC LIMIT ?5
      """)
    countedUnread = prepare(
      """
      SELECT count(*) FROM (
        SELECT user FROM private_messages WHERE low = ?1 AND high = ?2 AND seq > ?3 ORDER BY seq DESC LIMIT ?5)
      WHERE user <> ?4
      """)
    countedWaiting = prepare(
      """
      SELECT count(*) FROM (
        SELECT 1 FROM conversations INDEXED BY waiting_conversations WHERE user = ? AND heard > read LIMIT ?)
      """)
    others = prepare("SELECT other FROM conversations WHERE user = ? LIMIT ?")
    silence = prepare("UPDATE conversations SET heard = 0 WHERE user = ? AND other = ?")
    deletePair = prepare("DELETE FROM conversations WHERE user = ? AND other = ?")
    deleteMarks = prepare("DELETE FROM room_marks WHERE user = ?")
    deleteMarksOfRoom = prepare(
      """
      DELETE FROM room_marks
      WHERE room = ?1 AND user IN (SELECT user FROM room_marks WHERE room = ?1 LIMIT ?2)
      """)
    self.all = all
  }

  // MARK: - Writing

  /// Notes a private message in both conversations. What one says oneself is not unread.
  func note(_ number: UInt64, seq: UInt64, from user: UserID, in pair: Pair) throws(StoreError) {
    let other = pair.other(than: user)
    try note(number, heard: 0, of: user, with: other, by: say)
    if other != user { try note(number, heard: seq, of: other, with: user, by: hear) }
  }

  private func note(
    _ number: UInt64, heard: UInt64, of user: UserID, with other: UserID, by statement: Statement
  ) throws(StoreError) {
    bind(user, other, to: statement)
    statement.bind(Int64(clamping: number), at: 3)
    statement.bind(Int64(clamping: heard), at: 4)
    try statement.run()
  }

  func markRead(_ pair: Pair, through seq: UInt64, by user: UserID) throws(StoreError) {
    bind(user, pair.other(than: user), to: read)
    read.bind(Int64(clamping: seq), at: 3)
    try read.run()
  }

  /// Notes up to where a user has read in a room. Only as many marks are kept, those that were set last.
  func markRead(
    _ room: RoomID, through seq: UInt64, by user: UserID, at instant: Instant, most: Int
  ) throws(StoreError) {
    readRoom.bind(Int64(user.number), at: 1)
    readRoom.bind(Int64(room.number), at: 2)
    readRoom.bind(Int64(clamping: seq), at: 3)
    readRoom.bind(instant.milliseconds, at: 4)
    try readRoom.run()
    boundRooms.bind(Int64(user.number), at: 1)
    boundRooms.bind(Int64(most), at: 2)
    try boundRooms.run()
  }

  // MARK: - Reading

  /// Up to where a user has read at a place, or nil where that is not known.
  func mark(of user: UserID, at place: MessagePlace) throws(StoreError) -> UInt64? {
    let select: Statement
    switch place {
    case .pair(let pair):
      select = markOfPair
      bind(user, pair.other(than: user), to: select)
    case .room(let room):
      select = markOfRoom
      select.bind(Int64(user.number), at: 1)
      select.bind(Int64(room.number), at: 2)
    }
    defer { select.reset() }
    return try select.step() ? UInt64(clamping: select.number(0)) : nil
  }

  /// How many of a conversation's newest messages above a seq the other one of the two wrote.
  func countUnread(
    in pair: Pair, above seq: UInt64, by user: UserID, among counted: Int
  ) throws(StoreError) -> Int {
    bind(pair.low, pair.high, to: countedUnread)
    countedUnread.bind(Int64(clamping: seq), at: 3)
    countedUnread.bind(Int64(user.number), at: 4)
    countedUnread.bind(Int64(counted), at: 5)
    return try count(countedUnread)
  }

  /// In how many conversations of a user there are unread messages, as far as they are counted.
  func countWaiting(of user: UserID, atMost most: Int) throws(StoreError) -> Int {
    countedWaiting.bind(Int64(user.number), at: 1)
    countedWaiting.bind(Int64(most), at: 2)
    return try count(countedWaiting)
  }

  private func count(_ select: Statement) throws(StoreError) -> Int {
    defer { select.reset() }
    return try select.step() ? Int(select.number(0)) : 0
  }

  // MARK: - Forgetting

  /// Takes away some conversations of an erased user, at last the user's marks; returns whether there may be more.
  ///
  /// The others keep theirs, in which nothing is unread: its texts are gone.
  func forget(_ user: UserID, atMost count: Int64) throws(StoreError) -> Bool {
    others.bind(Int64(user.number), at: 1)
    others.bind(count, at: 2)
    var found: [UserID] = []
    try others.forEachRow { found.append($0.user(0)) }
    for other in found {
      bind(other, user, to: silence)
      try silence.run()
      bind(user, other, to: deletePair)
      try deletePair.run()
    }
    guard found.isEmpty else { return true }
    deleteMarks.bind(Int64(user.number), at: 1)
    try deleteMarks.run()
    return false
  }

  /// Takes away some marks of a room that was deleted.
  func forgetMarks(of room: RoomID, atMost count: Int64) throws(StoreError) {
    deleteMarksOfRoom.bind(Int64(room.number), at: 1)
    deleteMarksOfRoom.bind(count, at: 2)
    try deleteMarksOfRoom.run()
  }

  private func bind(_ user: UserID, _ other: UserID, to statement: Statement) {
    statement.bind(Int64(user.number), at: 1)
    statement.bind(Int64(other.number), at: 2)
  }
}
