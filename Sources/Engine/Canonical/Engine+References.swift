/// What a state that was read must keep to before it is used: every identity in it is of something that is there.
extension Engine {
  /// The first thing that names what is not there, in one sentence, or nil where all is well.
  var referenceFault: String? {
    let faults = [
      userFault, roomFault, tableFault, sessionFault, pairFault, requestFault, timerFault, ageFault,
    ]
    return faults.lazy.compactMap { $0() }.first
  }

  private func isLive(_ session: SessionID, of user: UserID? = nil) -> Bool {
    sessions.contains(session) && (user == nil || sessions[session].user == user)
  }

  private func userFault() -> String? {
    for (id, user) in zip(users.ids, users.values) {
      guard user.sessions.allSatisfy({ isLive($0, of: id) }) else {
        return "User \(id.number) has a session of another user."
      }
      guard user.blocked.allSatisfy(users.contains) else {
        return "User \(id.number) blocks a user who does not exist."
      }
    }
    return nil
  }

  private func roomFault() -> String? {
    for (index, room) in rooms.values.enumerated() where !isSound(room) {
      return "Room \(index + 1) names a user or a session that does not exist."
    }
    return nil
  }

  private func isSound(_ room: Room) -> Bool {
    let rules = room.rules ?? RoomRules()
    let named = [
      room.owner.map { [$0] } ?? [], rules.moderators, rules.bans.users, rules.mutes.map(\.user),
      rules.invitations.users, room.arrivals.slots.compactMap(\.self), room.gathered?.joined ?? [],
      room.gathered?.left ?? [], room.commands.map(\.bot),
    ]
    return named.allSatisfy { $0.allSatisfy(users.contains) }
      && room.presence.count == room.arrivals.count
      && room.members.slots.allSatisfy { $0.map { isLive($0) } ?? true }
      && room.detached.allSatisfy { isLive($0) } && room.log.entries.allSatisfy { isSound($0.delivery) }
  }

  private func tableFault() -> String? {
    let empty = sessions.slots.indices.filter {
      sessions.slots[$0].session == nil && sessions.slots[$0].generation < UInt32.max
    }
    return Set(sessions.free).count == sessions.free.count && sessions.free.map(Int.init).sorted() == empty
      ? nil : "The list of free session slots does not match the empty slots."
  }

  private func sessionFault() -> String? {
    for id in sessions.ids {
      let session = sessions[id]
      guard session.user.map(users.contains) ?? true,
        session.past.allSatisfy({ rooms.contains($0.room) }),
        session.memberships.allSatisfy({ isSound($0, of: id) }),
        session.log.entries.allSatisfy({ isSound($0.delivery) })
      else { return "Session \(id.number) names a user or a room that does not exist." }
    }
    return nil
  }

  private func isSound(_ membership: Session.Membership, of session: SessionID) -> Bool {
    guard rooms.contains(membership.room) else { return false }
    let slots = rooms[membership.room].members.slots
    guard slots.indices.contains(membership.slot), slots[membership.slot] == session else { return false }
    return sessions[session].user.map { rooms[membership.room].presence[$0] != nil } ?? true
  }

  private func isSound(_ delivery: Delivery) -> Bool {
    switch delivery {
    case .event, .answer(.users, _): true
    case .answer(.roomHistory(let room, _, _, _), _): rooms.contains(room)
    case .answer(.privateHistory(let pair, let asker, _, _, _), _):
      isSound(pair) && users.contains(asker)
    case .answer(.messages(let search), _):
      [search.asker, search.from, search.mentioning].allSatisfy { $0.map(users.contains) ?? true }
        && (search.room.map(rooms.contains) ?? true)
    case .answer(.rooms(let search), _):
      search.shown.allSatisfy(rooms.contains) && search.earlier?.after.map(rooms.contains) ?? true
    case .answer(.conversations(let search), _):
      users.contains(search.asker) && search.after.map { isSound($0.pair) } ?? true
    case .answer(.tokens(let user, _), _): users.contains(user)
    case .answer(.readMark(.room(let room), let user, _), _): rooms.contains(room) && users.contains(user)
    case .answer(.readMark(.pair(let pair), let user, _), _): isSound(pair) && users.contains(user)
    }
  }

  private func pairFault() -> String? {
    pairs.talks.allSatisfy { isSound($0.pair) }
      ? nil : "A private conversation names a user who does not exist."
  }

  private func isSound(_ pair: Pair) -> Bool { users.contains(pair.low) && users.contains(pair.high) }

  private func requestFault() -> String? {
    for id in requests.keys.sorted() {
      guard id.number <= lastRequest, requests[id]?.user.map(users.contains) ?? true else {
        return "Request \(id.number) names a user who does not exist."
      }
    }
    return nil
  }

  private func ageFault() -> String? {
    let isSound = ages.entries.allSatisfy { entry in
      if case .room(let room) = entry.log { rooms.contains(room) } else { true }
    }
    return isSound ? nil : "The list of aging logs names a room that does not exist."
  }

  private func timerFault() -> String? {
    for entry in timers.unordered {
      guard entry.serial < timers.nextSerial else {
        return "A timer has a serial number that was never issued."
      }
      switch entry.timer {
      case .sessionExpiry, .logIn, .named: continue
      case .presence(let room), .roomForgotten(let room), .roomUnused(let room):
        guard rooms.contains(room) else { return "A timer names a room that does not exist." }
      case .accountUnused(let user):
        guard users.contains(user) else { return "A timer names a user who does not exist." }
      }
    }
    return nil
  }
}
