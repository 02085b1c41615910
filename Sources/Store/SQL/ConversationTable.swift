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
    var prepare = StatementList(on: connection)
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
        SELECT room FROM room_marks WHERE user = ?1 ORDER BY at, room
        LIMIT max(0, (SELECT count(*) FROM room_marks WHERE user = ?1) - ?2))
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
    all = prepare.all
  }

  // MARK: - Writing

  /// Notes a private message in both conversations. What one says oneself is not unread.
  func note(_ number: UInt64, seq: UInt64, from user: UserID, in pair: Pair) throws(StoreError) {
    let other = pair.other(than: user)
    try say.run(user, other, number, 0)
    if other != user { try hear.run(other, user, number, seq) }
  }

  func markRead(_ pair: Pair, through seq: UInt64, by user: UserID) throws(StoreError) {
    try read.run(user, pair.other(than: user), seq)
  }

  /// Notes up to where a user has read in a room. Only as many marks are kept, those that were set last.
  func markRead(
    _ room: RoomID, through seq: UInt64, by user: UserID, at instant: Instant, most: Int
  ) throws(StoreError) {
    try readRoom.run(user, room, seq, instant)
    try boundRooms.run(user, most)
  }

  // MARK: - Reading

  /// Up to where a user has read at a place, or nil where that is not known.
  func mark(of user: UserID, at place: MessagePlace) throws(StoreError) -> UInt64? {
    switch place {
    case .pair(let pair): try markOfPair.first(user, pair.other(than: user)) { $0.unsigned(0) }
    case .room(let room): try markOfRoom.first(user, room) { $0.unsigned(0) }
    }
  }

  /// How many of a conversation's newest messages above a seq the other one of the two wrote.
  func countUnread(
    in pair: Pair, above seq: UInt64, by user: UserID, among counted: Int
  ) throws(StoreError) -> Int {
    try countedUnread.first(pair.low, pair.high, seq, user, counted) { Int($0.number(0)) } ?? 0
  }

  /// In how many conversations of a user there are unread messages, as far as they are counted.
  func countWaiting(of user: UserID, atMost most: Int) throws(StoreError) -> Int {
    try countedWaiting.first(user, most) { Int($0.number(0)) } ?? 0
  }

  // MARK: - Forgetting

  /// Takes away some conversations of an erased user, at last the user's marks; returns whether there may be more.
  ///
  /// The others keep theirs, in which nothing is unread: its texts are gone.
  func forget(_ user: UserID, atMost count: Int64) throws(StoreError) -> Bool {
    let found = try others.rows(user, count) { $0.user(0) }
    for other in found {
      try silence.run(other, user)
      try deletePair.run(user, other)
    }
    guard found.isEmpty else { return true }
    try deleteMarks.run(user)
    return false
  }

  /// Takes away some marks of a room that was deleted.
  func forgetMarks(of room: RoomID, atMost count: Int64) throws(StoreError) {
    try deleteMarksOfRoom.run(room, count)
  }
}
