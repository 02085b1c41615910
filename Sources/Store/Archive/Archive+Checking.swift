import GRDBSQLite

extension Archive {
  /// What SQLite finds wrong with the file, or nil: with its pages and trees, and for `everything` with all indexes too.
  package func damage(everything: Bool) throws(StoreError) -> String? {
    let check = try statement(everything ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)")
    defer { check.reset() }
    guard try check.step() else { return "the file cannot be checked" }
    let verdict = check.text(0).replacing("\n", with: " ")
    guard verdict == "ok" else { return "the database is damaged (\(verdict))" }
    return everything ? try damagedIndex() : nil
  }

  /// The first index of users or messages whose inside does not fit together. In a file that may not be written they are not
  /// looked at, since the check is an `INSERT` for SQLite (sqlite.org/fts5.html, "The 'integrity-check' Command").
  private func damagedIndex() throws(StoreError) -> String? {
    guard sqlite3_db_readonly(handle, "main") == 0 else { return nil }
    sqlite3_exec(handle, "PRAGMA query_only = OFF; BEGIN", nil, nil, nil)
    defer { sqlite3_exec(handle, "ROLLBACK; PRAGMA query_only = ON", nil, nil, nil) }
    for index in ["message_index", "private_message_index", "user_index", "user_short_index"] {
      let check = "INSERT INTO \(index) (\(index)) VALUES ('integrity-check')"
      guard sqlite3_exec(handle, check, nil, nil, nil) == SQLITE_OK else {
        return "the index \(index) is damaged (\(String(cString: sqlite3_errmsg(handle))))"
      }
    }
    return nil
  }

  /// Copies the database, its log included, into a file that is not there yet.
  package func copy(to path: String) throws(StoreError) {
    let copy = try OnlineBackup(of: handle, to: path)
    while try !copy.step() {}
  }
}
