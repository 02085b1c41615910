import Engine
import GRDB

extension Store {
  /// Rooms in the order of their keys; a cursor's position is a room's number.
  func rooms(_ search: RoomSearch) throws(StoreError) -> Answer {
    // The plus keeps SQLite from going through the rooms by number and sorting them all afterwards.
    var sql = "SELECT id, name FROM rooms WHERE deleted = 0 AND +id <= :through"
    var arguments: StatementArguments = [
      "through": Int64(search.through.number), "limit": Page<RoomRow>.rowsToFetch(limit: search.limit),
    ]
    if !search.hidden.isEmpty {
      sql += " AND +id NOT IN (SELECT value FROM json_each(:hidden))"
      arguments += ["hidden": search.hidden.json]
    }
    if let after = search.after {
      // A number that no room has makes this NULL, and nothing comes after it.
      sql += " AND key > (SELECT key FROM rooms WHERE id = :after)"
      arguments += ["after": Int64(clamping: after.position)]
    }
    sql += " ORDER BY key LIMIT :limit"
    let rows = try connection.seldom { db in
      try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
        RoomRow(room: RoomID(UInt32(clamping: row[0] as Int64)), name: row[1])
      }
    }
    let page = Page(rows, limit: search.limit)
    let next = page.more ? page.rows.last : nil
    return .rooms(
      page.rows,
      next: next.map { Cursor(fingerprint: search.fingerprint, position: UInt64($0.room.number)) })
  }
}
