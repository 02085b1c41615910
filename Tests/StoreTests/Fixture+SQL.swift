// Apart from the rest of the fixture, because GRDB has a Record and a Cursor too.
import GRDB

@testable import Store

extension Store {
  /// Runs SQL behind the store's back.
  func run(_ sql: String) throws {
    try connection.seldom { db in try db.execute(sql: sql) }
  }

  /// The first number that SQL gives.
  func number(_ sql: String) throws -> Int {
    try connection.seldom { db in try Int.fetchOne(db, sql: sql) ?? 0 }
  }

  /// The rows that SQL gives, in the order of their texts.
  func rows(_ sql: String) throws -> [String] {
    try connection.seldom { db in try Row.fetchAll(db, sql: sql).map(\.description).sorted() }
  }
}
