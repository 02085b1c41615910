extension Engine {
  /// Refuses what an operator cannot do, because what they name is not there or cannot be so.
  ///
  /// - Parameter time: When it is asked for, which may be long after the last input; what is over by then does not count.
  package func check(_ administration: Administration, at time: Instant? = nil) throws(Refusal) {
    let now = time ?? now
    switch administration {
    case .makeToken(let user, _, let label):
      _ = try openAccount(named: user)
      try checkTokenLabel(label)
    case .revokeToken:
      // Which tokens there are is the store's to know.
      break
    case .deleteMessage(let place, let seq):
      try checkMessage(seq, at: try self.place(of: place))
    case .deleteUser(let user), .setPassword(let user), .suspendUser(let user), .unsuspendUser(let user),
      .logOutUser(let user):
      _ = try openAccount(named: user)
    case .deleteRoom(let room), .removeGuests(let room):
      _ = try self.room(named: room)
    case .setOwner(let room, let user):
      _ = try self.room(named: room)
      _ = try openAccount(named: user)
    case .makeInvitation(_, let uses, let seconds): try checkInvitation(uses: uses, seconds: seconds, at: now)
    // Which one is meant the host found out.
    case .revokeInvitation, .liftBan: break
    case .banAddress(let range, _, let seconds): try checkBan(range, seconds: seconds, at: now)
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
        record(.tokenMade(user, token: token, label: label, at: now, by: .operator))
      case .revokeToken(let token):
        revoke(token)
      case .deleteMessage(let place, let seq):
        deleteMessage(seq, at: try self.place(of: place), by: nil)
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
      case .setPassword(let user): resetPassword(of: try openAccount(named: user))
      case .suspendUser(let user): setSuspended(try openAccount(named: user), true)
      case .unsuspendUser(let user): setSuspended(try openAccount(named: user), false)
      case .logOutUser(let user): logOutEverywhere(try openAccount(named: user))
      case .removeGuests(let room): closeToGuests(try self.room(named: room))
      case .setOwner(let room, let user):
        give(try self.room(named: room), to: try openAccount(named: user))
      case .makeInvitation(let code, let uses, let seconds):
        invite(with: code, uses: uses, seconds: seconds)
      case .banAddress(let range, let peers, let seconds): ban(range, peers: peers, seconds: seconds)
      case .liftBan(let range): liftBan(of: range)
      case .revokeInvitation(let code): invitations.removeAll { $0.code == code }
      }
    } catch {
      // The host told the operator why, when it asked `check`.
    }
  }

  /// Refuses a label that does not fit into a line of a list.
  package func checkTokenLabel(_ label: String) throws(Refusal) {
    try checkNote(label, of: "label", most: limits[.keyCharacters])
  }

  /// The pair of two users by their names, those of closed accounts too.
  package func pair(of one: String, and other: String) throws(Refusal) -> Pair {
    Pair(try user(named: one, field: "between"), try user(named: other, field: "between"))
  }

  private func place(of place: Administration.Place) throws(Refusal) -> MessagePlace {
    switch place {
    case .room(let name): return .room(try room(named: name))
    case .between(let one, let other): return .pair(try pair(of: one, and: other))
    }
  }

  /// The user of this name whose account is open. Errors: `no_such_user`, naming the field.
  func openAccount(named name: String, field: String = "user") throws(Refusal) -> UserID {
    let user = try self.user(named: name, field: field)
    guard !users[user].isDeleted else {
      throw Refusal(.noSuchUser, "The account of this name was deleted.", field: field)
    }
    return user
  }

  /// Refuses a seq that no message has, with `no_such_message`.
  func checkMessage(_ seq: UInt64, at place: MessagePlace) throws(Refusal) {
    guard seq >= 1, seq <= newestSeq(at: place) else { throw Self.noSuchMessage }
  }

  /// The newest seq of a room or a pair, 0 where nothing was said yet.
  package func newestSeq(at place: MessagePlace) -> UInt64 {
    switch place {
    case .room(let room): rooms[room].seq
    case .pair(let pair): pairs[pair]
    }
  }

  static var noSuchMessage: Refusal {
    Refusal(.noSuchMessage, "Nothing was said there under this seq.", field: "seq")
  }
}

