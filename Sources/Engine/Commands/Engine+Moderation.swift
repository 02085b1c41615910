extension Engine {
  /// Does what a user asks for in a room, where their role there allows it.
  mutating func moderate(
    _ name: String, _ request: ModerationRequest, found: Lookup.Found?, re: String?, by session: SessionID
  ) throws(Refusal) {
    let user = try user(of: session, for: request.permission)
    let act = ModerationAct(room: try room(named: name), by: user, session: session, re: re, found: found)
    switch request {
    case .kick(let name, let reason): try kick(name, reason: reason, act)
    case .mute(let name, let seconds, let reason): try mute(name, seconds: seconds, reason: reason, act)
    case .unmute(let name): try unmute(name, act)
    case .ban(let name, let reason): try ban(name, reason: reason, act)
    case .unban(let name): try unban(name, act)
    case .setRole(let name, let role): try setRole(of: name, to: role, act)
    case .invite(let name): try invite(name, act)
    case .uninvite(let name): try uninvite(name, act)
    case .setTopic(let topic): try setTopic(topic, act)
    case .setRoom(let access): try setRoom(access, act)
    case .deleteRoom: try deleteRoom(act)
    case .deleteMessage(let seq): try deleteMessage(seq, act)
    }
  }

  /// Where something is done, by whom, and how the reply goes.
  struct ModerationAct {
    let room: RoomID
    let by: UserID
    let session: SessionID
    let re: String?
    let found: Lookup.Found?
  }
}

// MARK: - What is common to all

extension Engine {
  /// Refuses what somebody may not do in a room.
  func require(_ permission: Permission, _ act: ModerationAct) throws(Refusal) {
    try require(permission, in: act.room, of: act.session)
  }

  /// The user that a moderator acts on: always another user of a lower rank.
  private func subject(_ name: String, of permission: Permission, _ act: ModerationAct) throws(Refusal)
    -> UserID
  {
    try require(permission, act)
    let user = try openAccount(named: name)
    guard user != act.by else {
      throw Refusal(.forbidden, "Nobody does this to themself.", field: "user")
    }
    let rank = role(of: user, in: act.room)
    guard rank < role(of: act.by, in: act.room) else {
      let what = rank == .owner ? "the room's owner" : "one of the room's moderators"
      throw Refusal(.forbidden, "\(users[user].name) is \(what).", field: "user")
    }
    return user
  }

  /// Refuses a text for people that does not fit into one line.
  func checkNote(_ text: String?, of field: String, most: Int) throws(Refusal) {
    guard let text else { return }
    try checkLength(of: text, in: field, most: most)
    guard text.isLine else {
      throw Refusal(.badFrame, "The \(field) has a control character in it.", field: field)
    }
  }

  /// Refuses a reason that does not fit, or of somebody who may not speak, since everybody is told it.
  private func checkReason(_ reason: String?, _ act: ModerationAct) throws(Refusal) {
    guard reason != nil else { return }
    try require(.giveReason, act)
    try checkNote(reason, of: "reason", most: limits[.reasonCharacters])
  }

  private func requireSpace(_ count: Int, of most: Int, for what: String) throws(Refusal) {
    guard count < most else {
      throw Refusal(.tooMany, "The room has \(most) \(what) already.", field: "room")
    }
  }

  /// Answers the command, and tells everyone in the room what was done.
  mutating func done(_ change: Event.RoomChange.Change, _ act: ModerationAct) {
    confirm(re: act.re, to: act.session)
    tell(change, by: act.by, in: act.room)
  }

  mutating func tell(_ change: Event.RoomChange.Change, by user: UserID?, in room: RoomID) {
    broadcast(.roomChanged(roomChange(change, by: user, in: room)), in: room)
  }

  private func roomChange(
    _ change: Event.RoomChange.Change, by user: UserID?, in room: RoomID
  ) -> Event.RoomChange {
    Event.RoomChange(room: rooms[room].name, change, by: user.map { users[$0].name })
  }
}

// MARK: - Kicks, mutes and bans

extension Engine {
  private mutating func kick(_ name: String, reason: String?, _ act: ModerationAct) throws(Refusal) {
    let user = try subject(name, of: .kick, act)
    try checkReason(reason, act)
    guard rooms[act.room].presence[user] != nil else {
      throw Refusal(.notInRoom, "\(users[user].name) is not in the room.", field: "user")
    }
    done(.kicked(users[user].name, reason: reason), act)
    expel(user, from: act.room, closing: .kicked)
  }

  /// Takes all sessions of a user out of a room, after everyone in it was told.
  private mutating func expel(_ user: UserID, from room: RoomID, closing code: CloseCode) {
    for session in users[user].sessions where exit(room, session: session) {
      // A client that came into the room by connecting has nothing else.
      if !sessions[session].isResumable { end(session, closing: code) }
    }
    forgetCommands(of: user, in: room)
  }

  private mutating func mute(
    _ name: String, seconds: Int, reason: String?, _ act: ModerationAct
  ) throws(Refusal) {
    let user = try subject(name, of: .mute, act)
    try checkReason(reason, act)
    guard seconds >= 1, seconds <= limits[.muteSeconds] else {
      throw Refusal(.badFrame, "A mute lasts from 1 to \(limits[.muteSeconds]) seconds.", field: "seconds")
    }
    let others = rooms[act.room].rules?.mutes.filter { $0.user != user && $0.until > now } ?? []
    try requireSpace(others.count, of: limits[.roomMutes], for: "muted users")
    let until = now.advanced(byMilliseconds: Int64(seconds) * 1000)
    changeRules(of: act.room) { $0.mutes = others + [RoomRules.Mute(user: user, until: until)] }
    done(.muted(users[user].name, seconds: seconds, reason: reason), act)
  }

