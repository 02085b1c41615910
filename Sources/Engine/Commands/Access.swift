/// Everything that a client needs a permission for. A typed line needs the permission of the command that it stands for.
package enum Permission: Int, CaseIterable, Sendable {
  case register, logIn, logOut, setPassword, listSessions, endSessions, listTokens, revokeToken
  case ping, setTimer, cancelTimer
  case listRooms, searchUsers, searchMessages, searchMentions
  case sendPrivateMessage, readPrivateMessages, listConversations, markRead
  case makeRoom, enterRoom, leaveRoom, listUsers, readRoom, searchRoom, speak, editMessage, react,
    deleteMessage
  case kick, mute, unmute, ban, unban, giveReason, invite, uninvite, setTopic, setRole, setRoom, deleteRoom
  case tellTyping, setCommands, listCommands, setStatus, readUser
  case block

  /// Who may do it.
  package var access: Access { Self.table[rawValue] }

  private static let table = allCases.map(\.row)

  /// From which `limits.guests` on guests have it, where the table gives it to everybody.
  package var leastGuests: Int {
    switch access.login {
    case .guests, .users: 0
    case .everybody:
      self == .ping ? 0 : [.searchUsers, .searchMessages, .listUsers, .readUser].contains(self) ? 2 : 1
    }
  }

  /// The permission's row in the access table, the only place that says who may do what.
  private var row: Access {
    switch self {
    case .register: Access("`register`", .guests)
    case .logIn: Access("`login`", .guests)
    case .logOut: Access("`logout`", .users(to: "log out"))
    case .setPassword: Access("`set_password`", .users(to: "change your password"))
    case .listSessions: Access("`sessions`", .users(to: "list your sessions"))
    case .endSessions: Access("`end_sessions`", .users(to: "end sessions"))
    case .listTokens: Access("`tokens`", .users(to: "list your tokens"))
    case .revokeToken: Access("`revoke_token`", .users(to: "revoke tokens"))
    case .ping: Access("`ping`", .everybody)
    case .setTimer: Access("`set_timer`", .users(to: "set timers"))
    case .cancelTimer: Access("`cancel_timer`", .users(to: "cancel timers"))
    case .listRooms: Access("`rooms`", .everybody)
    case .searchUsers: Access("`search` for users", .everybody)
    case .searchMessages: Access("`search` everywhere", .everybody)
    case .searchMentions: Access("`search` for mentions", .users(to: "search for what mentions you"))
    case .sendPrivateMessage: Access("`private_message`", .users(to: "send private messages"))
    case .readPrivateMessages: Access("`history` with a user", .users(to: "read private messages"))
    case .listConversations: Access("`conversations`", .users(to: "list your conversations"))
    case .markRead: Access("`read` of a room", .users(to: "mark messages as read"), [.entrance])
    case .makeRoom:
      Access(
        "`create_room`, or `join` of a new name",
        .users(to: "make a room; a guest can join one that is there"))
    case .enterRoom: Access("`join`", .everybody, [.entrance])
    case .leaveRoom: Access("`leave`", .everybody, [.presence])
    case .listUsers: Access("`who`", .everybody, [.entrance])
    case .readRoom: Access("`history` of a room", .everybody, [.entrance])
    case .searchRoom: Access("`search` in a room", .everybody, [.entrance])
    case .speak: Access("`chat_message`", .users(to: "speak"), [.presence, .voice])
    case .editMessage:
      Access("`edit_message` in a room", .users(to: "edit messages"), [.entrance, .voice, .author])
    case .react:
      Access(
        "`react` and `unreact` in a room", .users(to: "react to messages"), [.entrance, .voice])
    case .deleteMessage: .moderation("`delete_message` of another's message", [.entrance, .authorship])
    case .kick: .moderation("`kick`", [.role(.moderator)])
    case .mute: .moderation("`mute`", [.role(.moderator)])
    case .unmute: .moderation("`unmute`", [.role(.moderator)])
    case .ban: .moderation("`ban`", [.role(.moderator)])
    case .unban: .moderation("`unban`", [.role(.moderator)])
    case .giveReason: .moderation("a `reason` for one of these", [.role(.moderator), .voice])
    case .invite: .moderation("`invite`", [.role(.moderator)])
    case .uninvite: .moderation("`uninvite`", [.role(.moderator)])
    case .setTopic: .moderation("`topic`", [.role(.moderator), .voice])
    case .setRole: .moderation("`set_role`", [.role(.owner)])
    case .setRoom: .moderation("`set_room`", [.role(.owner)])
    case .deleteRoom: .moderation("`delete_room`", [.role(.owner)])
    case .setCommands:
      Access("`set_commands`", .users(to: "register commands"), [.bot, .presence, .voice])
    case .listCommands: Access("`commands`", .everybody, [.entrance])
    case .setStatus: Access("`set_status`", .users(to: "set your status"))
    case .readUser: Access("`user_info`", .everybody)
    case .block: Access("`block`, `unblock` and `blocks`", .users(to: "block users"))
    case .tellTyping:
      Access("`typing` in a room", .users(to: "tell that you are typing"), [.presence, .voice])
    }
  }
}

