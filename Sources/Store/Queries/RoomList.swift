import Engine
import GRDB

extension Store {
  /// Rooms in the order of their keys: those that are shown to everybody, and those that are shown to the asker.
  func rooms(_ search: RoomSearch) throws(StoreError) -> Answer {
    let limit = Page<RoomRow>.rowsToFetch(limit: search.limit)
    let rows = try connection.seldom { db in
      let after = search.after?.composed ?? ""
      // The plus keeps SQLite from going through the rooms by number and sorting them all afterwards.
      let open = try RoomKey.fetchAll(
        db,
        sql: """
          SELECT id, name, key FROM rooms
          WHERE deleted = 0 AND invite_only = 0 AND unlisted = 0 AND +id <= :through AND key > :after
          ORDER BY key LIMIT :limit
          """,
        arguments: ["through": Int64(search.through.number), "after": after, "limit": limit])
      guard !search.shown.isEmpty else { return open }
      let shown = try RoomKey.fetchAll(
        db,
        sql: """
          SELECT id, name, key FROM rooms
          WHERE id IN (SELECT value FROM json_each(:shown)) AND deleted = 0 AND +key > :after
            AND (invite_only = 1 OR unlisted = 1)
          ORDER BY +key LIMIT :limit
          """, arguments: ["shown": search.shown.json, "after": after, "limit": limit])
      return (open + shown).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
    let page = Page(rows, limit: search.limit)
    return .rooms(page.rows.map(\.row), next: page.more ? page.rows.last?.key : nil)
  }
}

/// A room and what it is sorted by.
private struct RoomKey: FetchableRecord {
  let row: RoomRow
  let key: String

  init(row: Row) {
    self.row = RoomRow(room: RoomID(UInt32(clamping: row[0] as Int64)), name: row[1])
    key = row[2]
  }
}

extension [RoomID] {
  /// The rooms as a JSON array of their numbers, which SQLite makes a table of (`json_each`).
  fileprivate var json: String { "[" + map { String($0.number) }.joined(separator: ",") + "]" }
}
