extension Engine {
  /// Refuses what an operator cannot do, because what they name is not there or cannot be so.
  package func check(_ administration: Administration) throws(Refusal) {
    switch administration {
    case .makeToken(let user, _, let label):
      _ = try openAccount(named: user)
      try checkTokenLabel(label)
    case .revokeToken:
      // Which tokens there are is the store's to know.
      break
    case .deleteMessage(.room(let name), let seq):
      try checkMessage(seq, newest: rooms[try room(named: name)].seq)
    case .deleteMessage(.between(let one, let other), let seq):
      try checkMessage(seq, newest: pairs[try pair(of: one, and: other)])
    case .deleteUser(let user):
      _ = try openAccount(named: user)
    case .deleteRoom(let room):
      _ = try self.room(named: room)
    case .eraseUser(let user):
      guard users.contains(user), !users[user].isErased else {
        throw Refusal(.noSuchUser, "There is no user of this name.", field: "user")
      }
    }
  }

  /// Does what an operator asked for, or nothing where it is refused.
  mutating func administer(_ administration: Administration) {
    do throws(Refusal) {
      try check(administration)
      switch administration {
      case .makeToken(let user, let token, let label):
        let user = try openAccount(named: user)
        users[user].mayExpire = false
        effects.append(.record(.tokenMade(user, token: token, label: label, at: now, by: .operator)))
      case .revokeToken(let token):
        revoke(token)
      case .deleteMessage(.room(let name), let seq):
        deleteMessage(seq, in: try room(named: name), by: nil)
      case .deleteMessage(.between(let one, let other), let seq):
        deleteMessage(seq, of: try pair(of: one, and: other))
      case .deleteUser(let user):
        let user = try openAccount(named: user)
        close(accountOf: user)
        forgetRoles(of: user)
      case .deleteRoom(let room):
        delete(try self.room(named: room))
      case .eraseUser(let user):
        if !users[user].isDeleted {
          close(accountOf: user)
          forgetRoles(of: user)
        }
        erase(user)
      }
    } catch {
      // The host told the operator why, when it asked `check`.
    }
  }

  /// Refuses a label that does not fit into a line of a list.
  package func checkTokenLabel(_ label: String) throws(Refusal) {
    guard label.isAtMost(characters: limits[.keyCharacters]) else {
      throw Refusal(
        .tooLarge, "The label is longer than \(limits[.keyCharacters]) characters.", field: "label")
    }
    guard label.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw Refusal(.badFrame, "The label has a control character in it.", field: "label")
    }
  }

  /// The pair of two users by their names, those of closed accounts too.
  package func pair(of one: String, and other: String) throws(Refusal) -> Pair {
    Pair(try user(named: one, field: "between"), try user(named: other, field: "between"))
  }

  /// The user of this name whose account is open. Errors: `no_such_user`, naming the field `user`.
  func openAccount(named name: String) throws(Refusal) -> UserID {
    let user = try self.user(named: name, field: "user")
    guard !users[user].isDeleted else {
      throw Refusal(.noSuchUser, "The account of this name was deleted.", field: "user")
    }
    return user
  }

  /// Refuses a seq that no message has, with `no_such_message`.
  func checkMessage(_ seq: UInt64, newest: UInt64) throws(Refusal) {
    guard seq >= 1, seq <= newest else { throw Self.noSuchMessage }
  }

  static var noSuchMessage: Refusal {
    Refusal(.noSuchMessage, "Nothing was said there under this seq.", field: "seq")
  }
}

// MARK: - Credentials

extension Engine {
  private mutating func revoke(_ token: Digest) {
    effects.append(.record(.tokenRevoked(token)))
    for session in sessions.ids where sessions[session].token == token { end(session, closing: .revoked) }
    // A log-in with this token may be under way; its outcome comes too late.
    for request in requests.keys.sorted() {
      guard case .logIn(let logIn)? = requests[request]?.purpose, logIn.token == token else { continue }
      finish(request, with: .rejected)
    }
  }

  /// Ends an account. What it was in rooms stays until `forgetRoles`.
  mutating func close(accountOf user: UserID) {
    effects.append(.record(.userDeleted(user)))
    users[user].isDeleted = true
    users[user].keys = nil
    for session in sessions.ids where sessions[session].user == user { end(session, closing: .revoked) }
  }
}

