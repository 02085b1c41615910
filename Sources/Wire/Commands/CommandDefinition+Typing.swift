import Engine

// Who is typing.
extension CommandDefinition {
  static let typing = [tellTyping]

  package static let tellTyping = CommandDefinition(
    "typing",
    "Tells the others in a conversation that one is typing; from then on this session is told the same of them.",
    .typing,
    conversation + [
      .init(
        "stopped", .truth, .optional,
        "Whether one has stopped without saying anything, or only wants to be told of others.")
    ], rules: ofOneConversation,
    read: .plain { frame throws(Refusal) in
      .tellTyping(
        try frame.conversation(), stopped: try frame.fields.optionalTruth("stopped") ?? false)
    },
    write: { command in
      guard case .tellTyping(let conversation, let stopped) = command else { return nil }
      return [.conversation(conversation)] + .optional("stopped", stopped ? true : nil)
    })
}
