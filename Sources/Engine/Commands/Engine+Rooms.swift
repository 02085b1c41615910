extension Engine {
  mutating func join(_ name: String, after: UInt64?, re: String?, session: SessionID) throws(Refusal) {
    let known = roomIDs[name]
    var maker: UserID?
    if let known {
      try require(.enterRoom, in: known, of: session)
    } else {
      try checkNewRoom(name)
      maker = try user(of: session, for: .makeRoom)
      if let maker { try requireSpaceForRoom(of: maker) }
    }
    let isMember = known.map { sessions[session].membership(of: $0) != nil } ?? false
    guard isMember || sessions[session].memberships.count < limits[.roomsPerSession] else {
      throw Refusal(
        .tooMany, "This session is in \(limits[.roomsPerSession]) rooms already; leave one first.")
    }

    let room = known ?? makeRoom(name, owner: maker)
    if !isMember { enter(room, session: session) }
    var list = userList(of: room)
    // Where guests may not ask who is there, joining does not tell it, nor whose the room is.
    if !showsUsers(to: session) {
      (list.users, list.more, list.cursor) = ([], false, nil)
      (list.owner, list.moderators) = (nil, [])
    }
    reply(.userList(list), re: re, to: session)
    if let after {
      let query = Query.roomHistory(
        room, page: .after(after), limit: limits[.historyPage], through: rooms[room].seq)
      answer(query, re: nil, to: session)
    }
  }

  mutating func leave(_ name: String, re: String?, session: SessionID) throws(Refusal) {
    let room = try self.room(named: name)
    try require(.leaveRoom, in: room, of: session)
    exit(room, session: session)
    confirm(re: re, to: session)
    if let user = sessions[session].user, rooms[room].presence[user] == nil {
      forgetCommands(of: user, in: room)
    }
  }

  mutating func createRoom(_ name: String, re: String?, by session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .makeRoom)
    try checkNewRoom(name)
    guard roomIDs[name] == nil else {
      throw Refusal(.roomExists, "There is a room of this name already.", field: "room")
    }
    try requireSpaceForRoom(of: user)
    expectUse(of: makeRoom(name, owner: user))
    confirm(re: re, to: session)
  }

  /// A page of those who are in a room, behind the arrival of a number where one is given.
  func userList(of room: RoomID, limit: Int? = nil, after number: UInt64? = nil) -> Event.UserList {
    let page = rooms[room].arrivals(
      after: number ?? 0, limit: min(limit ?? .max, limits[.userListNames]))
    var list = Event.UserList(
      room: rooms[room].name, users: page.users.map { users[$0].name }, seq: rooms[room].seq,
      online: rooms[room].arrivals.count, more: page.next != nil,
      owner: rooms[room].owner.map { users[$0].name })
    list.cursor = page.next.map { Cursor(fingerprint: Self.fingerprint(ofUsersIn: room), position: $0).text }
    if let rules = rooms[room].rules {
      list.moderators = rules.moderators.map { users[$0].name }
      list.topic = rules.topic
      (list.inviteOnly, list.unlisted, list.usersOnly) = (rules.inviteOnly, rules.unlisted, rules.usersOnly)
    }
    list.guests = rooms[room].guests
    return list
  }

  static func fingerprint(ofUsersIn room: RoomID) -> UInt64 {
    Fingerprint("who", room.number).value
  }

  /// Refuses a name that cannot be given to a new room.
  package func checkNewRoom(_ name: String) throws(Refusal) {
    try NameRule.room.check(name, limits: limits)
  }

  /// Refuses a user who owns as many rooms as allowed, or has recently made as many: deleted rooms leave their number behind.
  private func requireSpaceForRoom(of user: UserID) throws(Refusal) {
    guard owned[user, default: 0] < limits[.roomsPerUser] else {
      throw Refusal(
        .tooMany, "You own \(limits[.roomsPerUser]) rooms already; delete one or hand it over first.",
        field: "room")
    }
    let wait = users[user].roomsMade.wait(at: now.microseconds, limits.roomsMade)
    try Refusal.check(
      wait: wait, "You have made \(limits[.roomsPerUser]) rooms of late; make this one later.", field: "room")
  }

  private mutating func makeRoom(_ name: String, owner: UserID?) -> RoomID {
    let room = rooms.nextID
    rooms.append(Room(name: name, owner: owner))
    roomIDs.insert(room, named: name)
    if let owner {
      owned[owner, default: 0] += 1
      users[owner].roomsMade.spend(at: now.microseconds, limits.roomsMade)
      users[owner].mayExpire = false
    }
    record(.roomCreated(room, name: name, key: NameKey(name).folded, owner: owner, at: now))
    return room
  }
}

