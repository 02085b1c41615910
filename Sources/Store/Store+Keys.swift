package import Engine
import GRDB

extension Store {
  /// Writes, with the open turn, the keys of names that another program folded otherwise.
  package func set(_ keys: StoredKeys) throws(StoreError) {
    try writing { () throws(StoreError) in
      let users = try connection.seldom { db in
        _ = try Self.set(keys.rooms.map { ($0.id.number, $0.key) }, of: "rooms", db)
        return try Self.set(keys.users.map { ($0.id.number, $0.key) }, of: "users", db)
      }
      for (id, old, new) in users {
        try statements.index(old, of: UserID(id), statements.unindexUser, statements.unindexUserShort)
        try statements.index(new, of: UserID(id), statements.indexUser, statements.indexUserShort)
      }
    }
  }

  /// Returns those that changed, with the old key and the new one.
  private static func set(
    _ keys: [(id: UInt32, key: String)], of table: String, _ db: Database
  ) throws -> [(id: UInt32, old: String, new: String)] {
    let select = try db.cachedStatement(sql: "SELECT key FROM \(table) WHERE id = ?")
    var changed: [(id: UInt32, old: String, new: String)] = []
    for (id, key) in keys {
      let key = key.composed
      if let old = try String.fetchOne(select, arguments: [id]), !old.utf8.elementsEqual(key.utf8) {
        changed.append((id, old, key))
      }
    }
    // One may get what another has so far.
    let clear = try db.cachedStatement(sql: "UPDATE \(table) SET key = char(1) || id WHERE id = ?")
    for (id, _, _) in changed { try clear.execute(arguments: [id]) }
    let update = try db.cachedStatement(sql: "UPDATE \(table) SET key = ?2 WHERE id = ?1")
    for (id, _, key) in changed { try update.execute(arguments: [id, key]) }
    return changed
  }
}
