/// Everything that clients do, as far as it matters who may do it. A typed line is the deed that it means.
package enum Deed: String, CaseIterable, Sendable {
  case register
  case logIn = "login"
  case logOut = "logout"
  case setPassword = "set_password"
  case listSessions = "sessions"
  case endSessions = "end_sessions"
  case ping
  case setTimer = "set_timer"
  case cancelTimer = "cancel_timer"
  case listRooms = "rooms"
  case searchUsers = "search for users"
  case searchMessages = "search everywhere"
  case sendPrivateMessage = "private_message"
  case readPrivateMessages = "history with a user"
  case makeRoom = "create_room, or join of a new name"
  case enterRoom = "join"
  case leaveRoom = "leave"
  case listUsers = "who"
  case readRoom = "history of a room"
  case searchRoom = "search in a room"
  case speak = "chat_message"
  case deleteMessage = "delete_message of another's message"
  case kick
  case mute
  case unmute
  case ban
  case unban
  case giveReason = "a reason for one of these"
  case invite
  case uninvite
  case setTopic = "topic"
  case setRole = "set_role"
  case setRoom = "set_room"
  case deleteRoom = "delete_room"

  /// Who may do it. This is the one place that says so.
  package var access: Access {
    switch self {
    case .register, .logIn: Access(.guests)
    case .logOut: Access(.users(to: "log out"))
    case .setPassword: Access(.users(to: "change your password"))
    case .listSessions: Access(.users(to: "list your sessions"))
    case .endSessions: Access(.users(to: "end sessions"))
    case .ping, .listRooms, .searchUsers, .searchMessages: Access(.everybody)
    case .setTimer: Access(.users(to: "set timers"))
    case .cancelTimer: Access(.users(to: "cancel timers"))
    case .sendPrivateMessage: Access(.users(to: "send private messages"))
    case .readPrivateMessages: Access(.users(to: "read private messages"))
    case .makeRoom: Access(.users(to: "make a room; a guest can join one that is there"))
    case .enterRoom, .listUsers, .readRoom, .searchRoom: Access(.everybody, [.entrance])
    case .leaveRoom: Access(.everybody, [.presence])
    case .speak: Access(.users(to: "speak"), [.presence, .voice])
    case .deleteMessage: Access(.users(to: Self.moderating), [.entrance, .authorship])
    case .kick, .mute, .unmute, .ban, .unban, .invite, .uninvite:
      Access(.users(to: Self.moderating), [.role(.moderator)])
    case .giveReason, .setTopic: Access(.users(to: Self.moderating), [.role(.moderator), .voice])
    case .setRole, .setRoom, .deleteRoom: Access(.users(to: Self.moderating), [.role(.owner)])
    }
  }

  private static let moderating = "moderate a room"
}

/// What somebody has to be, and to be in the room that is meant.
package struct Access: Hashable, Sendable {
  package let login: Login
  /// All of them have to hold; the first that does not is the one that the refusal names.
  package let conditions: [Condition]

  init(_ login: Login, _ conditions: [Condition] = []) {
    self.login = login
    self.conditions = conditions
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
    /// They wrote the message, or are a moderator.
    case authorship

    /// Whether it holds for somebody.
    package func holds(for somebody: RoomStanding) -> Bool {
      switch self {
      case .entrance: somebody.barrier == nil
      case .presence: somebody.isInside
      case .voice: somebody.mutedUntil == nil
      case .role(let role): somebody.role.map { $0 >= role } ?? false
      case .authorship: somebody.isAuthor || Condition.role(.moderator).holds(for: somebody)
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
  package var inviteOnly = false
  package var usersOnly = false

  package init(role: Role?) { self.role = role }

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
  func user(of session: SessionID, for deed: Deed) throws(Refusal) -> UserID {
    guard let user = sessions[session].user else {
      guard case .users(let purpose) = deed.access.login else {
        preconditionFailure("guests may \(deed.rawValue)")
      }
      throw Refusal(.authRequired, "Log in to \(purpose).")
    }
    return user
  }

  /// Refuses a user what only guests do.
  func requireGuest(_ session: SessionID) throws(Refusal) {
    guard let user = sessions[session].user else { return }
    throw Refusal(.forbidden, "This session is logged in as \(users[user].name); log out first.")
  }

  /// Refuses what somebody may not do in a room.
  func require(
    _ deed: Deed, in room: RoomID, of session: SessionID, isAuthor: Bool = false
  ) throws(Refusal) {
    var standing = standing(of: session, in: room)
    standing.isAuthor = isAuthor
    for condition in deed.access.conditions where !condition.holds(for: standing) {
      throw refusal(condition, standing)
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
    case .role(.owner): Refusal(.forbidden, "Only the room's owner may do this.", field: "room")
    case .role(.moderator), .role(.member), .authorship:
      Refusal(.forbidden, "Only the room's owner and its moderators may do this.", field: "room")
    }
  }

  /// How a session stands to a room; nobody stands for a guest who is nowhere.
  func standing(of session: SessionID?, in room: RoomID) -> RoomStanding {
    let user = session.flatMap { sessions[$0].user }
    var standing = RoomStanding(role: user.map { role(of: $0, in: room) })
    standing.isInside = session.map { sessions[$0].membership(of: room) != nil } ?? false
    guard let rules = rooms[room].rules else { return standing }
    (standing.inviteOnly, standing.usersOnly) = (rules.inviteOnly, rules.usersOnly)
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

  /// What keeps whoever is on a connection out of the room of this name, or nil where nothing does or there is none.
  package func barrier(toRoom name: String, on connection: ConnectionID) -> Barrier? {
    roomIDs[NameKey(name)].flatMap { barrier(to: $0, for: connections[connection]) }
  }

  /// Whether a session may read what was said in a room; nobody stands for a guest who is nowhere.
  package func mayRead(_ room: RoomID, _ session: SessionID?) -> Bool {
    !rooms[room].isDeleted && barrier(to: room, for: session) == nil
  }
}
