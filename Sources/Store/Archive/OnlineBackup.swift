import Foundation
import GRDBSQLite

/// A copy of a database that is made while the server goes on, some pages at a time.
///
/// SQLite keeps the copy right: what turns change meanwhile in pages that were copied is changed in the copy too, since both
/// go through one connection (sqlite.org/backup.html). Everything here happens between turns.
package final class OnlineBackup {
  private let destination: OpaquePointer
  private var backup: OpaquePointer?

  /// Begins a copy into a file that is not there yet.
  package convenience init(of store: Store, to path: String) throws(StoreError) {
    try self.init(of: store.connection.handle, to: path)
  }

  init(of source: OpaquePointer, to path: String) throws(StoreError) {
    try? FileManager.default.removeItem(atPath: path)
    var opened: OpaquePointer?
    let absolute = URL(fileURLWithPath: path).path
    _ = PrivateFile.prepare(absolute)
    let code = sqlite3_open_v2(absolute, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    guard let destination = opened else { throw .cannotOpen(path: path, detail: "too little memory") }
    self.destination = destination
    guard code == SQLITE_OK else {
      throw .cannotOpen(path: path, detail: String(cString: sqlite3_errmsg(destination)))
    }
    // The file is synced once, when it is complete.
    sqlite3_exec(destination, "PRAGMA synchronous = OFF", nil, nil, nil)
    backup = sqlite3_backup_init(destination, "main", source, "main")
    guard backup != nil else { throw StoreError(code: sqlite3_errcode(destination), connection: destination) }
  }

  deinit {
    sqlite3_backup_finish(backup)
    sqlite3_close_v2(destination)
  }

  /// Copies some pages; returns whether that was all.
  package func step() throws(StoreError) -> Bool {
    let code = sqlite3_backup_step(backup, Self.pagesPerPortion)
    switch code {
    case SQLITE_OK: return false
    case SQLITE_DONE:
      sqlite3_backup_finish(backup)
      backup = nil
      // A backup is one file, which anything can read.
      sqlite3_exec(destination, "PRAGMA journal_mode = DELETE", nil, nil, nil)
      return true
    default: throw StoreError(code: code, connection: destination)
    }
  }

  private static let pagesPerPortion: Int32 = 128
}
