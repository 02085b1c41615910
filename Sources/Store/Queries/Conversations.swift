package import Engine

/// A private conversation as one of the two has it.
package struct ConversationRow: Hashable, Sendable {
  package let other: UserID
  /// The newest message's number in the conversation, and when it was stored.
  package let seq: UInt64
  package let at: Instant
  /// Up to which message the user has read; 0 where they never said so.
  package let read: UInt64
  /// How many messages of the other one above that are among the newest; at least 1 where there is any at all.
  package let unread: Int
}

extension Store {
  /// Private conversations of a user, the one with the newest message first.
  func conversations(_ search: ConversationSearch) throws(StoreError) -> Answer {
    let (user, list, after) = (search.asker, statements.conversations.list, search.after)
    list.bind(
      user, after?.pair.low, after?.pair.high, after?.seq ?? 0,
      Page<ConversationRow>.rowsToFetch(limit: search.limit))
    var rows: [ConversationRow] = []
    defer { list.reset() }
    while try list.step() {
      let (other, heard, read) = (list.user(0), list.unsigned(1), list.unsigned(2))
      var unread = 0
      if heard > read {
        let newest = try statements.conversations.countUnread(
          in: Pair(user, other), above: read, by: user, among: search.counted)
        // So many of the user's own messages may have come since that none of the other one's is among the newest.
        unread = max(1, newest)
      }
      rows.append(
        ConversationRow(
          other: other, seq: list.unsigned(3), at: list.instant(4), read: read, unread: unread))
    }
    let page = Page(rows, limit: search.limit)
    return .conversations(page.rows, more: page.more)
  }

  /// In how many private conversations a user has unread messages, as far as they are counted.
  ///
  /// All that was written before it is visible, committed or not, as for a query.
  package func waitingConversations(of user: UserID, atMost most: Int) throws(StoreError) -> Int {
    try reading { () throws(StoreError) in
      try statements.conversations.countWaiting(of: user, atMost: most)
    }
  }

  /// Up to where a user has read at a place, or nil where that is not known.
  package func readMark(of user: UserID, at place: MessagePlace) throws(StoreError) -> UInt64? {
    try reading { () throws(StoreError) in try statements.conversations.mark(of: user, at: place) }
  }
}
