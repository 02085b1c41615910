import Engine

// Private conversations, and up to where somebody has read.
extension EventDefinition {
  static let conversations = [conversationList, read]

  static let conversationList = EventDefinition(
    .conversationList, "A page of the user's private conversations.",
    [
      Field(
        "conversations",
        .list(
          of: .object([
            Field("with", .text, "The other user's name."),
            Field("bot", .flag, .conditional("Where it is true."), "The other user is a bot."),
            Field("seq", .integer(least: 1), "The newest message's number in the conversation."),
            Field("at", .time, "When that was stored."),
            Field("read", .integer(least: 0), "Up to which message the user has read; 0 for none."),
            Field(
              "unread", .integer(least: 0),
              "How many messages of the other user are above that, among the newest `limits.unread_count`."),
          ])), "The conversations, the one with the newest message first."),
      cursor,
    ], isOnlyReply: true)

  static let read = EventDefinition(
    .read, "The user has read a conversation up to a message, as another session of the user said.",
    conversation + [
      Field("seq", .integer(least: 1), "The newest message that was read.")
    ], rules: ofOneConversation)
}

extension FrameObject {
  func add(_ conversations: [Event.ListedConversation], cursor: String?) {
    add("conversations", conversations.map { FrameObject($0) })
    if let cursor { add("cursor", cursor) }
  }

  func addMark(in conversation: Conversation, seq: UInt64) {
    add(conversation)
    add("seq", seq)
  }

  convenience init(_ conversation: Event.ListedConversation) {
    self.init()
    add("with", conversation.with)
    if conversation.bot { add("bot", true) }
    add("seq", conversation.seq)
    add("at", conversation.at)
    add("read", conversation.read)
    add("unread", conversation.unread)
  }
}
