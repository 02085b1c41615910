import Engine

// What owners and moderators of a room do, each in the room that the field `room` names.
extension CommandDefinition {
  static let moderation: [CommandDefinition] = [
    kick, mute, unmute, ban, unban, setRole, invite, uninvite, topic, setRoom, deleteMessage, deleteRoom,
  ]

  private static func moderation(
    _ name: String, _ meaning: String, _ fields: [FrameCatalog.Field] = [], rules: [FrameCatalog.Rule] = [],
    read: @escaping @Sendable (CommandReading) throws(Refusal) -> ModerationRequest,
    write: @escaping @Sendable (ModerationRequest) -> [JSON.Member]?
  ) -> CommandDefinition {
    CommandDefinition(
      name, meaning, .moderation, [.room("The room.")] + fields, rules: rules,
      read: .plain { frame throws(Refusal) in .moderate(room: try frame.room(), try read(frame)) },
      write: { command in
        guard case .moderate(let room, let request) = command, let members = write(request) else {
          return nil
        }
        return [.text("room", room)] + members
      })
  }

  package static let kick = moderation(
    "kick", "Kicks a user out of a room.", [.user("Whom to kick."), .reason],
    read: { frame throws(Refusal) in .kick(try frame.user(), reason: try frame.reason()) },
    write: { request in
      guard case .kick(let user, let reason) = request else { return nil }
      return [.text("user", user)] + .optional("reason", reason)
    })

  package static let mute = moderation(
    "mute", "Mutes a user in a room for a time.",
    [
      .user("Who may not speak."),
      .init("seconds", .integer(least: 1), "For how long, in seconds; at most `limits.mute_seconds`."),
      .reason,
    ],
    read: { frame throws(Refusal) in
      .mute(
        try frame.user(), seconds: Int(try frame.fields.integer("seconds", least: 1)),
        reason: try frame.reason())
    },
    write: { request in
      guard case .mute(let user, let seconds, let reason) = request else { return nil }
      return [.text("user", user), .number("seconds", seconds)] + .optional("reason", reason)
    })

  package static let unmute = moderation(
    "unmute", "Unmutes a user in a room.", [.user("Who may speak again.")],
    read: { frame throws(Refusal) in .unmute(try frame.user()) },
    write: { if case .unmute(let user) = $0 { [.text("user", user)] } else { nil } })

  package static let ban = moderation(
    "ban", "Bans a user from a room: they are kicked out, and may neither enter nor read it.",
    [.user("Whom to ban; they need not be in the room."), .reason],
    read: { frame throws(Refusal) in .ban(try frame.user(), reason: try frame.reason()) },
    write: { request in
      guard case .ban(let user, let reason) = request else { return nil }
      return [.text("user", user)] + .optional("reason", reason)
    })

  package static let unban = moderation(
    "unban", "Lifts a ban.", [.user("Who was banned.")],
    read: { frame throws(Refusal) in .unban(try frame.user()) },
    write: { if case .unban(let user) = $0 { [.text("user", user)] } else { nil } })

  package static let setRole = moderation(
    "set_role",
    "Sets a user's role in a room; an owner who makes another user the owner becomes a moderator.",
    [
      .user("Whose role it is."),
      .init("role", .word(Role.allCases.map(\.rawValue)), "What they are from now on."),
    ],
    read: { frame throws(Refusal) in .setRole(try frame.user(), try frame.role()) },
    write: { request in
      guard case .setRole(let user, let role) = request else { return nil }
      return [.text("user", user), .text("role", role.rawValue)]
    })

  package static let invite = moderation(
    "invite", "Invites a user to an invite-only room.", [.user("Who may come in.")],
    read: { frame throws(Refusal) in .invite(try frame.user()) },
    write: { if case .invite(let user) = $0 { [.text("user", user)] } else { nil } })

  package static let uninvite = moderation(
    "uninvite", "Withdraws an invitation.", [.user("Who was invited.")],
    read: { frame throws(Refusal) in .uninvite(try frame.user()) },
    write: { if case .uninvite(let user) = $0 { [.text("user", user)] } else { nil } })

  package static let topic = moderation(
    "topic", "Sets the topic of a room.",
    [.init("topic", .text, "What it is about; an empty text takes the topic away.")],
    read: { frame throws(Refusal) in .setTopic(try frame.fields.text("topic")) },
    write: { if case .setTopic(let topic) = $0 { [.text("topic", topic)] } else { nil } })

  package static let setRoom = moderation(
    "set_room",
    "Sets who may enter a room and who sees it in the list; at least one of the three fields is needed.",
    [
      .init(
        "invite_only", .truth, .conditional("Needed if both others are absent."),
        "Whether only invited users may enter."),
      .init(
        "unlisted", .truth, .conditional("Needed if both others are absent."),
        "Whether only those who are in the room see it in the list."),
      .init(
        "users_only", .truth, .conditional("Needed if both others are absent."),
        "Whether guests are kept out."),
    ], rules: [.atLeastOne(of: ["invite_only", "unlisted", "users_only"])],
    read: { frame throws(Refusal) in
      let access = RoomAccess(
        inviteOnly: try frame.fields.optionalTruth("invite_only"),
        unlisted: try frame.fields.optionalTruth("unlisted"),
        usersOnly: try frame.fields.optionalTruth("users_only"))
      guard access != RoomAccess() else {
        throw frame.fields.refusal(
          "invite_only", "is missing; a set_room has `invite_only`, `unlisted`, `users_only`, or several")
      }
      return .setRoom(access)
    },
    write: { request in
      guard case .setRoom(let access) = request else { return nil }
      return .optional("invite_only", access.inviteOnly) + .optional("unlisted", access.unlisted)
        + .optional("users_only", access.usersOnly)
    })

  package static let deleteMessage = moderation(
    "delete_message", "Deletes the text of a message; the message keeps its number and its author.",
    [.init("seq", .integer(least: 1), "The message's number in its room.")],
    read: { frame throws(Refusal) in .deleteMessage(seq: UInt64(try frame.fields.integer("seq", least: 1))) },
    write: { if case .deleteMessage(let seq) = $0 { .optional("seq", seq) } else { nil } })

  package static let deleteRoom = moderation(
    "delete_room", "Deletes one's own room with all its messages.",
    read: { _ throws(Refusal) in .deleteRoom },
    write: { if case .deleteRoom = $0 { [] } else { nil } })
}

extension CommandReading {
  fileprivate func user() throws(Refusal) -> String { try fields.text("user") }

  fileprivate func reason() throws(Refusal) -> String? { try fields.optionalText("reason") }

  fileprivate func role() throws(Refusal) -> Role {
    guard let role = Role(word: try fields.text("role")) else {
      throw fields.refusal("role", "must be \"owner\", \"moderator\" or \"member\"")
    }
    return role
  }
}
