package import Engine

/// A reaction that a stored message has.
package struct ReactionRow: Hashable, Sendable {
  package let text: String
  /// How many users gave it.
  package let count: Int
  /// The first of these users.
  package let users: [UserID]
}

extension Store {
  /// Gives the rows of a page, which follow each other in one place, their reactions.
  func addReactions(to rows: inout [MessageRow], at place: MessagePlace) throws(StoreError) {
    guard let first = rows.first?.seq, let last = rows.last?.seq else { return }
    let found = try statements.reactions.reactions(
      at: place, min(first, last)...max(first, last), naming: reactionUsers)
    guard !found.isEmpty else { return }
    for index in rows.indices { rows[index].reactions = found[rows[index].seq] ?? [] }
  }

  /// Takes away some reactions to messages that are gone; returns whether there may be more.
  func takeAwayReactions(atMost count: Int64) throws(StoreError) -> Bool {
    try statements.reactions.deleteSomeDeparted(atMost: count)
    return connection.changes > 0
  }

  /// Takes away some reactions of a user; returns whether there may be more.
  func takeAwayReactions(of user: UserID, atMost count: Int64) throws(StoreError) -> Bool {
    try statements.reactions.deleteSome(of: user, atMost: count)
    return connection.changes > 0
  }
}
