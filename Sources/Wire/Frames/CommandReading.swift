import Engine

/// Makes a command of the fields of a frame, by the rules that `FrameCatalog` tells.
struct CommandReading {
  let fields: FrameFields
  let limits: Limits

  func command(_ type: CommandType, secrets: inout some SecretKeeper) throws(Refusal) -> Command {
    switch type {
    case .chatMessage:
      .sendMessage(
        room: try fields.text("room"), text: try fields.text("message"), key: try fields.optionalText("key"))
    case .privateMessage:
      .sendPrivateMessage(
        to: try fields.text("to"), text: try fields.text("message"), key: try fields.optionalText("key"))
    case .register: try register(&secrets)
    case .logIn: try logIn(&secrets)
    case .logOut: .logOut(forget: try fields.optionalTruth("forget") ?? false)
    case .setPassword: try setPassword(&secrets)
    case .join: .join(room: try fields.text("room"), after: try fields.optionalCount("after"))
    case .leave: .leave(room: try fields.text("room"))
    case .history: try history()
    case .search: .search(try search())
    case .rooms: .listRooms(limit: try fields.optionalLimit(), cursor: try fields.optionalText("cursor"))
    case .who: .listUsers(room: try fields.text("room"))
    case .createRoom: .createRoom(room: try fields.text("room"))
    case .line: .typeLine(room: try fields.optionalText("room"), line: try fields.text("line"))
    case .ping: .ping(received: try fields.optionalCount("received"))
    case .kick: try moderate(.kick(try user(), reason: try reason()))
    case .mute:
      try moderate(
        .mute(
          try user(), seconds: Int(try fields.integer("seconds", least: 1)), reason: try reason()))
    case .unmute: try moderate(.unmute(try user()))
    case .ban: try moderate(.ban(try user(), reason: try reason()))
    case .unban: try moderate(.unban(try user()))
    case .setRole: try moderate(.setRole(try user(), try role()))
    case .invite: try moderate(.invite(try user()))
    case .uninvite: try moderate(.uninvite(try user()))
    case .topic: try moderate(.setTopic(try fields.text("topic")))
    case .setRoom: try moderate(try setRoom())
    case .deleteMessage:
      try moderate(.deleteMessage(seq: UInt64(try fields.integer("seq", least: 1))))
    case .deleteRoom: try moderate(.deleteRoom)
    case .setTimer:
      .setTimer(
        try fields.text("timer"),
        milliseconds: try fields.integer(
          "milliseconds", least: Engine.timerMilliseconds.lowerBound,
          most: Engine.timerMilliseconds.upperBound))
    case .cancelTimer: .cancelTimer(try fields.text("timer"))
    case .sessions: .listSessions
    case .endSessions: .endSessions(id: try fields.optionalText("session_id"))
    }
  }

  private func register(_ secrets: inout some SecretKeeper) throws(Refusal) -> Command {
    let user = try fields.text("user")
    let password = try newPassword("password")
    return .register(user: user, password: secrets.keep(password: password))
  }

  private func setPassword(_ secrets: inout some SecretKeeper) throws(Refusal) -> Command {
    let old = try password("old_password")
    let new = try newPassword("password")
    return .setPassword(old: secrets.keep(password: old), new: secrets.keep(password: new))
  }

  private func logIn(_ secrets: inout some SecretKeeper) throws(Refusal) -> Command {
    let token = try fields.optionalText("token")
    let namesUser = fields.has("user") || fields.has("password")
    // Beside a session to resume the token may be that of the connection.
    if token == nil, !namesUser, (try? fields.optionalObject("resume")) == nil {
      throw fields.refusal("token", "is missing; a login has `token`, or `user` and `password`")
    }
    if token != nil, namesUser {
      throw fields.refusal("token", "cannot stand with `user` or `password`; a login has one or the other")
    }
    let user = namesUser ? try fields.text("user") : nil
    let password = namesUser ? try password("password") : nil
    let resume = try fields.optionalObject("resume")
    let session = try resume?.text("session")
    let received = try resume?.integer("received", least: 0)

    let remember = try fields.optionalTruth("remember") ?? false
    if remember, !namesUser {
      throw fields.refusal("remember", "cannot stand without `user` and `password`; a token is there already")
    }

    // Secrets are kept last, when nothing can be refused any more.
    let credential: Credential
    if let token {
      credential = .token(secrets.digest(of: token))
    } else if let user, let password {
      credential = .password(user: user, secrets.keep(password: password))
    } else {
      credential = .opening
    }
    guard let session, let received else { return .logIn(credential, resume: nil, remember: remember) }
    let point = ResumePoint(session: secrets.digest(of: session), received: UInt64(received))
    return .logIn(credential, resume: point, remember: remember)
  }