/// Who has a permission: the log-in that it needs, and the conditions in the room.
package struct Access: Hashable, Sendable {
  /// The permission as the protocol's document has it.
  package let words: String
  package let login: Login
  /// All of them have to hold; the first that does not is the one that the refusal names.
  package let conditions: [Condition]

  init(_ words: String, _ login: Login, _ conditions: [Condition] = []) {
    self.words = words
    self.login = login
    self.conditions = conditions
  }

  fileprivate static func moderation(_ words: String, _ conditions: [Condition]) -> Access {
    Access(words, .users(to: "moderate a room"), conditions)
  }

  package enum Login: Hashable, Sendable {
    case everybody
    case guests
    /// `purpose` is what a guest is told to log in for.
    case users(to: String)
  }

  package enum Condition: Hashable, Sendable {
    /// They may come in, which is also what reading takes.
    case entrance
    /// This session is in the room.
    case presence
    /// They are not muted.
    case voice
    case role(Role)
    /// They wrote the message.
    case author
    /// They wrote the message, or are a moderator.
    case authorship
    /// They are a bot.
    case bot

    /// Whether it holds for somebody.
    package func holds(for somebody: RoomStanding) -> Bool {
      switch self {
      case .entrance: somebody.barrier == nil
      case .presence: somebody.isInside
      case .voice: somebody.mutedUntil == nil
      case .role(let role): somebody.role.map { $0 >= role } ?? false
      case .author: somebody.isAuthor
      case .authorship: somebody.isAuthor || Condition.role(.moderator).holds(for: somebody)
      case .bot: somebody.isBot
      }
    }
  }
}

/// How somebody stands to a room: all that decides what they may do there.
package struct RoomStanding: Hashable, Sendable {
  /// Nil for a guest.
  package var role: Role?
  package var isBanned = false
  package var isInvited = false
  package var mutedUntil: Instant?
  /// Whether this session is in the room.
  package var isInside = false
  /// Whether any session of the user is.
  package var isPresent = false
  /// Whether the message that is meant is theirs.
  package var isAuthor = false
  /// Whether they are a bot, where that matters.
  package var isBot = false
  package var inviteOnly = false
  package var unlisted = false
  package var usersOnly = false

  package init(role: Role?) { self.role = role }

  /// Whether what was said in the room is found by a search that does not name it. Who is not in an unlisted room is told nothing of it.
  package var isFound: Bool {
    barrier == nil && (!unlisted || isInside || isPresent || role.map { $0 > .member } == true)
  }

  /// What keeps them out of the room, or nil where nothing does.
  package var barrier: Barrier? {
    // A guest stands for nobody, and so was never invited, wherever it is.
    guard let role else { return inviteOnly ? .notInvited : usersOnly ? .guest : nil }
    if isBanned { return .banned }
    return !inviteOnly || isPresent || isInvited || role > .member ? nil : .notInvited
  }
}

/// Why somebody may not enter a room, nor read what was said there.
package enum Barrier: Hashable, Sendable {
  case banned
  case notInvited
  /// It is a guest, and the room is for users.
  case guest

  /// The refusal that tells of it.
  package var refusal: Refusal {
    switch self {
    case .banned: Refusal(.forbidden, "You are banned from this room.", field: "room")
    case .guest: Refusal(.forbidden, "Log in to enter this room; it is closed to guests.", field: "room")
    case .notInvited: Refusal(.forbidden, "Only those who were invited may enter this room.", field: "room")
    }
  }
}

extension Engine {
  /// The user of a session who does something that guests may not do.
  func user(of session: SessionID, for permission: Permission) throws(Refusal) -> UserID {
    guard let user = sessions[session].user else {
      guard case .users(let purpose) = permission.access.login else {
        preconditionFailure("guests may \(permission)")
      }
      throw Refusal(.authRequired, "Log in to \(purpose).")
    }
    return user
  }

  /// Refuses a guest what guests may not do on this server.
  func admit(_ session: SessionID, to permission: Permission) throws(Refusal) {
    guard sessions[session].user == nil, limits[.guests] < permission.leastGuests else { return }
    throw Refusal(.authRequired, "Log in to do this; guests may not on this server.")
  }

