package import Engine
import Foundation
import GRDB

/// What is needed to make a database, or a state, from tables alone.
extension Store {
  /// Copies accounts, rooms and messages from a file that nobody has open into this empty one; returns whether it had the
  /// rules of rooms. The file stays as it is, and may be of any earlier program.
  package func copyTables(from path: String) throws(StoreError) -> Bool {
    // As an archive does it: a log that is there stays, and the one that reading makes goes away.
    if Archive.hasLog(path) { Archive.keepLog(of: connection.handle) }
    defer { Archive.keepLog(of: connection.handle, false) }
    return try connection.seldom { db in
      try db.execute(sql: "ATTACH ? AS old", arguments: [URL(fileURLWithPath: path).path])
      defer { try? db.execute(sql: "DETACH old") }
      try db.execute(sql: "BEGIN")
      for (table, columns) in Self.copied {
        let known = Set(
          try Row.fetchAll(db, sql: "PRAGMA old.table_info(\(table))").map { $0["name"] as String })
        guard !known.isEmpty else { continue }
        let names = columns.filter(known.contains).joined(separator: ", ")
        try db.execute(sql: "INSERT INTO main.\(table) (\(names)) SELECT \(names) FROM old.\(table)")
      }
      try db.execute(sql: Schema.tokensAreUsedNow)
      try db.execute(sql: Schema.fillConversations)
      let knowsRules = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM old.sqlite_master WHERE name = 'room_people')")
      // What is damaged of this says nothing of the rules themselves.
      let hasRules =
        knowsRules == true
        && (try? Bool.fetchOne(db, sql: "SELECT complete FROM old.room_rules_state")) ?? true
      try db.execute(sql: "COMMIT")
      return hasRules
    }
  }

  /// The tables that have what people own, and their columns.
  private static let copied: [(table: String, columns: [String])] = [
    ("users", ["id", "name", "key", "bot", "created_at", "verifier", "deleted", "suspended"]),
    ("tokens", ["digest", "user", "created_at", "used_at", "used_from", "label", "by_operator"]),
    (
      "rooms",
      [
        "id", "name", "key", "created_at", "deleted", "owner", "topic", "invite_only", "unlisted",
        "users_only",
      ]
    ),
    (MessageKind.room.table, MessageKind.room.columns),
    (MessageKind.pair.table, MessageKind.pair.columns),
    ("room_people", ["room", "relation", "user", "value"]),
    // The counts follow.
    ("reactions", ["id", "low", "high", "seq", "text"]),
    ("reactors", ["reaction", "place", "user"]),
    ("audit", ["id", "at", "kind", "user", "actor", "by_operator", "room", "address", "detail"]),
    ("conversations", ["user", "other", "newest", "heard", "read"]),
    ("room_marks", ["user", "room", "seq", "at"]),
    ("erasures", ["user"]),
    ("departures", ["room"]),
  ]

  /// Follows a clock that was set: tokens are no older than they were. Those that were made in the future are as old as the instant, so
  /// that those that are made later are newer.
  package func moveTokens(by milliseconds: Int64, noNewerThan instant: Instant) throws(StoreError) {
    try betweenTurns { () throws(StoreError) in
      try connection.seldom { db in
        try db.execute(
          sql: """
            UPDATE tokens SET created_at = min(created_at, ?1),
              used_at = CASE WHEN ?2 > 0 OR used_at > ?1 THEN min(max(used_at + ?2, 0), ?1) ELSE used_at END
            """,
          arguments: [instant.milliseconds, milliseconds])
      }
    }
  }

  /// Lets nobody into any room who was not invited: for a file whose rules are lost.
  package func closeRooms() throws(StoreError) {
    try connection.seldom { db in
      try db.execute(
        sql: "UPDATE rooms SET invite_only = 1, unlisted = 1; UPDATE room_rules_state SET complete = 1")
    }
  }

  /// Puts all users and messages into the indexes of an otherwise complete file.
  package func indexAll() throws(StoreError) {
    try betweenTurns { () throws(StoreError) in
      let keys = try connection.seldom { db in
        try Row.fetchAll(db, sql: "SELECT id, key FROM users WHERE deleted <> 2 ORDER BY id").map { row in
          (user: UserID(row[0]), key: row[1] as String)
        }
      }
      for (user, key) in keys {
        try statements.index(key, of: user, statements.indexUser, statements.indexUserShort)
      }
    }
    try catchUp()
  }

  /// What the tables tell of the chat.
  package func tableState() throws(StoreError) -> TableState {
    try turn { () throws(StoreError) in
      try flushAll()
      return try connection.seldom { db in try Self.tableState(db) }
    }
  }

  private static func tableState(_ db: Database) throws -> TableState {
    var state = TableState()
    for row in try Row.fetchAll(db, sql: "SELECT name, bot, deleted, suspended FROM users ORDER BY id") {
      let deleted: Int = row[2]
      state.users.append(
        TableState.User(
          name: row[0], bot: row[1], isDeleted: deleted != 0, isErased: deleted == 2, isSuspended: row[3]))
    }
    var people: [UInt32: [RoomDecision]] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT room, relation, user, value FROM room_people") {
      guard let relation = RoomRelation(rawValue: row[1]) else { continue }
      people[row[0], default: []].append(.relation(relation, UserID(row[2]), value: row[3]))
    }
    let rooms = try Row.fetchAll(
      db,
      sql: """
        SELECT id, name, deleted, owner, topic, invite_only, unlisted, users_only,
          (SELECT coalesce(max(seq), 0) FROM messages WHERE room = rooms.id)
        FROM rooms ORDER BY id
        """)
    for row in rooms {
      let owner: UInt32? = row[3]
      let isDeleted: Bool = row[2]
      let decisions: [RoomDecision] = [
        .owner(owner.map { UserID($0) }), .topic(row[4]), .inviteOnly(row[5]), .unlisted(row[6]),
        .usersOnly(row[7]),
      ]
      state.rooms.append(
        TableState.Room(
          name: row[1], isDeleted: isDeleted, seq: row[8],
          decisions: isDeleted ? [] : decisions + (people[row[0]] ?? [])))
    }
    let pairs = try Row.fetchAll(
      db, sql: "SELECT low, high, max(seq) FROM private_messages GROUP BY low, high")
    for row in pairs { state.talks.append(Talk(pair: Pair(UserID(row[0]), UserID(row[1])), seq: row[2])) }
    let numbers = try Row.fetchOne(
      db,
      sql: """
        SELECT max((SELECT coalesce(max(id), 0) FROM messages), (SELECT coalesce(max(id), 0) FROM private_messages)),
          max((SELECT coalesce(max(at), 0) FROM messages), (SELECT coalesce(max(at), 0) FROM private_messages),
            (SELECT coalesce(max(created_at), 0) FROM users))
        """)
    state.messages = numbers?[0] ?? 0
    state.now = Instant(milliseconds: numbers?[1] ?? 0)
    return state
  }
}
