import Engine

// What users say of themselves, and what is known of them.
extension EventDefinition {
  static let status = [userStatus, userInfo]

  private static let ofUser = [
    Field(
      "status", .word(Status.Word.allCases.map(\.rawValue)),
      "What they said of themself last; `online` where they said nothing."),
    Field("text", .text, .conditional("Where there is one."), "A few words of theirs."),
  ]

  static let userStatus = EventDefinition(
    .status, "A user says something else of themself.", [user("Who says it.")] + ofUser)

  static let userInfo = EventDefinition(
    .userInfo, "What is known of a user.",
    [
      user("The user."), Field("bot", .truth, "Whether the user is a bot."),
      Field("online", .truth, "Whether the user has a session."),
    ] + ofUser + [
      Field(
        "last_seen", .time, .conditional("Where they are not online and it is known."),
        "When their last connection ended.")
    ], isOnlyReply: true)
}

extension FrameObject {
  func add(_ status: Status, of user: String) {
    add("user", user)
    add(status)
  }

  func add(_ info: Event.UserInfo) {
    add("user", info.user)
    add("bot", info.bot)
    add("online", info.online)
    add(info.status)
    if let lastSeen = info.lastSeen { add("last_seen", lastSeen) }
  }

  private func add(_ status: Status) {
    add("status", status.word.rawValue)
    if !status.text.isEmpty { add("text", status.text) }
  }
}