  /// Whether a session is told who is in a room.
  func showsUsers(to session: SessionID) -> Bool {
    sessions[session].user != nil || limits[.guests] >= Permission.listUsers.leastGuests
  }

  /// Whether a connection is told who is in a room.
  package func showsUsers(to connection: ConnectionID) -> Bool {
    connections[connection].map { showsUsers(to: $0) } ?? false
  }

  /// Refuses a user what only guests do.
  func requireGuest(_ session: SessionID) throws(Refusal) {
    guard let user = sessions[session].user else { return }
    throw Refusal(.forbidden, "This session is logged in as \(users[user].name); log out first.")
  }

  /// Refuses what somebody may not do in a room.
  func require(
    _ permission: Permission, in room: RoomID, of session: SessionID, isAuthor: Bool = false,
    isBot: Bool = false
  ) throws(Refusal) {
    var standing = standing(of: session, in: room)
    (standing.isAuthor, standing.isBot) = (isAuthor, isBot)
    for condition in permission.access.conditions where !condition.holds(for: standing) {
      // A request over HTTP is in no room, and does there what it could do if it came in.
      let mayPass = condition == .presence && sessions[session].isVisit
      if mayPass, standing.barrier == nil { continue }
      throw refusal(mayPass ? .entrance : condition, standing)
    }
  }

  private func refusal(_ missing: Access.Condition, _ standing: RoomStanding) -> Refusal {
    switch missing {
    case .entrance: standing.barrier!.refusal
    case .presence: Refusal(.notInRoom, "This session is not in the room; join it first.", field: "room")
    case .voice:
      Refusal(
        .forbidden, "You are muted in this room.", field: "room",
        retryAfterMilliseconds: standing.mutedUntil!.milliseconds - now.milliseconds)
    case .author: Self.notTheAuthor
    case .bot: Refusal(.forbidden, "Only a bot has commands.")
    case .role(.owner): Refusal(.forbidden, "Only the room's owner may do this.", field: "room")
    case .role(.moderator), .role(.member), .authorship:
      Refusal(.forbidden, "Only the room's owner and its moderators may do this.", field: "room")
    }
  }

  static let notTheAuthor = Refusal(.forbidden, "Only its author may edit a message.", field: "seq")

  /// How a session stands to a room; nobody stands for a guest who is nowhere.
  func standing(of session: SessionID?, in room: RoomID) -> RoomStanding {
    let user = session.flatMap { sessions[$0].user }
    var standing = RoomStanding(role: user.map { role(of: $0, in: room) })
    standing.isInside = session.map { sessions[$0].membership(of: room) != nil } ?? false
    guard let rules = rooms[room].rules else { return standing }
    (standing.inviteOnly, standing.unlisted, standing.usersOnly) = (
      rules.inviteOnly, rules.unlisted, rules.usersOnly
    )
    guard let user else { return standing }
    standing.isBanned = rules.bans.contains(user)
    standing.isInvited = rules.invitations.contains(user)
    standing.mutedUntil = rules.muted(user, at: now)
    standing.isPresent = rooms[room].presence[user] != nil
    return standing
  }

  /// What a user is in a room.
  func role(of user: UserID, in room: RoomID) -> Role {
    if rooms[room].owner == user { return .owner }
    return rooms[room].rules?.moderators.contains(user) == true ? .moderator : .member
  }

  /// What keeps a session out of a room, or nil where nothing does.
  func barrier(to room: RoomID, for session: SessionID?) -> Barrier? {
    guard rooms[room].rules?.isGuarded == true else { return nil }
    return standing(of: session, in: room).barrier
  }

  /// What keeps the session of a connection out of the room of this name; nil if nothing does or there is no such room.
  package func barrier(toRoom name: String, on connection: ConnectionID) -> Barrier? {
    if limits[.guests] == 0, user(on: connection) == nil { return .guest }
    return roomIDs[name].flatMap { barrier(to: $0, for: connections[connection]) }
  }

  /// Whether a session finds what was said in a room by a search that does not name it.
  package func mayFind(_ room: RoomID, _ session: SessionID?) -> Bool {
    guard !rooms[room].isDeleted else { return false }
    guard let rules = rooms[room].rules, rules.isGuarded || rules.unlisted else { return true }
    return standing(of: session, in: room).isFound
  }

  /// Whether a session may read what was said in a room; nobody stands for a guest who is nowhere.
  package func mayRead(_ room: RoomID, _ session: SessionID?) -> Bool {
    !rooms[room].isDeleted && barrier(to: room, for: session) == nil
  }
}