// MARK: - Rooms that nobody uses

extension Engine {
  /// Lets a room that nobody is in, in which nothing was said and about which nothing was decided go away after a while.
  ///
  /// What an earlier program or a rebuild has left stays until somebody has been in it: nobody was told that it would go.
  mutating func expectUse(of room: RoomID) {
    guard rooms[room].isUnused else { return }
    let until = now.advanced(byMilliseconds: Int64(limits[.unusedRoomSeconds]) * 1000)
    rooms[room].unusedUntil = until
    guard !rooms[room].isExpectingUse else { return }
    rooms[room].isExpectingUse = true
    timers.set(.roomUnused(room), at: until)
  }

  /// Lets no room and no account go away: for an engine whose changes do not last.
  package mutating func keepUnused() { timers.removeUnused() }

  /// Takes such a room away, unless it came into use.
  mutating func deleteIfUnused(_ room: RoomID) {
    rooms[room].isExpectingUse = false
    guard rooms[room].isUnused, let until = rooms[room].unusedUntil else { return }
    guard until <= now else {
      rooms[room].isExpectingUse = true
      timers.set(.roomUnused(room), at: until)
      return
    }
    delete(room)
  }
}

extension Room {
  /// Whether nobody is in it, nothing was ever said and nothing was decided.
  fileprivate var isUnused: Bool { !isDeleted && members.count == 0 && seq == 0 && rules == nil }
}

// MARK: - Presence

extension Engine {
  /// Puts a session into a room and, with its user's first session, tells the others.
  mutating func enter(_ room: RoomID, session: SessionID) {
    if let user = sessions[session].user {
      if rooms[room].presence[user] != nil {
        rooms[room].presence[user]?.sessions += 1
      } else {
        tell(of: user, joins: true, in: room)
        rooms[room].arrive(user)
      }
    } else {
      rooms[room].guests += 1
    }
    let slot = rooms[room].members.append(session)
    sessions[session].memberships.append(
      Session.Membership(room: room, slot: slot, tally: rooms[room].log.total, joinedAfter: lastDelivery))
  }

  /// Takes a session out of one of its rooms and, with its user's last session, tells the others.
  mutating func exit(at index: Int, session: SessionID) {
    let membership = sessions[session].memberships.remove(at: index)
    let room = membership.room
    remember(membership, of: session)
    if rooms[room].members.remove(at: membership.slot) { renumberMembers(of: room) }
    if sessions[session].isDetached { rooms[room].detached.removeAll { $0 == session } }

    if rooms[room].members.count == 0 { expectUse(of: room) }
    guard let user = sessions[session].user, let presence = rooms[room].presence[user] else {
      rooms[room].guests -= 1
      return
    }
    if presence.sessions > 1 {
      rooms[room].presence[user]?.sessions -= 1
    } else {
      rooms[room].presence[user] = nil
      if rooms[room].arrivals.remove(at: presence.slot) { renumberArrivals(of: room) }
      tell(of: user, joins: false, in: room)
    }
  }

  /// Takes a session out of a room; returns whether it was in it.
  @discardableResult mutating func exit(_ room: RoomID, session: SessionID) -> Bool {
    guard let index = sessions[session].membership(of: room) else { return false }
    exit(at: index, session: session)
    return true
  }

  mutating func leaveAllRooms(_ session: SessionID) {
    while !sessions[session].memberships.isEmpty { exit(at: 0, session: session) }
  }

