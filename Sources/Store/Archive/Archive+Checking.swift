import GRDBSQLite

extension Archive {
  /// What SQLite finds wrong with the file, or nil: with its pages and trees, and for `everything` with all indexes too.
  package func damage(everything: Bool) throws(StoreError) -> String? {
    let check = try statement(everything ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)")
    defer { check.reset() }
    guard try check.step() else { return "the file cannot be checked" }
    let verdict = check.text(0).replacing("\n", with: " ")
    guard verdict == "ok" else { return "the database is damaged (\(verdict))" }
    guard everything else { return nil }
    if let damage = try damagedIndex() { return damage }
    return try wrongConversation()
  }

  /// The first conversation whose newest message is not one of the two, or which is missing; an earlier program's file has none.
  private func wrongConversation() throws(StoreError) -> String? {
    guard try has("conversations") else { return nil }
    let check = try statement(
      """
      SELECT m.low, m.high
      FROM (SELECT low, high, max(seq) AS seq FROM private_messages GROUP BY low, high) AS newest
      CROSS JOIN private_messages AS m ON m.low = newest.low AND m.high = newest.high AND m.seq = newest.seq
      JOIN users AS one ON one.id = m.low JOIN users AS other ON other.id = m.high
      WHERE (one.deleted <> 2 AND NOT EXISTS (
          SELECT 1 FROM conversations WHERE user = m.low AND other = m.high AND newest = m.id))
        OR (other.deleted <> 2 AND NOT EXISTS (
          SELECT 1 FROM conversations WHERE user = m.high AND other = m.low AND newest = m.id))
      LIMIT 1
      """)
    defer { check.reset() }
    guard try check.step() else { return nil }
    return
      "the conversation of users \(check.number(0)) and \(check.number(1)) is not listed by its newest message"
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
