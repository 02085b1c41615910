package import Engine

extension Store {
  /// A page of what was said at a place, ascending by seq.
  func history(
    _ place: MessagePlace, _ page: HistoryPage, limit: Int, through: UInt64
  ) throws(StoreError) -> Answer {
    let found = try messages(place, page, limit: limit, through: through)
    var rows: [MessageRow] = page.isAscending ? found.rows : found.rows.reversed()
    var left = Self.mostReactionUsers
    try addReactions(to: &rows, at: place, naming: &left)
    return .messages(rows, more: found.more)
  }

  /// A page in the order in which it is filled, without reactions.
  private func messages(
    _ place: MessagePlace, _ page: HistoryPage, limit: Int, through: UInt64
  ) throws(StoreError) -> Page<MessageRow> {
    let table = statements[place]
    let statement = page.isAscending ? table.ascending : table.descending
    let (above, upTo): (UInt64, UInt64) =
      switch page {
      case .latest: (0, through)
      case .before(let seq): (0, min(through, seq == 0 ? 0 : seq - 1))
      case .after(let seq): (seq, through)
      }
    let wanted = Page<MessageRow>.rowsToFetch(limit: limit)
    return Page(try statement.rows(above, upTo, wanted, place) { MessageRow($0) }, limit: limit)
  }
}

extension Store {
  /// What is known of a message, or nil where nothing was said there.
  ///
  /// All that was written before it is visible, committed or not, as for a query.
  package func find(_ lookup: Lookup) throws(StoreError) -> Lookup.Found? {
    try reading { () throws(StoreError) in
      let page = HistoryPage.after(lookup.seq - 1)
      let found = try messages(lookup.place, page, limit: 1, through: lookup.seq)
      guard let row = found.rows.first else { return nil }
      var message = Lookup.Found(number: row.number, author: row.from, at: row.at, isDeleted: row.deleted)
      if let reaction = lookup.reaction {
        message.reactions = try statements.reactions.find(reaction, to: lookup.seq, at: lookup.place)
      } else {
        message.extras = MessageExtras(replyTo: row.extras?.replyTo, data: row.extras?.data)
      }
      return message
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
