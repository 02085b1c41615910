package import Engine

/// A reaction as the tables have it, with the names of all who gave it.
package struct ArchivedReaction: Hashable, Sendable {
  package let text: String
  package fileprivate(set) var users: [String]
}

/// The reactions in a file; one of an earlier program has none.
package struct ArchivedReactions {
  private let ofMessage: Statement?
  private let ofUser: Statement?

  package init(_ archive: Archive) throws(StoreError) {
    guard try archive.has("reactors") else {
      (ofMessage, ofUser) = (nil, nil)
      return
    }
    let given = "FROM reactions r JOIN reactors ON reaction = r.id"
    let isOfMessage = "r.low = ?1 AND r.high = ?2 AND r.seq = ?3"
    ofMessage = try archive.statement(
      """
      SELECT r.id, r.text, (SELECT name FROM users WHERE users.id = reactors.user) \(given)
      WHERE \(isOfMessage) ORDER BY r.id, place
      """)
    ofUser = try archive.statement(
      "SELECT 1 \(given) WHERE \(isOfMessage) AND r.text = ?4 AND reactors.user = ?5")
  }

  /// The reactions of a message, in the order of first use.
  package func reactions(of message: MessageRow) throws(StoreError) -> [ArchivedReaction] {
    guard let ofMessage else { return [] }
    ofMessage.bind(ReactionPlace(message.place), message.seq)
    var reactions: [ArchivedReaction] = []
    var newest: Int64?
    try ofMessage.forEachRow { row in
      if row.number(0) != newest { reactions.append(ArchivedReaction(text: row.text(1), users: [])) }
      newest = row.number(0)
      reactions[reactions.endIndex - 1].users.append(row.text(2))
    }
    return reactions
  }

  /// Whether a user's reaction to a message is there.
  package func has(
    _ text: String, of user: UserID, to seq: UInt64, at place: MessagePlace
  ) throws(StoreError) -> Bool {
    try ofUser?.first(ReactionPlace(place), seq, text, user) { _ in true } ?? false
  }
}