// MARK: - Messages and rooms

extension Engine {
  /// Takes away the text of a room message wherever it is; the user did it, or for nil an operator.
  mutating func deleteMessage(_ seq: UInt64, in room: RoomID, by user: UserID?) {
    effects.append(.record(.messageDeleted(room, seq: seq)))
    change(.room(room)) { $0.replace { $0.withoutText { $0 == seq } } }
    let name = user.map { users[$0].name }
    broadcast(.messageDeleted(.room(rooms[room].name), seq: seq, by: name), in: room)
  }

  private mutating func deleteMessage(_ seq: UInt64, of pair: Pair) {
    effects.append(.record(.privateMessageDeleted(pair, seq: seq)))
    let sides =
      pair.low == pair.high ? [(pair.low, pair.low)] : [(pair.low, pair.high), (pair.high, pair.low)]
    for (user, other) in sides {
      let name = users[other].name
      for session in users[user].sessions {
        change(.session(session)) { $0.replace { $0.withoutText(seq, with: name) } }
        reply(.messageDeleted(.with(name), seq: seq), to: session)
      }
    }
  }

  /// Takes a room away. Its number, and what its members may still have to be sent again, stay for a while.
  mutating func delete(_ room: RoomID) {
    effects.append(.record(.roomDeleted(room)))
    change(.room(room)) { $0.replace { $0.withoutText { _ in true } } }
    broadcast(.roomDeleted(room: rooms[room].name), in: room)
    // A client that came into the room by connecting has nothing else.
    for case .some(let session) in rooms[room].members.slots where !sessions[session].isResumable {
      end(session, closing: .kicked)
    }
    empty(room)
    rooms[room].isDeleted = true
    roomsDeleted += 1
    setOwner(of: room, nil)
    changeRules(of: room) { $0 = RoomRules() }
    roomIDs[NameKey(rooms[room].name)] = nil
  }
}

extension Delivery {
  /// The delivery of a room message without its text, where its seq is meant.
  fileprivate func withoutText(_ isMeant: (UInt64) -> Bool) -> Delivery? {
    guard case .event(.chatMessage(var message), let re) = self, isMeant(message.seq) else { return nil }
    (message.text, message.deleted) = ("", true)
    return .event(.chatMessage(message), re: re)
  }

  /// The delivery of a private message without its text, where it is the one of this seq with this user.
  fileprivate func withoutText(_ seq: UInt64, with other: String) -> Delivery? {
    switch self {
    case .event(.privateMessage(var message), let re):
      guard message.seq == seq, message.user == other else { return nil }
      (message.text, message.deleted) = ("", true)
      return .event(.privateMessage(message), re: re)
    case .event(.privateMessageDelivered(var message), let re):
      guard message.seq == seq, message.target == other else { return nil }
      (message.text, message.deleted) = ("", true)
      return .event(.privateMessageDelivered(message), re: re)
    case .event, .answer:
      return nil
    }
  }
}

// MARK: - What a host needs to tell an operator

extension Engine {
  /// The user of this name, or nil; those of closed accounts too.
  package func userID(of name: String) -> UserID? { userIDs[NameKey(name)] }

  /// Whether a user is a bot.
  package func isBot(_ user: UserID) -> Bool { users[user].bot }

  /// How many sessions a user has, the resumable ones included.
  package func sessionCount(of user: UserID) -> Int { users[user].sessions.count }

  /// The rooms that a user is in, each once, in the order in which the sessions joined them.
  package func rooms(of user: UserID) -> [RoomID] {
    var found: [RoomID] = []
    for session in users[user].sessions {
      for membership in sessions[session].memberships where !found.contains(membership.room) {
        found.append(membership.room)
      }
    }
    return found
  }

  /// The users in a room in the order of arrival, at most `limits[.userListNames]` of them.
  package func users(in room: RoomID) -> [UserID] { rooms[room].arrivals.prefix(limits[.userListNames]) }

  /// The newest seq of a room, 0 where nothing was said yet.
  package func newestSeq(in room: RoomID) -> UInt64 { rooms[room].seq }

  /// The newest seq of a pair, 0 where nothing was said yet.
  package func newestSeq(of pair: Pair) -> UInt64 { pairs[pair] }
}
