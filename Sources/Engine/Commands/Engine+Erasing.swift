extension Engine {
  /// Takes away the name of a user whose account is closed, and what they said from all that may have to be sent again.
  /// The store takes it from the messages.
  ///
  /// Names of rooms, topics and what others said stay: they are not the user's alone.
  mutating func erase(_ user: UserID) {
    let old = users[user].name
    attempts.accounts.forget(NameKey(old))
    attempts.known.forgetAll { $0.user == user }
    unblockEverywhere(user)
    let new = forgetName(of: user)
    for room in rooms.ids { change(.room(room)) { $0.replaceEvents { $0.erasing(old, to: new) } } }
    for session in sessions.ids {
      change(.session(session)) { $0.replaceEvents { $0.erasing(old, to: new) } }
    }
  }

  /// Frees the name of a user whose account is closed; returns what stands in its place.
  @discardableResult mutating func forgetName(of user: UserID) -> String {
    // Nobody can register a name with white space in it.
    let name = "(erased \(user.number))"
    userIDs.remove(users[user].name)
    userIDs.insert(user, named: name)
    users[user].name = name
    users[user].isErased = true
    users[user].allowance = Allowance()
    users[user].peers = []
    users[user].blocked = []
    users[user].status = Status()
    users[user].lastSeen = Instant(milliseconds: 0)
    record(.userErased(user, name: name, key: NameKey(name).folded))
    return name
  }

  /// Whether nothing of a user is kept but the number.
  package func isErased(_ user: UserID) -> Bool { users[user].isErased }
}