  private mutating func unmute(_ name: String, _ act: ModerationAct) throws(Refusal) {
    let user = try subject(name, of: .unmute, act)
    guard rooms[act.room].rules?.muted(user, at: now) != nil else {
      return confirm(re: act.re, to: act.session)
    }
    changeRules(of: act.room) { $0.mutes.removeAll { $0.user == user } }
    done(.unmuted(users[user].name), act)
  }

  private mutating func ban(_ name: String, reason: String?, _ act: ModerationAct) throws(Refusal) {
    let user = try subject(name, of: .ban, act)
    try checkReason(reason, act)
    let bans = rooms[act.room].rules?.bans ?? UserSet()
    guard !bans.contains(user) else { return confirm(re: act.re, to: act.session) }
    try requireSpace(bans.count, of: limits[.roomBans], for: "banned users")
    changeRules(of: act.room) { rules in
      rules.bans.insert(user)
      rules.invitations.remove(user)
      rules.moderators.removeAll { $0 == user }
    }
    done(.banned(users[user].name, reason: reason), act)
    expel(user, from: act.room, closing: .banned)
  }

  private mutating func unban(_ name: String, _ act: ModerationAct) throws(Refusal) {
    let user = try subject(name, of: .unban, act)
    guard rooms[act.room].rules?.bans.contains(user) == true else {
      return confirm(re: act.re, to: act.session)
    }
    changeRules(of: act.room) { $0.bans.remove(user) }
    done(.unbanned(users[user].name), act)
  }
}

// MARK: - Roles and invitations

extension Engine {
  private mutating func setRole(of name: String, to role: Role, _ act: ModerationAct) throws(Refusal) {
    let user = try subject(name, of: .setRole, act)
    let room = act.room
    guard self.role(of: user, in: room) != role else { return confirm(re: act.re, to: act.session) }
    if role > .member { try requireNoBan(of: user, in: room) }
    let moderators = rooms[room].rules?.moderators ?? []
    let others = moderators.filter { $0 != user }
    switch role {
    case .member:
      changeRules(of: room) { $0.moderators = others }
    case .moderator:
      try requireSpace(others.count, of: limits[.roomModerators], for: "moderators")
      changeRules(of: room) { $0.moderators = others + [user] }
    case .owner:
      guard owned[user, default: 0] < limits[.roomsPerUser] else {
        throw Refusal(
          .tooMany, "\(users[user].name) owns \(limits[.roomsPerUser]) rooms already.", field: "user")
      }
      try requireSpace(others.count, of: limits[.roomModerators], for: "moderators")
      changeRules(of: room) { $0.moderators = others + [act.by] }
      handOver(room, to: user)
    }
    done(.role(users[user].name, role), act)
    if role == .owner { tell(.role(users[act.by].name, .moderator), by: act.by, in: room) }
  }

  /// Gives a room to a user, whom nobody can mute any more.
  private mutating func handOver(_ room: RoomID, to user: UserID) {
    setOwner(of: room, user)
    changeRules(of: room) { $0.mutes.removeAll { $0.user == user } }
  }

  private func requireNoBan(of user: UserID, in room: RoomID) throws(Refusal) {
    guard rooms[room].rules?.bans.contains(user) != true else {
      throw Refusal(
        .forbidden, "\(users[user].name) is banned from the room; unban them first.", field: "user")
    }
  }

  private mutating func invite(_ name: String, _ act: ModerationAct) throws(Refusal) {
    try require(.invite, act)
    let user = try openAccount(named: name)
    try requireNoBan(of: user, in: act.room)
    let invitations = rooms[act.room].rules?.invitations ?? UserSet()
    guard !invitations.contains(user), role(of: user, in: act.room) == .member else {
      return confirm(re: act.re, to: act.session)
    }
    try requireSpace(invitations.count, of: limits[.roomInvitations], for: "invitations")
    changeRules(of: act.room) { $0.invitations.insert(user) }
    confirm(re: act.re, to: act.session)
    let invited = roomChange(.invited(users[user].name), by: act.by, in: act.room)
    for inbox in users[user].sessions { reply(.roomChanged(invited), to: inbox) }
  }

  private mutating func uninvite(_ name: String, _ act: ModerationAct) throws(Refusal) {
    try require(.uninvite, act)
    let user = try openAccount(named: name)
    changeRules(of: act.room) { $0.invitations.remove(user) }
    confirm(re: act.re, to: act.session)
  }

  /// Removes a user whose account was closed from all rooms' rules. A room that they owned goes to its longest-serving
  /// moderator.
  mutating func forgetRoles(of user: UserID) {
    for room in rooms.ids where !rooms[room].isDeleted {
      forgetCommands(of: user, in: room)
      let isOwner = rooms[room].owner == user
      guard isOwner || rooms[room].rules != nil else { continue }
      changeRules(of: room) { $0.forget(user) }
      guard isOwner else { continue }
      setOwner(of: room, nil)
      guard let heir = rooms[room].rules?.moderators.first else { continue }
      changeRules(of: room) { $0.moderators.removeFirst() }
      handOver(room, to: heir)
      tell(.role(users[heir].name, .owner), by: nil, in: room)
    }
  }
}

extension ModerationRequest {
  fileprivate var permission: Permission {
    switch self {
    case .kick: .kick
    case .mute: .mute
    case .unmute: .unmute
    case .ban: .ban
    case .unban: .unban
    case .setRole: .setRole
    case .invite: .invite
    case .uninvite: .uninvite
    case .setTopic: .setTopic
    case .setRoom: .setRoom
    case .deleteMessage: .deleteMessage
    case .deleteRoom: .deleteRoom
    }
  }
}
