import Engine

// What the front ends of the tutorials send and receive, which are not the frames of the protocol itself.
extension FrameCatalog {
  /// The fields that are read of what the front ends send, on either path; it has no `type`.
  package static let tutorialLine = [Field("message", .text, "The text, or `/pm USER TEXT`.")]

  /// The frames that clients of `/ws/chat/` receive.
  package static let tutorialChat: [Frame] = [
    Frame(
      type: EventType.userList.rawValue,
      meaning: "Who is in the room; on connecting also the newest messages.",
      fields: [
        Field("users", .list(of: .text), "The users in the order of arrival."),
        messages("The newest messages, ascending."),
      ]),
    Frame(
      type: EventType.userJoin.rawValue, meaning: "A user came into the room.",
      fields: [Field("user", .text, "Who came."), noMessages]),
    Frame(
      type: EventType.userLeave.rawValue, meaning: "A user left the room.",
      fields: [Field("user", .text, "Who left."), noMessages]),
    Frame(
      type: EventType.chatMessage.rawValue,
      meaning: "A message was sent to the room, or the server reports an error or a change in the room.",
      fields: [
        Field("user", .text, "Who said it, or `server`."),
        Field("username", .text, "Who said it, once more, as tutorial B reads it."),
        Field("message", .text, "What was said."),
        Field("timestamp", .time, "When it was said."),
        Field(
          "code", .word(ErrorCode.allCases.map(\.rawValue)), .conditional("Of an error."),
          "Which error it is."),
      ]),
    Frame(
      type: EventType.privateMessage.rawValue, meaning: "A private message was sent to this user.",
      fields: [
        Field("user", .text, "Who said it."), Field("message", .text, "What was said."),
        messages("The message once more, as tutorial B reads it."),
      ]),
    Frame(
      type: EventType.privateMessageDelivered.rawValue,
      meaning: "A private message of this user was stored.",
      fields: [
        Field("target", .text, "Whom it was sent to."), Field("message", .text, "What was said."), noMessages,
      ]),
  ]

  /// The fields of every frame that clients of `/ws/notification/` receive; it has no `type`.
  package static let tutorialNotification = [
    Field(
      "message",
      .object([
        Field("sender", .text, "Who said it, or `server`."), Field("message", .text, "What was said."),
      ]), "What was said, and by whom.")
  ]

  private static func messages(_ meaning: String) -> Field {
    Field(
      "messages",
      .list(
        of: .object([
          Field("username", .text, "Who said it."), Field("message", .text, "What was said."),
          Field("timestamp", .time, "When it was said."),
        ])), meaning)
  }

  private static let noMessages = messages("An empty list, for which tutorial B shows nothing.")
}
