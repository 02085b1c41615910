package import Engine

/// The two ways through a conversation by seq: parameters are the seq above which, the seq up to which, and how many.
struct HistoryStatements {
  let ascending: Statement
  let descending: Statement

  init(_ select: String, on connection: OpaquePointer) throws(StoreError) {
    ascending = try Statement(
      "\(select) AND seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3", on: connection)
    descending = try Statement(
      "\(select) AND seq > ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT ?3", on: connection)
  }
}

extension Store {
  func roomHistory(
    _ room: RoomID, _ page: HistoryPage, limit: Int, through: UInt64
  ) throws(StoreError) -> Answer {
    let statement = statements.roomHistory.statement(for: page)
    statement.bind(Int64(room.number), at: 4)
    return try history(statement, .room(room), page, limit: limit, through: through)
  }

  /// Nobody but the two sees the conversation of a pair, nor that there is one.
  func privateHistory(
    _ pair: Pair, asker: UserID, _ page: HistoryPage, limit: Int, through: UInt64
  ) throws(StoreError) -> Answer {
    guard asker == pair.low || asker == pair.high else { return .messages([], more: false) }
    let statement = statements.privateHistory.statement(for: page)
    statement.bind(Int64(pair.low.number), at: 4)
    statement.bind(Int64(pair.high.number), at: 5)
    return try history(statement, .pair(pair), page, limit: limit, through: through)
  }

  private func history(
    _ statement: Statement, _ place: MessagePlace, _ page: HistoryPage, limit: Int, through: UInt64
  ) throws(StoreError) -> Answer {
    let (above, upTo): (UInt64, UInt64) =
      switch page {
      case .latest: (0, through)
      case .before(let seq): (0, min(through, seq == 0 ? 0 : seq - 1))
      case .after(let seq): (seq, through)
      }
    statement.bind(Int64(clamping: above), at: 1)
    statement.bind(Int64(clamping: upTo), at: 2)
    statement.bind(Page<MessageRow>.rowsToFetch(limit: limit), at: 3)
    var rows: [MessageRow] = []
    try statement.forEachRow { rows.append(MessageRow($0, in: place)) }
    let found = Page(rows, limit: limit)
    return .messages(page.isAscending ? found.rows : found.rows.reversed(), more: found.more)
  }
}

extension Store {
  /// What is known of a message, or nil where nothing was said there.
  package func find(_ lookup: Lookup) throws(StoreError) -> Lookup.Found? {
    let statement: Statement
    switch lookup.place {
    case .room(let room):
      statement = statements.roomHistory.ascending
      statement.bind(Int64(room.number), at: 4)
    case .pair(let pair):
      statement = statements.privateHistory.ascending
      statement.bind(Int64(pair.low.number), at: 4)
      statement.bind(Int64(pair.high.number), at: 5)
    }
    let page = HistoryPage.after(lookup.seq - 1)
    guard
      case .messages(let rows, _) = try history(statement, lookup.place, page, limit: 1, through: lookup.seq)
    else { return nil }
    return rows.first.map { Lookup.Found(author: $0.from, at: $0.at, isDeleted: $0.deleted) }
  }
}

extension HistoryStatements {
  fileprivate func statement(for page: HistoryPage) -> Statement {
    page.isAscending ? ascending : descending
  }
}

extension HistoryPage {
  /// Whether the page is filled from its old end.
  fileprivate var isAscending: Bool {
    switch self {
    case .latest, .before: false
    case .after: true
    }
  }
}
