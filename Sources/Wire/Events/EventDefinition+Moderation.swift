import Engine

// What owners and moderators of a room did.
extension EventDefinition {
  static let moderation = [
    userKicked, userBanned, userUnbanned, userMuted, userUnmuted, topic, role, roomChanged, invited,
  ]

  static let userKicked = EventDefinition(
    .userKicked, "A user was kicked out of a room.", [room, user("Who was kicked."), by, reason])

  static let userBanned = EventDefinition(
    .userBanned, "A user was banned: they may neither enter the room nor read it.",
    [room, user("Who was banned."), by, reason])

  static let userUnbanned = EventDefinition(
    .userUnbanned, "A user's ban from a room was lifted.", [room, user("Who was banned."), by])

  static let userMuted = EventDefinition(
    .userMuted, "A user was muted in a room for a time.",
    [
      room, user("Who was muted."), Field("seconds", .integer(least: 1), "For how long, in seconds."), by,
      reason,
    ])

  static let userUnmuted = EventDefinition(
    .userUnmuted, "A user was unmuted in a room before the time was over.",
    [room, user("Who was muted."), by])

  static let topic = EventDefinition(
    .topic, "The topic of a room was changed.",
    [room, Field("topic", .text, "What it is about; empty where that was taken away."), by])

  static let role = EventDefinition(
    .role, "A user's role in a room was changed.",
    [
      room, user("Whose role it is."),
      Field("role", .word(Role.allCases.map(\.rawValue)), "What they are."), by,
    ])

  static let roomChanged = EventDefinition(
    .roomChanged, "The rules of who may enter a room and who sees it in the list were changed.",
    [
      room, Field("invite_only", .truth, "Whether only invited users may enter."),
      Field("unlisted", .truth, "Whether only those who are in the room see it in the list."),
      Field("users_only", .flag, .conditional("Where it is true."), "Guests are kept out."), by,
    ])

  static let invited = EventDefinition(
    .invited, "A user was invited to a room; nobody else is told.", [room, user("Who was invited."), by])

  private static let reason = Field("reason", .text, .conditional("Where one was given."), "Why, for people.")
}

extension FrameObject {
  func add(_ change: Event.RoomChange) {
    add("room", change.room)
    var reason: String?
    switch change.change {
    case .kicked(let user, let why), .banned(let user, let why):
      add("user", user)
      reason = why
    case .unbanned(let user), .unmuted(let user), .invited(let user): add("user", user)
    case .muted(let user, let seconds, let why):
      add("user", user)
      add("seconds", seconds)
      reason = why
    case .topic(let topic): add("topic", topic)
    case .role(let user, let role):
      add("user", user)
      add("role", role.rawValue)
    case .access(let inviteOnly, let unlisted, let usersOnly):
      add("invite_only", inviteOnly)
      add("unlisted", unlisted)
      if usersOnly { add("users_only", true) }
    }
    if let by = change.by { add("by", by) }
    if let reason { add("reason", reason) }
  }
}

extension Event.RoomChange.Change {
  /// The `type` of the change's frame.
  var type: EventType {
    switch self {
    case .kicked: .userKicked
    case .banned: .userBanned
    case .unbanned: .userUnbanned
    case .muted: .userMuted
    case .unmuted: .userUnmuted
    case .topic: .topic
    case .role: .role
    case .access: .roomChanged
    case .invited: .invited
    }
  }
}
