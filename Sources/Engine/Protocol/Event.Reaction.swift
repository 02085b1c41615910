extension Event {
  /// A reaction that a message has.
  package struct Reaction: Hashable, Sendable {
    package var reaction: String
    /// How many users gave it.
    package var count: Int
    /// The first of these users, at most `limits[.reactionUsers]`.
    package var users: [String]

    package init(_ reaction: String, count: Int, users: [String]) {
      self.reaction = reaction
      self.count = count
      self.users = users
    }
  }

  /// A user gave a message a reaction, or took it away.
  package struct ReactionChange: Hashable, Sendable {
    package var seq: UInt64
    package var user: String
    package var reaction: String
    /// How many users give it now.
    package var count: Int
    package var isAdded: Bool

    /// What stands for the reaction where its message was deleted or its user erased: Unicode's replacement character.
    static let gone = "\u{fffd}"
  }
}
