import Engine
import GRDB

/// The order of found users: those whose key begins with the text, then those that contain it elsewhere.
private enum Rank: UInt64, CaseIterable {
  case prefix
  case substring
}

extension Store {
  /// Users whose key begins with or contains the text; a cursor's position is the rank and the user's number.
  ///
  /// A search that would have to look at too many names before the page is full is given up, so that no turn is long for it.
  func users(_ search: UserSearch) throws(StoreError) -> Answer {
    let text = search.text.composed
    // No name has a control character, and SQLite's functions of text end at NUL.
    guard !text.utf8.contains(0) else { return .users([], next: nil) }
    let wanted = Int(clamping: Page<UserRow>.rowsToFetch(limit: search.limit))
    let after = search.after.map { ($0.position >> 32, $0.position & 0xffff_ffff) }
    var found: [(Rank, UserRow)] = []
    let budget = SearchBudget(steps: userSearchSteps, rows: .max)
    let isComplete = try connection.within(budget) { () throws(StoreError) in
      try connection.seldom { db in
        var afterKey: String?
        if let (_, user) = after {
          // A number that no user has can only come from a cursor that was made up: it is the end of no list.
          guard
            let key = try String.fetchOne(
              db, sql: "SELECT key FROM users WHERE id = ?", arguments: [Int64(user)])
          else { return }
          afterKey = key
        }
        for rank in Rank.allCases where rank.rawValue >= after?.0 ?? 0 && found.count < wanted {
          let from = rank.rawValue == after?.0 ? afterKey : nil
          found += try Self.users(
            db, rank, text, through: search.through, after: from, limit: wanted - found.count
          ).map { (rank, $0) }
        }
      }
    }
    guard isComplete else { return .tooMuch }
    let page = Page(found, limit: search.limit)
    let next = page.more ? page.rows.last : nil
    return .users(
      page.rows.map(\.1),
      next: next.map { rank, row in
        Cursor(fingerprint: search.fingerprint, position: rank.rawValue << 32 | UInt64(row.user.number))
      })
  }

  /// The users of one rank by key, from after a key on.
  private static func users(
    _ db: Database, _ rank: Rank, _ text: String, through: UserID, after: String?, limit: Int
  ) throws -> [UserRow] {
    // A plus keeps SQLite from using an index for that comparison, because another one is the better way in: the keys
    // in order, from where the page before ended.
    // Those whose account was closed are not even passed over: there may be more of them than of all others.
    var sql = """
      SELECT id, name, bot FROM users INDEXED BY open_users_by_key WHERE deleted = 0 AND +id <= :through
      """
    var arguments: StatementArguments = ["through": Int64(through.number), "text": text, "limit": limit]
    if let after {
      sql += " AND key > :after"
      arguments += ["after": after]
    }
    switch rank {
    case .prefix:
      sql += after == nil ? " AND key >= :text" : " AND +key >= :text"
      if let end = text.prefixEnd {
        sql += " AND key < :end"
        arguments += ["end": end]
      }
    case .substring:
      // Every key begins with nothing, so there is no other.
      guard !text.isEmpty else { return [] }
      sql += " AND instr(key, :text) > 1"
      if let index = try UserIndex(for: text, db) {
        sql += " AND id IN (SELECT rowid FROM \(index.table) WHERE \(index.table) MATCH :phrase)"
        arguments += ["phrase": index.phrase]
      }
    }
    sql += " ORDER BY key LIMIT :limit"
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
      UserRow(user: UserID(UInt32(clamping: row[0] as Int64)), name: row[1], bot: row[2])
    }
  }
}

extension String {
  /// The least text above all that begin with this one, by Unicode scalars, or nil where there is none.
  ///
  /// SQLite compares UTF-8 bytes, whose order is that of the scalars.
  fileprivate var prefixEnd: String? {
    var scalars = Array(unicodeScalars)
    while let last = scalars.popLast() {
      // The number after U+D7FF is a surrogate, which is no scalar; the next scalar is U+E000.
      guard let next = Unicode.Scalar(last.value == 0xD7FF ? 0xE000 : last.value + 1) else { continue }
      scalars.append(next)
      return scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
    }
    return nil
  }
}