  /// Removes everybody from a room without an event; they were already told that it was deleted.
  mutating func empty(_ room: RoomID) {
    for case .some(let session) in rooms[room].members.slots {
      guard let index = sessions[session].membership(of: room) else { continue }
      remember(sessions[session].memberships.remove(at: index), of: session)
    }
    rooms[room].members = SlotList()
    rooms[room].guests = 0
    rooms[room].arrivals = SlotList()
    rooms[room].presence = [:]
    rooms[room].detached = []
    rooms[room].gathered = nil
    rooms[room].commands = []
  }

  /// Keeps what a resumed session may have missed of a room that it has left.
  private mutating func remember(_ membership: Session.Membership, of session: SessionID) {
    guard sessions[session].user != nil else { return }
    let log = rooms[membership.room].log
    sessions[session].pastTally = sessions[session].pastTally + (log.total - membership.tally)
    guard log.total != membership.tally else { return }
    sessions[session].past.append(
      Session.PastMembership(
        room: membership.room, after: membership.joinedAfter, through: log.newest, ended: now))
    forgetPast(of: session)
  }

  /// Forgets rooms that were left of which nothing is kept, or more frames ago than can be asked for.
  private mutating func forgetPast(of session: SessionID) {
    // Each of them sent at least one frame.
    let surplus = sessions[session].past.count - limits[.resumeFrames]
    var kept: [Session.PastMembership] = []
    for (index, past) in sessions[session].past.enumerated() {
      if index < surplus || past.through <= rooms[past.room].log.lostThrough {
        sessions[session].pastLostThrough = max(sessions[session].pastLostThrough, past.through)
      } else {
        kept.append(past)
      }
    }
    sessions[session].past = kept
  }

  private mutating func renumberMembers(of room: RoomID) {
    for (slot, member) in rooms[room].members.slots.enumerated() {
      guard let member, let index = sessions[member].membership(of: room) else { continue }
      sessions[member].memberships[index].slot = slot
    }
  }

  private mutating func renumberArrivals(of room: RoomID) {
    for (slot, user) in rooms[room].arrivals.slots.enumerated() {
      if let user { rooms[room].presence[user]?.slot = slot }
    }
  }

  /// Tells a room of a join or leave: each by itself in a small room, gathered in a large one.
  private mutating func tell(of user: UserID, joins: Bool, in room: RoomID) {
    guard rooms[room].gathered != nil || rooms[room].arrivals.count >= limits[.presenceEach] else {
      let name = users[user].name
      return broadcast(
        joins
          ? .userJoined(room: rooms[room].name, user: name) : .userLeft(room: rooms[room].name, user: name),
        in: room)
    }
    if rooms[room].gathered == nil {
      let flushAt = now.advanced(byMilliseconds: Int64(limits[.presenceMilliseconds]))
      rooms[room].gathered = Room.Gathered(flushAt: flushAt)
      timers.set(.presence(room), at: flushAt)
    }
    if joins {
      if !rooms[room].gathered!.left.removeOne(user) { rooms[room].gathered!.joined.append(user) }
    } else {
      if !rooms[room].gathered!.joined.removeOne(user) { rooms[room].gathered!.left.append(user) }
    }
  }

  /// Tells a large room who came and went since the first that was not told.
  mutating func tellGathered(in room: RoomID) {
    guard let gathered = rooms[room].gathered, gathered.flushAt <= now else { return }
    rooms[room].gathered = nil
    guard !gathered.joined.isEmpty || !gathered.left.isEmpty else { return }
    func names(_ ids: [UserID]) -> [String] { ids.prefix(limits[.userListNames]).map { users[$0].name } }
    let presence = Event.Presence(
      room: rooms[room].name, joined: names(gathered.joined), left: names(gathered.left),
      online: rooms[room].arrivals.count)
    broadcast(.presence(presence), in: room)
  }
}

extension Array where Element: Equatable {
  /// Takes out the newest element that is equal, and says whether there was one.
  fileprivate mutating func removeOne(_ element: Element) -> Bool {
    guard let index = lastIndex(of: element) else { return false }
    remove(at: index)
    return true
  }
}
