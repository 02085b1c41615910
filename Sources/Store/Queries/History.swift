package import Engine

extension Store {
  /// A page of what was said at a place, ascending by seq.
  func history(
    _ place: MessagePlace, _ page: HistoryPage, limit: Int, through: UInt64
  ) throws(StoreError) -> Answer {
    let table = statements[place]
    let statement = page.isAscending ? table.ascending : table.descending
    let (above, upTo): (UInt64, UInt64) =
      switch page {
      case .latest: (0, through)
      case .before(let seq): (0, min(through, seq == 0 ? 0 : seq - 1))
      case .after(let seq): (seq, through)
      }
    statement.bind(Int64(clamping: above), at: 1)
    statement.bind(Int64(clamping: upTo), at: 2)
    statement.bind(Page<MessageRow>.rowsToFetch(limit: limit), at: 3)
    statement.bind(place, at: 4)
    var rows: [MessageRow] = []
    try statement.forEachRow { rows.append(MessageRow($0)) }
    let found = Page(rows, limit: limit)
    return .messages(page.isAscending ? found.rows : found.rows.reversed(), more: found.more)
  }
}

extension Store {
  /// What is known of a message, or nil where nothing was said there.
  ///
  /// All that was written before it is visible, committed or not, as for a query.
  package func find(_ lookup: Lookup) throws(StoreError) -> Lookup.Found? {
    try turn { () throws(StoreError) in
      try flush()
      let page = HistoryPage.after(lookup.seq - 1)
      guard case .messages(let rows, _) = try history(lookup.place, page, limit: 1, through: lookup.seq)
      else { return nil }
      return rows.first.map {
        Lookup.Found(
          number: $0.number, author: $0.from, at: $0.at, isDeleted: $0.deleted,
          extras: MessageExtras(replyTo: $0.extras?.replyTo, data: $0.extras?.data))
      }
    }
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
