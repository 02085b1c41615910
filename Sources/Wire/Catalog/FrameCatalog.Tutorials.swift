import Engine

extension FrameCatalog {
  /// The fields that events have for the tutorials' clients at `/ws/chat/` and that the protocol itself does not have.
  package static let tutorialFields: [(event: EventType, fields: [Field])] = [
    (
      .chatMessage,
      [
        Field("username", .text, "Who said it, once more, as tutorial B reads it."),
        Field("timestamp", .time, "When it was said."),
        Field(
          "code", .word(ErrorCode.allCases.map(\.rawValue)), .conditional("The user is `server`."),
          "Which error it is."),
      ]
    ),
    (.userList, [Field("messages", .list(of: .object(tutorialMessage)), "The newest messages, ascending.")]),
    (.userJoin, [noMessages]),
    (.userLeave, [noMessages]),
    (
      .privateMessage,
      [
        Field(
          "messages", .list(of: .object(tutorialMessage)), "The message once more, as tutorial B reads it.")
      ]
    ),
    (.privateMessageDelivered, [noMessages]),
  ]

  private static let tutorialMessage = [
    Field("username", .text, "Who said it."),
    Field("message", .text, "What was said."),
    Field("timestamp", .time, "When it was said."),
  ]

  private static let noMessages = Field(
    "messages", .list(of: .object(tutorialMessage)), "An empty list, for which tutorial B shows nothing.")
}
