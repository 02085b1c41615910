import Engine

// Private conversations, and up to where somebody has read.
extension CommandDefinition {
  static let conversations = [conversationList, markRead]

  package static let conversationList = CommandDefinition(
    "conversations", "Asks for the user's private conversations, with how much in each is unread.",
    .conversations,
    replies: [.conversationList],
    [
      .limit(
        "The most conversations to send; 20 if absent, and never more than `limits.conversations_page`."),
      .cursor,
    ],
    read: .plain { frame throws(Refusal) in
      .listConversations(
        limit: try frame.fields.optionalLimit(), cursor: try frame.fields.optionalText("cursor"))
    },
    write: { command in
      guard case .listConversations(let limit, let cursor) = command else { return nil }
      return .optional("limit", limit) + .optional("cursor", cursor)
    })

  package static let markRead = CommandDefinition(
    "read", "Says that the user has read a conversation up to a message.", .conversations,
    conversation + [.init("seq", .integer(least: 1), "The newest message that was read.")],
    rules: ofOneConversation,
    read: .plain { frame throws(Refusal) in
      .markRead(try frame.conversation(), seq: UInt64(try frame.fields.integer("seq", least: 1)))
    },
    write: { command in
      guard case .markRead(let conversation, let seq) = command else { return nil }
      return [.conversation(conversation)] + .optional("seq", seq)
    })
}
