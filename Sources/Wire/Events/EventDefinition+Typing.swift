import Engine

// Who is typing.
extension EventDefinition {
  static let typing = [userTyping]

  static let userTyping = EventDefinition(
    .typing,
    "A user is typing in a conversation, or has stopped. It does not count for resuming, and is sent only to sessions that have sent `typing`.",
    conversation + [
      user("Who is typing."),
      Field("stopped", .flag, .conditional("Where it is true."), "They have stopped, and said nothing."),
    ], rules: ofOneConversation)
}

extension FrameObject {
  func addTyping(in conversation: Conversation, by user: String, stopped: Bool) {
    add(conversation)
    add("user", user)
    if stopped { add("stopped", true) }
  }
}
