import Engine

// Reactions to what was said.
extension CommandDefinition {
  static let reactions = [react, unreact]

  package static let react = CommandDefinition(
    "react", "Gives a message a reaction.", .reactions, reactionFields, rules: ofOneConversation,
    read: .plain { frame throws(Refusal) in try frame.reaction(adds: true) },
    write: { $0.reactionMembers(adds: true) })

  package static let unreact = CommandDefinition(
    "unreact", "Takes one's own reaction to a message away.", .reactions, reactionFields,
    rules: ofOneConversation,
    read: .plain { frame throws(Refusal) in try frame.reaction(adds: false) },
    write: { $0.reactionMembers(adds: false) })

  private static let reactionFields: [FrameCatalog.Field] =
    conversation + [
      .init("seq", .integer(least: 1), "The message's number in its conversation."),
      .init(
        "reaction", .text,
        "The reaction, such as 👍: at most `limits.reaction_characters`, without white space and control characters."
      ),
    ]
}

extension CommandReading {
  fileprivate func reaction(adds: Bool) throws(Refusal) -> Command {
    .react(
      try conversation(), seq: UInt64(try fields.integer("seq", least: 1)),
      reaction: try fields.text("reaction"), adds: adds)
  }
}

extension Command {
  fileprivate func reactionMembers(adds: Bool) -> [JSON.Member]? {
    guard case .react(let conversation, let seq, let reaction, adds) = self else { return nil }
    return [.conversation(conversation)] + .optional("seq", seq) + [.text("reaction", reaction)]
  }
}
