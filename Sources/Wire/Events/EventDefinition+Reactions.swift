import Engine

// Reactions to what was said.
extension EventDefinition {
  static let reactions = [reactionAdded, reactionRemoved]

  static let reactionAdded = EventDefinition(
    .reactionAdded, "A user gave a message a reaction.",
    conversation + [seq, user("Who gave it."), reaction, count], rules: ofOneConversation)

  static let reactionRemoved = EventDefinition(
    .reactionRemoved, "A user took their reaction to a message away.",
    conversation + [seq, user("Whose it was."), reaction, count], rules: ofOneConversation)

  /// The reactions of a message in a list.
  static let reactionList = Field(
    "reactions",
    .list(
      of: .object([
        reaction, Field("count", .integer(least: 1), "How many users gave it."),
        Field(
          "users", .list(of: .text), "The first of them, at most `limits.reaction_users`, in their order."),
      ])),
    .conditional("If it has reactions."), "Its reactions, in the order in which each was given first.")

  private static let reaction = Field("reaction", .text, "The reaction, in Unicode's normalization form C.")
  private static let count = Field("count", .integer(least: 0), "How many users give it now.")
}

extension FrameObject {
  func add(_ change: Event.ReactionChange, in conversation: Conversation) {
    add(conversation)
    add("seq", change.seq)
    add("user", change.user)
    add("reaction", change.reaction)
    add("count", change.count)
  }

  /// Adds the reactions of a message, where it has any.
  func add(_ reactions: [Event.Reaction]) {
    guard !reactions.isEmpty else { return }
    let objects = reactions.map { reaction in
      let object = FrameObject()
      object.add("reaction", reaction.reaction)
      object.add("count", reaction.count)
      object.add("users", reaction.users)
      return object
    }
    add("reactions", objects)
  }
}