// MARK: - Credentials

extension Engine {
  private mutating func revoke(_ token: Digest) {
    record(.tokenRevoked(token))
    for session in sessions.ids where sessions[session].token == token { end(session, closing: .revoked) }
    // A log-in with this token may be under way; its outcome comes too late.
    for request in requests.keys.sorted() {
      guard case .logIn(let logIn)? = requests[request]?.purpose, logIn.token == token else { continue }
      finish(request, with: .rejected)
    }
  }

  /// Ends an account. What it was in rooms stays until `forgetRoles`.
  mutating func close(accountOf user: UserID) {
    record(.userDeleted(user))
    users[user].isDeleted = true
    users[user].keys = nil
    closeSessions(of: user)
  }
}

// MARK: - Messages and rooms

extension Engine {
  /// Takes away the text of a message wherever it is; the user did it, or for nil an operator.
  mutating func deleteMessage(_ seq: UInt64, at place: MessagePlace, by user: UserID?) {
    record(.messageDeleted(place, seq: seq))
    let name = user.map { users[$0].name }
    changeMessage(
      seq, at: place, by: Event.emptying, telling: { .messageDeleted($0, seq: seq, by: name) })
  }

  /// Changes a message in all that may have to be sent again, and tells those who may have it, but for who blocks the author.
  mutating func changeMessage(
    _ seq: UInt64, at place: MessagePlace, by messageChange: Event.MessageChange, author: UserID? = nil,
    telling event: (Conversation) -> Event
  ) {
    switch place {
    case .room(let room):
      change(.room(room)) { log in
        log.replaceEvents { $0.changingMessage(where: { $0.seq == seq }, messageChange) }
      }
    case .pair(let pair):
      for (user, conversation) in sides(of: pair) {
        for session in users[user].sessions {
          change(.session(session)) { log in
            log.replaceEvents {
              $0.changingMessage(where: { $0.seq == seq && $0.place == conversation }, messageChange)
            }
          }
        }
      }
    }
    tell(at: place, by: author, event)
  }

  /// Tells everyone in a room, or all sessions of two users, of something that happened there; of two users not one who blocks the
  /// other, who did it.
  mutating func tell(at place: MessagePlace, by author: UserID? = nil, _ event: (Conversation) -> Event) {
    switch place {
    case .room(let room): broadcast(event(.room(rooms[room].name)), in: room)
    case .pair(let pair):
      for (user, conversation) in sides(of: pair) where author.map({ !blocks(user, $0) }) ?? true {
        for session in users[user].sessions { reply(event(conversation), to: session) }
      }
    }
  }

  /// The two of a pair, or the one who writes to themselves, each with the conversation as they name it.
  private func sides(of pair: Pair) -> [(user: UserID, conversation: Conversation)] {
    let high = (user: pair.high, conversation: Conversation.with(users[pair.low].name))
    return pair.low == pair.high
      ? [high] : [(user: pair.low, conversation: .with(users[pair.high].name)), high]
  }

  /// Takes a room away. Its number, and what its members may still have to be sent again, stay for a while.
  mutating func delete(_ room: RoomID) {
    record(.roomDeleted(room))
    change(.room(room)) { log in
      log.replaceEvents { $0.changingMessage(where: { _ in true }, Event.emptying) }
    }
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
    roomIDs.remove(rooms[room].name)
  }
}

// MARK: - What a host needs to tell an operator

extension Engine {
  /// The user of this name, or nil; those of closed accounts too.
  package func userID(of name: String) -> UserID? { userIDs[name] }

  /// The room of this name, or nil.
  package func roomID(of name: String) -> RoomID? { roomIDs[name] }

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
  package func users(in room: RoomID) -> [UserID] {
    rooms[room].arrivals(after: 0, limit: limits[.userListNames]).users
  }
}
