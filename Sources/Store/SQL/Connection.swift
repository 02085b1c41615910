import GRDB
import GRDBSQLite

/// One open database: GRDB's for what is rare, and SQLite's own handle for what is not.
struct Connection {
  let database: DatabaseQueue
  let handle: OpaquePointer
  /// For messages.
  let path: String
  /// Whether the file was made, with its tables, when it was opened.
  let isNew: Bool

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// How many rows the newest statement inserted, changed or deleted.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// How many rows were inserted, changed or deleted since the connection was opened.
  var totalChanges: Int { Int(sqlite3_total_changes(handle)) }

  /// Runs something that is rare enough for GRDB's own interface.
  func seldom<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try database.writeWithoutTransaction(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
