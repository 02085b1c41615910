/// Whom users do not want to hear from.
///
/// What the blocked say in private is kept from the blocker's sessions. In rooms it is not: a message is kept once for all of a
/// room, and how many frames a session was sent follows from when it was in which room, so that leaving frames out for one of its
/// members would count them wrongly for all. Clients are told whom their user blocks, and hide what these say.
extension Engine {
  /// Blocks a user, or no longer, and tells all sessions of the one who asks whom they block now.
  mutating func block(_ name: String, adds: Bool, re: String?, session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .block)
    let other = try adds ? openAccount(named: name) : self.user(named: name, field: "user")
    guard other != user else {
      throw Refusal(.forbidden, "You cannot block yourself.", field: "user")
    }
    let place = users[user].blocked.firstIndex(of: other)
    if let place, !adds { users[user].blocked.remove(at: place) }
    if place == nil, adds {
      guard limits[.blocks] > 0 else {
        throw Refusal(.forbidden, "Nobody can be blocked here.", field: "user")
      }
      guard users[user].blocked.count < limits[.blocks] else {
        throw Refusal(
          .tooMany, "You block \(limits[.blocks]) users already; unblock one first.", field: "user")
      }
      users[user].blocked.append(other)
      users[other].mayExpire = false
    }
    let list = Event.blockList(blocked(by: user))
    reply(list, re: re, to: session)
    guard (place == nil) == adds else { return }
    for own in users[user].sessions where own != session { reply(list, to: own) }
  }

  mutating func listBlocks(re: String?, session: SessionID) throws(Refusal) {
    let user = try user(of: session, for: .block)
    reply(.blockList(blocked(by: user)), re: re, to: session)
  }

  /// The names of those whom a user blocks, in the order in which they were blocked.
  func blocked(by user: UserID) -> [String] { users[user].blocked.map { users[$0].name } }

  /// Whether a user's sessions are not told what another user says in private.
  func blocks(_ user: UserID, _ other: UserID) -> Bool { users[user].blocked.contains(other) }

  /// Takes a user who is erased out of all lists.
  mutating func unblockEverywhere(_ user: UserID) {
    for id in users.ids where blocks(id, user) { users[id].blocked.removeAll { $0 == user } }
  }
}
