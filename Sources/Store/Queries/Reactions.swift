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
  /// How many users one answer names for all its reactions together, so that those who fill a room with reactions make no page of it
  /// too long for those who ask for one.
  static let mostReactionUsers = 1000

  /// Gives rows, which follow each other in one place, their reactions.
  ///
  /// - Parameter left: How many users the answer may still name.
  func addReactions(
    to rows: inout [MessageRow], at place: MessagePlace, naming left: inout Int
  ) throws(StoreError) {
    guard let first = rows.first?.seq, let last = rows.last?.seq else { return }
    let found = try statements.reactions.reactions(
      at: place, min(first, last)...max(first, last), naming: reactionUsers, of: &left)
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
