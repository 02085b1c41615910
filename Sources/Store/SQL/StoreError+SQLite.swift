import GRDB
import GRDBSQLite

extension StoreError {
  /// The error of a call that just failed on a connection.
  init(code: Int32, connection: OpaquePointer) {
    self.init(
      code: code, detail: String(cString: sqlite3_errmsg(connection)),
      path: sqlite3_db_filename(connection, "main").map { String(cString: $0) } ?? "")
  }

  /// The error that GRDB threw; GRDB throws its `DatabaseError` for all that SQLite reports.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      self.init(
        code: error.extendedResultCode.rawValue, detail: error.message ?? "no message", path: path)
    default: self = .failed(code: SQLITE_ERROR, detail: "\(error)")
    }
  }

  /// Names a result code of SQLite, primary or extended.
  ///
  /// Source: "Result and Error Codes", sqlite.org/rescode.html.
  init(code: Int32, detail: String, path: String) {
    self =
      switch code & 0xff {
      case SQLITE_BUSY, SQLITE_LOCKED: .locked(path: path)
      case SQLITE_READONLY: .readOnly(path: path)
      case SQLITE_FULL: .full
      case SQLITE_CORRUPT: .corrupt(detail: detail)
      case SQLITE_NOTADB: .notADatabase(path: path)
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen(path: path, detail: detail)
      case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_RANGE: .contradiction(detail: detail)
      default: .failed(code: code, detail: detail)
      }
  }
}
