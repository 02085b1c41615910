/// Why somebody may not enter a room, nor read what was said there.
package enum Barrier: Hashable, Sendable {
  case banned
  case notInvited

  /// The refusal that tells of it.
  package var refusal: Refusal {
    switch self {
    case .banned: Refusal(.forbidden, "You are banned from this room.", field: "room")
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
    guard let user = session.flatMap({ sessions[$0].user }) else {
      return rules.inviteOnly && !isInside(room, session) ? .notInvited : nil
    }
    if rules.bans.contains(user) { return .banned }
    let mayEnter =
      !rules.inviteOnly || isInside(room, session) || rules.invitations.contains(user)
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

  /// The rooms whose messages a session may not find, in the order of their numbers.
  func roomsClosed(to session: SessionID) -> [RoomID] {
    guardedRooms.filter { barrier(to: $0, for: session) != nil }
  }

  /// The rooms that a list does not show to a session, in the order of their numbers.
  func roomsUnlisted(for session: SessionID?) -> [RoomID] {
    guardedRooms.filter { room in
      guard let rules = rooms[room].rules, !isInside(room, session) else { return false }
      return rules.unlisted || rules.inviteOnly && barrier(to: room, for: session) != nil
    }
  }

  /// Whether a session, or another one of its user, is in a room.
  private func isInside(_ room: RoomID, _ session: SessionID?) -> Bool {
    guard let session else { return false }
    if let user = sessions[session].user { return rooms[room].presence[user] != nil }
    return sessions[session].membership(of: room) != nil
  }

  /// Changes what was decided about a room.
  mutating func changeRules(of room: RoomID, _ change: (inout RoomRules) -> Void) {
    let old = rooms[room].rules ?? RoomRules()
    var rules = old
    change(&rules)
    guard rules != old else { return }
    rooms[room].rules = rules.isEmpty ? nil : rules
    effects.append(.record(.roomRuled(room, old.decisions(to: rules))))
    guard guardedRooms.contains(room) != rules.isGuarded else { return }
    if rules.isGuarded {
      guardedRooms.insert(room, at: guardedRooms.firstIndex { $0 > room } ?? guardedRooms.count)
    } else {
      guardedRooms.removeAll { $0 == room }
    }
  }
}
