package import Engine

/// A registered user as the table has them, without what a password was made into.
package struct ArchivedUser: Hashable, Sendable {
  package let user: UserID
  package let name: String
  package let bot: Bool
  package let at: Instant
  /// Whether the account was closed.
  package let isDeleted: Bool
  /// Whether nothing of the user is kept but the number.
  package let isErased: Bool
}

/// A room as the table has it.
package struct ArchivedRoom: Hashable, Sendable {
  package let room: RoomID
  package let name: String
  package let at: Instant
}

/// A message with the names that belong to it, for people.
package struct ArchivedMessage: Hashable, Sendable {
  package let row: MessageRow
  package let author: String
  /// The name of the room, or of the other one of the two, who is the author where someone wrote to themselves.
  package let placeName: String
  /// The names of those whom it mentions.
  package let mentions: [String]
}

/// Up to where somebody has read, with the names that belong to it.
package struct ArchivedMark: Hashable, Sendable {
  package let user: String
  /// Whether it is of a room, and the name of that or of the other user.
  package let isOfRoom: Bool
  package let placeName: String
  package let seq: UInt64
}

/// Rows of a table in the order of their numbers, read one by one.
package struct ArchiveRows<Row> {
  private let statement: Statement
  private let row: (Statement) -> Row

  init(_ statement: Statement, _ row: @escaping (Statement) -> Row) {
    self.statement = statement
    self.row = row
  }

  /// The next row, or nil at the end.
  package func next() throws(StoreError) -> Row? {
    try statement.step() ? row(statement) : nil
  }
}

extension Archive {
  /// The users from a number on.
  package func users(from user: UserID = UserID(1)) throws(StoreError) -> ArchiveRows<ArchivedUser> {
    let select = try statement(
      "SELECT id, name, bot, created_at, deleted FROM users WHERE id >= ? ORDER BY id")
    select.bind(user)
    return ArchiveRows(select) { row in
      ArchivedUser(
        user: row.user(0), name: row.text(1), bot: row.truth(2), at: row.instant(3), isDeleted: row.truth(4),
        isErased: row.number(4) == 2)
    }
  }

  /// The rooms from a number on.
  package func rooms(from room: RoomID = RoomID(1)) throws(StoreError) -> ArchiveRows<ArchivedRoom> {
    let select = try statement("SELECT id, name, created_at FROM rooms WHERE id >= ? ORDER BY id")
    select.bind(room)
    return ArchiveRows(select) { ArchivedRoom(room: $0.room(0), name: $0.text(1), at: $0.instant(2)) }
  }

  /// The messages of a kind from a number on.
  ///
  /// - Parameter departing: Those of rooms that were deleted, as long as they are there, too.
  package func messages(
    _ kind: MessageKind, from number: UInt64 = 1, departing: Bool = true
  ) throws(StoreError) -> ArchiveRows<ArchivedMessage> {
    let placeName =
      switch kind {
      case .room: "SELECT name FROM rooms WHERE id = m.room"
      case .pair: "SELECT name FROM users WHERE id = m.low + m.high - m.user"
      }
    let remaining =
      departing || kind == .pair ? "" : "AND m.room NOT IN (SELECT id FROM rooms WHERE deleted)"
    let known = try columns(of: kind)
    let mentions =
      known.contains("mentions")
      ? "SELECT group_concat(u.name, char(10)) FROM json_each(m.mentions) e CROSS JOIN users u ON u.id = e.value"
      : "NULL"
    let select = try statement(
      """
      SELECT \(kind.selection(known: known)), (SELECT name FROM users WHERE id = m.user), (\(placeName)),
        (\(mentions))
      FROM \(kind.table) m WHERE m.id >= ? \(remaining) ORDER BY m.id
      """)
    select.bind(number)
    return ArchiveRows(select) { row in
      ArchivedMessage(
        row: MessageRow(row), author: row.text(MessageKind.selected),
        placeName: row.text(MessageKind.selected + 1),
        mentions: row.text(MessageKind.selected + 2).split(separator: "\n").map(String.init))
    }
  }

  /// Up to where users have read, those of private conversations first; nil for a file of an earlier program.
  package func marks() throws(StoreError) -> ArchiveRows<ArchivedMark>? {
    guard try has("conversations") else { return nil }
    let select = try statement(
      """
      SELECT 0 AS kind, user, other AS place, read, (SELECT name FROM users WHERE id = user),
        (SELECT name FROM users WHERE id = other)
      FROM conversations WHERE read > 0
      UNION ALL
      SELECT 1, user, room, seq, (SELECT name FROM users WHERE id = user), (SELECT name FROM rooms WHERE id = room)
      FROM room_marks ORDER BY kind, user, place
      """)
    return ArchiveRows(select) { row in
      ArchivedMark(
        user: row.text(4), isOfRoom: row.truth(0), placeName: row.text(5), seq: row.unsigned(3))
    }
  }

  /// Whether the file has a table.
  func has(_ table: String) throws(StoreError) -> Bool {
    try statement("SELECT 1 FROM sqlite_master WHERE name = ?").first(table) { _ in true } ?? false
  }

  /// The message of a seq, or nil where there is none.
  package func message(_ seq: UInt64, at place: MessagePlace) throws(StoreError) -> MessageRow? {
    let kind = place.kind
    let select = try statement(
      "SELECT \(kind.selection(known: try columns(of: kind))) FROM \(kind.table) WHERE \(kind.isAtPlace(2)) AND seq = ?1"
    )
    return try select.first(seq, place) { MessageRow($0) }
  }

  /// The columns that the table of messages has: an earlier program's lacks some.
  private func columns(of kind: MessageKind) throws(StoreError) -> Set<String> {
    Set(try statement("SELECT name FROM pragma_table_info('\(kind.table)')").rows { $0.text(0) })
  }

  /// How many rows the tables of users, rooms and messages have; private messages are counted with the others.
  ///
  /// - Parameter messagesAfter: Only messages after this number are counted.
  package func counts(
    messagesAfter number: UInt64 = 0
  ) throws(StoreError) -> (users: UInt64, rooms: UInt64, messages: UInt64) {
    func count(_ sql: String) throws(StoreError) -> UInt64 {
      try statement(sql).first { $0.unsigned(0) } ?? 0
    }
    return (
      try count("SELECT count(*) FROM users"), try count("SELECT count(*) FROM rooms"),
      try count(
        """
        SELECT (SELECT count(*) FROM messages WHERE id > \(number))
          + (SELECT count(*) FROM private_messages WHERE id > \(number))
        """)
    )
  }
}
