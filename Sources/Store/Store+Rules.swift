package import Engine
import GRDB

extension Store {
  /// Whether the tables have what was decided about all rooms. A file of an earlier program does not, until `setRules`.
  package func hasRules() throws(StoreError) -> Bool {
    try connection.seldom { db in try Bool.fetchOne(db, sql: "SELECT complete FROM room_rules_state") ?? false
    }
  }

  /// Writes, with the open turn, what was decided about all rooms before the tables had it.
  package func setRules(_ rulings: [Ruling]) throws(StoreError) {
    try writing { () throws(StoreError) in
      for ruling in rulings {
        for decision in ruling.decisions { try statements.write(decision, of: ruling.room) }
      }
      try connection.seldom { db in try db.execute(sql: "UPDATE room_rules_state SET complete = 1") }
    }
  }
}
