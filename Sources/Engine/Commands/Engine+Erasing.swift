extension Engine {
  /// Takes away the name of a user whose account is closed, and what they said from all that may have to be sent again.
  /// The store takes it from the messages.
  ///
  /// Names of rooms, topics and what others said stay: they are not the user's alone.
  mutating func erase(_ user: UserID) {
    let old = users[user].name
    attempts.accounts.forget(NameKey(old))
    attempts.known.forgetAll { $0.user == user }
    let new = forgetName(of: user)
    for room in rooms.values.indices {
      change(.room(RoomID(UInt32(room) + 1))) { $0.replaceEvents { $0.erasing(old, to: new) } }
    }
    for session in sessions.ids {
      change(.session(session)) { $0.replaceEvents { $0.erasing(old, to: new) } }
    }
  }

  /// Frees the name of a user whose account is closed; returns what stands in its place.
  @discardableResult mutating func forgetName(of user: UserID) -> String {
    // Nobody can register a name with white space in it.
    let name = "(erased \(user.number))"
    userIDs[NameKey(users[user].name)] = nil
    userIDs[NameKey(name)] = user
    users[user].name = name
    users[user].isErased = true
    users[user].allowance = Allowance()
    users[user].peers = []
    effects.append(.record(.userErased(user, name: name, key: NameKey(name).folded)))
    return name
  }

  /// Whether nothing of a user is kept but the number.
  package func isErased(_ user: UserID) -> Bool { users[user].isErased }
}

extension Event {
  /// The event without a user and what they said, or nil where they are not in it.
  fileprivate func erasing(_ old: String, to new: String) -> Event? {
    func name(_ name: String) -> String { name == old ? new : name }
    func names(_ names: [String]) -> [String] { names.map(name) }
    let erased: Event
    switch changingMessage(where: { $0.author == old }, Event.emptying) ?? self {
    case .chatMessage(var message):
      message.user = name(message.user)
      erased = .chatMessage(message)
    case .privateMessage(var message):
      message.user = name(message.user)
      erased = .privateMessage(message)
    case .privateMessageDelivered(var message):
      message.target = name(message.target)
      erased = .privateMessageDelivered(message)
    case .userJoined(let room, let user): erased = .userJoined(room: room, user: name(user))
    case .userLeft(let room, let user): erased = .userLeft(room: room, user: name(user))
    case .presence(var presence):
      (presence.joined, presence.left) = (names(presence.joined), names(presence.left))
      erased = .presence(presence)
    case .userList(var list):
      (list.users, list.owner, list.moderators) = (
        names(list.users), list.owner.map(name), names(list.moderators)
      )
      erased = .userList(list)
    case .messageDeleted(.with(let user), let seq, let by):
      erased = .messageDeleted(.with(name(user)), seq: seq, by: by.map(name))
    case .messageDeleted(let conversation, let seq, let by):
      erased = .messageDeleted(conversation, seq: seq, by: by.map(name))
    case .roomChanged(let change):
      erased = .roomChanged(
        RoomChange(room: change.room, change.change.naming(name), by: change.by.map(name)))
    case .error(let refusal):
      // Some say whom a command was about.
      guard refusal.message.contains(old) else { return nil }
      erased = .error(
        Refusal(
          refusal.code, "This was about a user who is erased.", field: refusal.field,
          retryAfterMilliseconds: refusal.retryAfterMilliseconds))
    case .hello, .ready, .ok, .acknowledged, .history, .foundUsers, .foundMessages, .roomList, .sessionList,
      .help, .pong,
      .roomDeleted, .timer:
      return nil
    }
    return erased == self ? nil : erased
  }
}

extension Event.RoomChange.Change {
  fileprivate func naming(_ name: (String) -> String) -> Self {
    switch self {
    case .kicked(let user, let reason): .kicked(name(user), reason: reason)
    case .banned(let user, let reason): .banned(name(user), reason: reason)
    case .unbanned(let user): .unbanned(name(user))
    case .muted(let user, let seconds, let reason): .muted(name(user), seconds: seconds, reason: reason)
    case .unmuted(let user): .unmuted(name(user))
    case .topic, .access: self
    case .role(let user, let role): .role(name(user), role)
    case .invited(let user): .invited(name(user))
    }
  }
}
