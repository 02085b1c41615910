package import Engine

/// What a query found. Rows name users and rooms by their numbers; the host knows the names.
package enum Answer: Hashable, Sendable {
  /// A page of history, ascending by seq; `more` says whether it goes on in the direction that was asked for.
  case messages([MessageRow], more: Bool)
  /// Messages, the newest first.
  case foundMessages([MessageRow], next: Cursor?)
  /// A search would have to look at too much.
  case tooMuch
  case users([UserRow], next: Cursor?)
  /// Rooms, and behind which key the list goes on.
  case rooms([RoomRow], next: String?)
  /// Private conversations, the one with the newest message first; `more` says whether others follow.
  case conversations([ConversationRow], more: Bool)
  /// Up to which message somebody has read.
  case readMark(UInt64)
  case tokens([OwnTokenRow])
}

/// A registered user that a search found.
package struct UserRow: Hashable, Sendable {
  package let user: UserID
  package let name: String
  package let bot: Bool
}

/// A room in a list.
package struct RoomRow: Hashable, Sendable {
  package let room: RoomID
  package let name: String
}

extension Store {
  /// Answers a query at this point of the order: all that was written before it is visible, committed or not.
  ///
  /// It may write, since remembered records go to their tables first, and messages to the index before a search. So it
  /// can fail for lack of space, and what it wrote is committed with the turn.
  ///
  /// - Parameter mayRead: Whether the asker may read what was said in a room. What they may not is not found.
  package func answer(
    _ query: Query, mayRead: (RoomID) -> Bool = { _ in true }
  ) throws(StoreError) -> Answer {
    try reading { () throws(StoreError) in
      switch query {
      case .roomHistory(let room, let page, let limit, let through):
        // One that is sent again may be of a room that has gone since.
        guard mayRead(room) else { return .messages([], more: false) }
        return try history(.room(room), page, limit: limit, through: through)
      case .privateHistory(let pair, let asker, let page, let limit, let through):
        // Nobody but the two sees the conversation of a pair, nor that there is one.
        guard asker == pair.low || asker == pair.high else { return .messages([], more: false) }
        return try history(.pair(pair), page, limit: limit, through: through)
      case .users(let search): return try users(search)
      case .messages(let search): return try foundMessages(search, mayRead)
      case .rooms(let search): return try rooms(search)
      case .conversations(let search): return try conversations(search)
      case .tokens(let user, current: _): return try tokens(of: user)
      case .readMark(let place, let user, let seq):
        return .readMark(max(seq, try statements.conversations.mark(of: user, at: place) ?? 0))
      }
    }
  }
}

/// A page and one more row, if there is one: that row says that the list goes on, and is not shown.
struct Page<Row> {
  let rows: [Row]
  let more: Bool

  init(_ rows: [Row], limit: Int) {
    more = rows.count > max(limit, 0)
    self.rows = more ? Array(rows.prefix(max(limit, 0))) : rows
  }

  /// How many rows to ask for.
  static func rowsToFetch(limit: Int) -> Int64 {
    Int64(clamping: max(limit, 0)).addingReportingOverflow(1).overflow ? .max : Int64(max(limit, 0)) + 1
  }
}
