extension Engine {
  /// Sets what a user says of themself, and tells their own sessions and those in small rooms with them, each once.
  mutating func setStatus(_ status: Status, re: String?, session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .setStatus)
    try checkNote(status.text, of: "text", most: limits[.statusCharacters])
    guard users[user].status != status else { return confirm(re: re, to: session) }
    let wait = users[user].statusChanges.wait(at: now.microseconds, limits.statusChanges)
    try Refusal.check(
      wait: wait, "You have changed your status \(limits[.statusesPerMinute]) times of late; do it later.")
    users[user].statusChanges.spend(at: now.microseconds, limits.statusChanges)
    users[user].status = status
    confirm(re: re, to: session)

    let event = Event.status(user: users[user].name, status)
    var told = Set(users[user].sessions)
    for own in users[user].sessions { reply(event, to: own) }
    for room in rooms(of: user) where isToldOfEach(room) {
      for case .some(let member) in rooms[room].members.slots where told.insert(member).inserted {
        reply(event, to: member)
      }
    }
  }

  /// Whether joins and leaves are told one by one in a room.
  private func isToldOfEach(_ room: RoomID) -> Bool {
    rooms[room].gathered == nil && rooms[room].arrivals.count <= limits[.presenceEach]
  }

  /// Tells of a user what everybody may know whom a search would find them.
  mutating func readUser(_ name: String, re: String?, session: SessionID) throws(Refusal) {
    let id = try openAccount(named: name)
    let user = users[id]
    let isOnline = isOnline(id)
    let isKnown = !isOnline && user.lastSeen.milliseconds != 0
    let info = Event.UserInfo(
      user: user.name, bot: user.bot, online: isOnline, status: user.status,
      lastSeen: isKnown ? user.lastSeen : nil)
    reply(.userInfo(info), re: re, to: session)
  }

  /// Takes note that a connection of a user's session has ended.
  mutating func noteSeen(_ session: SessionID) {
    guard let user = sessions[session].user, !sessions[session].isVisit else { return }
    users[user].lastSeen = now
  }
}

extension Limits {
  /// As many changes of a user's status at once as in a minute.
  fileprivate var statusChanges: TokenBucket.Rate {
    .init(burst: self[.statusesPerMinute], perMinute: self[.statusesPerMinute])
  }
}
