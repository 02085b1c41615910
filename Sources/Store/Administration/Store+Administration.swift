package import Engine
import Foundation
import GRDB

// What operators ask for. It is rare, so it goes through GRDB's own interface.
extension Store {
  /// Accounts in the order of their keys, those after a user, at most so many.
  package func accounts(after: UserID?, limit: Int) throws(StoreError) -> [AccountRow] {
    try accountRows(
      after == nil ? "?1 IS NULL" : "key > (SELECT key FROM users WHERE id = ?1)",
      [after.map { Int64($0.number) }, limit])
  }

  /// One account, or nil where there is no such user.
  package func account(of user: UserID) throws(StoreError) -> AccountRow? {
    try accountRows("id = ?1", [Int64(user.number), 1]).first
  }

  /// Rooms in the order of their keys, those after a room, at most so many.
  package func madeRooms(after: RoomID?, limit: Int) throws(StoreError) -> [MadeRoomRow] {
    try roomRows(
      after == nil ? "?1 IS NULL" : "key > (SELECT key FROM rooms WHERE id = ?1)",
      [after.map { Int64($0.number) }, limit])
  }

  /// One room, or nil where there is none or it was deleted.
  package func madeRoom(_ room: RoomID) throws(StoreError) -> MadeRoomRow? {
    try roomRows("id = ?1", [Int64(room.number), 1]).first
  }

  /// Tokens by their users' numbers and their own ids, those after a token, at most so many.
  ///
  /// - Parameters:
  ///   - user: Whose, or nil for everybody's.
  ///   - after: The user's number and the first 8 bytes of the digest of the last one that is known.
  package func tokens(
    of user: UserID?, after: (user: UserID, id: UInt64)?, limit: Int
  ) throws(StoreError) -> [TokenRow] {
    try tokenRows(
      """
      (?1 IS NULL OR user = ?1) AND (?2 IS NULL OR (user, digest) > (?2, ?3))
      ORDER BY user, digest LIMIT ?4
      """,
      [
        user.map { Int64($0.number) }, after.map { Int64($0.user.number) },
        after.map { Data(Digest($0.id, .max, .max, .max).bytes) }, limit,
      ])
  }

  /// The tokens of an id, the first 8 bytes of a digest: one or none.
  package func tokens(withID id: UInt64) throws(StoreError) -> [TokenRow] {
    try tokenRows(
      "digest BETWEEN ? AND ? ORDER BY digest",
      [Data(Digest(id, 0, 0, 0).bytes), Data(Digest(id, .max, .max, .max).bytes)])
  }

  private func accountRows(_ condition: String, _ arguments: StatementArguments) throws(StoreError)
    -> [AccountRow]
  {
    try asked(
      """
      SELECT id, name, bot, created_at, verifier IS NOT NULL, deleted,
        (SELECT count(*) FROM tokens WHERE tokens.user = users.id)
      FROM users WHERE \(condition) ORDER BY key LIMIT ?2
      """, arguments
    ) { row in
      AccountRow(
        user: UserID(row[0]), name: row[1], bot: row[2], at: Instant(milliseconds: row[3]),
        hasPassword: row[4], tokens: row[6], deleted: row[5])
    }
  }

  private func roomRows(_ condition: String, _ arguments: StatementArguments) throws(StoreError)
    -> [MadeRoomRow]
  {
    try asked(
      """
      SELECT id, name, created_at FROM rooms WHERE deleted = 0 AND (\(condition)) ORDER BY key LIMIT ?2
      """, arguments
    ) { row in MadeRoomRow(room: RoomID(row[0]), name: row[1], at: Instant(milliseconds: row[2])) }
  }

  private func tokenRows(_ rest: String, _ arguments: StatementArguments) throws(StoreError) -> [TokenRow] {
    try asked("SELECT digest, user, label, created_at FROM tokens WHERE \(rest)", arguments) { row in
      guard let digest = Digest(bytes: row[0] as Data) else {
        throw StoreError.corrupt(detail: "a token's digest has not 32 bytes")
      }
      return TokenRow(
        digest: digest, user: UserID(row[1]), label: row[2], at: Instant(milliseconds: row[3]))
    }
  }

  /// The rows of a question that sees all that was written before it.
  private func asked<Found>(
    _ sql: String, _ arguments: StatementArguments, _ found: (Row) throws -> Found
  ) throws(StoreError) -> [Found] {
    try reading { () throws(StoreError) in
      try connection.seldom { db in
        try Row.fetchAll(db, sql: sql, arguments: arguments).map(found)
      }
    }
  }
}
