import Engine

// What is said in rooms and in private, and what can be found of it.
extension EventDefinition {
  static let messages = [
    ack, chatMessage, privateMessage, privateMessageDelivered, history, search, messageEdited, messageDeleted,
  ]

  static let ack = EventDefinition(
    .ack, "A room message was stored.",
    [
      room, seq, at,
      Field("duplicate", .truth, "Whether its key was used before, and nothing new was stored."),
    ], isOnlyReply: true)

  static let chatMessage = EventDefinition(
    .chatMessage, "A message was sent to a room.",
    [room] + storedMessage)

  static let privateMessage = EventDefinition(
    .privateMessage, "A private message was sent to this user.",
    [user("Who said it."), message, seq, at, bot, deleted, editedAt] + extras)

  static let privateMessageDelivered = EventDefinition(
    .privateMessageDelivered, "A private message of this user was stored.",
    [
      Field("target", .text, "Whom it was sent to."), message, seq, at,
      Field("sessions", .integer(least: 0), "How many sessions of the target it went to."),
      Field("duplicate", .flag, .conditional("Where its key was used before."), "Nothing new was stored."),
      deleted, editedAt,
    ] + extras)

  static let history = EventDefinition(
    .history, "A page of a conversation.",
    conversation + [
      Field("messages", .list(of: .object(storedMessage)), "The messages, ascending by seq."),
      Field("more", .truth, "Whether there are more messages in the requested direction."),
    ], rules: ofOneConversation)

  /// A result is a found user or a found message: which fields are there depends on `in`.
  static let search = EventDefinition(
    .search, "What a search found.",
    [
      Field("in", .word(SearchKind.allCases.map(\.rawValue)), "What was looked for."),
      Field("results", .list(of: .object(result)), "What was found, the best first."), cursor,
    ],
    rules: [
      .narrowed("results", to: .list(of: .object(foundUser)), where: "in", is: SearchKind.users.rawValue),
      .narrowed(
        "results", to: .list(of: .object(foundMessage)), where: "in", is: SearchKind.messages.rawValue),
    ], isOnlyReply: true)

  static let messageEdited = EventDefinition(
    .messageEdited, "A message has another text now; all else of it stays.",
    conversation + [seq, user("Who said it."), message, at, bot, deleted] + [
      Field("edited_at", .time, editedAt.meaning)
    ] + extras, rules: ofOneConversation)

  static let messageDeleted = EventDefinition(
    .messageDeleted, "A message was deleted; it keeps its number and its author, without its text.",
    conversation + [seq, by], rules: ofOneConversation)

  private static let message = Field("message", .text, "What was said.")
  private static let bot = Field(
    "bot", .flag, .conditional("Where a bot said it."), "The message is a bot's.")
  private static let deleted = Field(
    "deleted", .flag, .conditional("If its text was deleted."),
    "The message is empty because its text was deleted.")

  private static let editedAt = Field(
    "edited_at", .time, .conditional("If its text was edited."), "When it was edited last.")

  /// What few messages have beside their text.
  private static let extras = [
    Field(
      "reply_to", .integer(least: 1), .conditional("If it answers another one."),
      "The seq of the message of the same conversation that it answers."),
    Field(
      "data", .object([]), .conditional("If its sender added any."),
      "Data for programs, which the server does not read."),
    Field(
      "mentions", .list(of: .text), .conditional("If its text mentions anybody."),
      "The users whom the text names after `@`, each once, in its order."),
  ]

  private static let conversation = [
    Field("room", .text, .conditional("Of a room's messages."), "The room's name."),
    Field("with", .text, .conditional("Of private messages."), "The other user's name."),
  ]
  private static let ofOneConversation: [FrameCatalog.Rule] = [
    .atLeastOne(of: ["room", "with"]), .notBoth("room", "with"),
  ]

  private static let storedMessage =
    [seq, user("Who said it."), message, at, bot, deleted, editedAt] + extras

  private static let result =
    conversation + [
      Field("seq", .integer(least: 1), .conditional("Of a message."), seq.meaning),
      Field("user", .text, "The user who was found, or who said it."),
      Field("online", .truth, .conditional("Of a user."), "Whether the user has a session."),
      Field("message", .text, .conditional("Of a message."), message.meaning),
      Field("at", .time, .conditional("Of a message."), at.meaning),
      Field(
        "bot", .truth, .conditional("Of a user, and where a bot said it."), "Whether the user is a bot."),
      editedAt,
    ] + extras

  private static let foundUser = [
    user("The user who was found."), Field("online", .truth, "Whether the user has a session."),
    Field("bot", .truth, "Whether the user is a bot."),
  ]

  private static let foundMessage =
    conversation + [seq, user("Who said it."), message, at, bot, editedAt] + extras
}

extension FrameObject {
  func add(_ acknowledged: Event.Acknowledged) {
    add("room", acknowledged.room)
    add("seq", acknowledged.seq)
    add("at", acknowledged.at)
    add("duplicate", acknowledged.duplicate)
  }

  func add(_ message: Event.Message, in conversation: Conversation) {
    add(conversation)
    add(message)
  }

  func add(private message: Event.Message) {
    add("user", message.user)
    add("message", message.content.text)
    add("seq", message.content.seq)
    add("at", message.content.at)
    if message.bot { add("bot", true) }
    addMarks(of: message.content)
  }

  func add(_ delivered: Event.PrivateMessageDelivered) {
    add("target", delivered.target)
    add("message", delivered.content.text)
    add("seq", delivered.content.seq)
    add("at", delivered.content.at)
    add("sessions", delivered.sessions)
    if delivered.duplicate { add("duplicate", true) }
    addMarks(of: delivered.content)
  }

  func add(_ history: Event.History) {
    add(history.conversation)
    let messages = history.messages.map { message in
      let object = FrameObject()
      object.add(message)
      return object
    }
    add("messages", messages)
    add("more", history.more)
  }

  func add(_ kind: SearchKind, results: [FrameObject], cursor: String?) {
    add("in", kind.rawValue)
    add("results", results)
    if let cursor { add("cursor", cursor) }
  }

  func addDeletion(of seq: UInt64, in conversation: Conversation, by: String?) {
    add(conversation)
    add("seq", seq)
    if let by { add("by", by) }
  }

  convenience init(_ user: Event.FoundUser) {
    self.init()
    add("user", user.user)
    add("online", user.online)
    add("bot", user.bot)
  }

  convenience init(_ found: Event.FoundMessage) {
    self.init()
    add(found.message, in: found.conversation)
  }

  private func add(_ conversation: Conversation) {
    switch conversation {
    case .room(let room): add("room", room)
    case .with(let user): add("with", user)
    }
  }

  private func add(_ message: Event.Message) {
    add("seq", message.content.seq)
    add("user", message.user)
    add("message", message.content.text)
    add("at", message.content.at)
    if message.bot { add("bot", true) }
    addMarks(of: message.content)
  }

  /// What happened to the message since it was said, and what it has beside its text.
  private func addMarks(of content: Event.Content) {
    if content.deleted { add("deleted", true) }
    if let editedAt = content.editedAt { add("edited_at", editedAt) }
    guard let extras = content.extras else { return }
    if let seq = extras.replyTo { add("reply_to", seq) }
    if let data = extras.data { add("data", json: data) }
    if !extras.mentions.isEmpty { add("mentions", extras.mentions) }
  }
}