  /// A password within its upper bound. The engine never sees it, so that the bounds are kept here.
  private func password(_ name: StaticString) throws(Refusal) -> String {
    let password = try fields.text(name)
    guard password.utf8.count <= limits.passwordBytes else {
      throw fields.refusal(name, "has more than \(limits.passwordBytes) bytes", code: .tooLarge)
    }
    return password
  }

  private func newPassword(_ name: StaticString) throws(Refusal) -> String {
    let password = try password(name)
    guard password.utf8.count >= limits.passwordBytesAtLeast else {
      throw fields.refusal(name, "must have at least \(limits.passwordBytesAtLeast) bytes")
    }
    return password
  }

  private func history() throws(Refusal) -> Command {
    let room = try fields.optionalText("room")
    let with = try fields.optionalText("with")
    let conversation: Conversation
    switch (room, with) {
    case (let room?, nil): conversation = .room(room)
    case (nil, let with?): conversation = .with(with)
    case (nil, nil): throw fields.refusal("room", "is missing; a history has `room` or `with`")
    case (_?, _?): throw fields.refusal("with", "cannot stand with `room`; a history has one of them")
    }
    let page: HistoryPage
    switch (try fields.optionalCount("before"), try fields.optionalCount("after")) {
    case (nil, nil): page = .latest
    case (let before?, nil): page = .before(before)
    case (nil, let after?): page = .after(after)
    case (_?, _?):
      throw fields.refusal("after", "cannot stand with `before`; a history has at most one of them")
    }
    return .fetchHistory(conversation, page: page, limit: try fields.optionalLimit())
  }

  private func search() throws(Refusal) -> SearchRequest {
    let word = try fields.text("in")
    guard let kind = SearchKind(word: word) else {
      throw fields.refusal("in", "must be \"users\" or \"messages\"")
    }
    let query = try fields.text("query")
    let room = try fields.optionalText("room")
    let from = try fields.optionalText("from")
    let limit = try fields.optionalLimit()
    let cursor = try fields.optionalText("cursor")
    switch kind {
    case .messages: return .messages(query: query, room: room, from: from, limit: limit, cursor: cursor)
    case .users:
      if room != nil { throw fields.refusal("room", "cannot stand in a search for users") }
      if from != nil { throw fields.refusal("from", "cannot stand in a search for users") }
      return .users(query: query, limit: limit, cursor: cursor)
    }
  }
}

// MARK: - Moderation

extension CommandReading {
  private func moderate(_ request: ModerationRequest) throws(Refusal) -> Command {
    .moderate(room: try fields.text("room"), request)
  }

  private func user() throws(Refusal) -> String { try fields.text("user") }

  private func reason() throws(Refusal) -> String? { try fields.optionalText("reason") }

  private func role() throws(Refusal) -> Role {
    guard let role = Role(word: try fields.text("role")) else {
      throw fields.refusal("role", "must be \"owner\", \"moderator\" or \"member\"")
    }
    return role
  }

  private func setRoom() throws(Refusal) -> ModerationRequest {
    let access = RoomAccess(
      inviteOnly: try fields.optionalTruth("invite_only"), unlisted: try fields.optionalTruth("unlisted"),
      usersOnly: try fields.optionalTruth("users_only"))
    guard access != RoomAccess() else {
      throw fields.refusal(
        "invite_only", "is missing; a set_room has `invite_only`, `unlisted`, `users_only`, or several")
    }
    return .setRoom(access)
  }
}
