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
  /// What a user is in a room.
  func role(of user: UserID, in room: RoomID) -> Role {
    if rooms[room].owner == user { return .owner }
    return rooms[room].rules?.moderators.contains(user) == true ? .moderator : .member
  }

  /// What keeps a session out of a room, or nil where nothing does. Nobody stands for a guest who is nowhere.
  func barrier(to room: RoomID, for session: SessionID?) -> Barrier? {
    guard let rules = rooms[room].rules, rules.isGuarded else { return nil }
    // A guest stands for nobody, and so was never invited, wherever it is.
    guard let user = session.flatMap({ sessions[$0].user }) else {
      return rules.inviteOnly ? .notInvited : rules.usersOnly ? .guest : nil
    }
    if rules.bans.contains(user) { return .banned }
    let mayEnter =
      !rules.inviteOnly || rooms[room].presence[user] != nil || rules.invitations.contains(user)
      || role(of: user, in: room) > .member
    return mayEnter ? nil : .notInvited
  }

  /// What keeps whoever is on a connection out of the room of this name, or nil where nothing does or there is none.
  package func barrier(toRoom name: String, on connection: ConnectionID) -> Barrier? {
    roomIDs[NameKey(name)].flatMap { barrier(to: $0, for: connections[connection]) }
  }

  /// Refuses a session that may neither enter a room nor read what was said there.
  func requireAccess(to room: RoomID, of session: SessionID) throws(Refusal) {
    if let barrier = barrier(to: room, for: session) { throw barrier.refusal }
  }

  /// Refuses somebody whose words nobody in a room is to hear.
  func requireVoice(of user: UserID, in room: RoomID) throws(Refusal) {
    guard let until = rooms[room].rules?.muted(user, at: now) else { return }
    throw Refusal(
      .forbidden, "You are muted in this room.", field: "room",
      retryAfterMilliseconds: until.milliseconds - now.milliseconds)
  }

  /// Whether a session may read what was said in a room; nobody stands for a guest who is nowhere.
  package func mayRead(_ room: RoomID, _ session: SessionID?) -> Bool {
    barrier(to: room, for: session) == nil
  }

  /// The rooms that a list shows to a session and not to everybody, in the order of their numbers: the unlisted and invite-only
  /// ones that its user is in, and the invite-only ones that they may enter.
  func roomsShown(to session: SessionID?) -> [RoomID] {
    guard let session else { return [] }
    let user = sessions[session].user
    var shown = user.flatMap { standing[$0] } ?? []
    for session in user.map({ users[$0].sessions }) ?? [session] {
      for membership in sessions[session].memberships where rooms[membership.room].rules?.isSecluded == true {
        shown.insert(membership.room)
      }
    }
    return shown.sorted()
  }

  /// Changes what was decided about a room.
  mutating func changeRules(of room: RoomID, _ change: (inout RoomRules) -> Void) {
    let old = rooms[room].rules ?? RoomRules()
    var rules = old
    change(&rules)
    guard rules != old else { return }
    effects.append(.record(.roomRuled(room, old.decisions(to: rules))))
    changeStanding(in: room) { $0.rules = rules.isEmpty ? nil : rules }
    if rules.isEmpty { expectUse(of: room) }
  }

  mutating func setOwner(of room: RoomID, _ user: UserID?) {
    effects.append(.record(.roomRuled(room, [.owner(user)])))
    if let old = rooms[room].owner { owned[old, default: 1] -= 1 }
    if let user { owned[user, default: 0] += 1 }
    changeStanding(in: room) { $0.owner = user }
  }

  private mutating func changeStanding(in room: RoomID, _ change: (inout Room) -> Void) {
    let before = insiders(of: room)
    change(&rooms[room])
    let after = insiders(of: room)
    guard before != after else { return }
    for user in before { standing[user]?.remove(room) }
    for user in after { standing[user, default: []].insert(room) }
    for user in before where standing[user]?.isEmpty == true { standing[user] = nil }
  }

  /// Who is shown an invite-only room without being inside.
  func insiders(of room: RoomID) -> [UserID] {
    guard let rules = rooms[room].rules, rules.inviteOnly, !rules.unlisted else { return [] }
    return (rooms[room].owner.map { [$0] } ?? []) + rules.moderators + rules.invitations.users
  }
}
