extension Engine {
  /// Opens a connection; with a token, its log-in begins at once.
  mutating func connect(
    _ connection: ConnectionID, token: Digest?, peer: Peer?, resumable: Bool, visit: VisitKind?
  ) {
    precondition(connection > lastConnection, "connection \(connection.number) was used before")
    lastConnection = connection
    let session = sessions.insert(
      Session(
        identity: .guest(Allowance()), attachment: .attached(connection),
        isResumable: resumable && visit == nil,
        visit: visit, peer: peer))
    connections[connection] = session
    effects.append(.attach(session, connection))
    reply(.hello(now: now), to: session)
    expectLogIn(of: session)
    if let token { open(with: token, session: session) }
  }

  /// A connection was closed by a close frame: the session ends at once.
  mutating func close(_ connection: ConnectionID) {
    guard let session = connections[connection] else { return }
    end(session)
  }

  /// A connection broke without a close frame: a session that can be resumed waits for a while, all others end.
  mutating func cut(_ connection: ConnectionID) {
    guard let session = connections.removeValue(forKey: connection) else { return }
    sessions[session].request = nil
    guard sessions[session].user != nil, sessions[session].isResumable, limits[.resumeSeconds] > 0 else {
      return end(session)
    }
    effects.append(.detach(session))
    noteSeen(session)
    let expires = now.advanced(byMilliseconds: Int64(limits[.resumeSeconds]) * 1000)
    sessions[session].attachment = .detached(sent: sent(to: session), expires: expires)
    for membership in sessions[session].memberships {
      rooms[membership.room].detached.append(session)
    }
    timers.set(.sessionExpiry(session), at: expires)
  }

  /// The host came back: no connection survived, and nothing that was asked of it will be answered.
  mutating func restart() {
    requests.removeAll()
    for connection in connections.keys.sorted() { cut(connection) }
  }

  /// The timer of a session that was cut; it means nothing where the session was resumed or cut again since.
  mutating func expire(_ session: SessionID) {
    guard sessions.contains(session), let expires = sessions[session].expires, expires <= now else { return }
    end(session)
  }

  /// Ends a session against its will: its client is told why where it is there.
  mutating func end(_ session: SessionID, closing code: CloseCode) {
    if let connection = sessions[session].connection { effects.append(.close(connection, code)) }
    end(session)
  }

  /// Ends sessions of a user who has more than are allowed, but not the one that has just begun: the one that was cut first, as
  /// nobody may ever come back for it, or else the oldest.
  ///
  /// - Parameter mayGiveWay: Whether the new one may turn out to be a cut one that comes back; as many again wait until that is known.
  mutating func endSurplus(of user: UserID, beside new: SessionID, mayGiveWay: Bool) {
    let most = limits[.sessionsPerUser] * (mayGiveWay ? 2 : 1)
    while users[user].sessions.count > most {
      let others = users[user].sessions.filter { $0 != new }
      // Those that are not cut come last.
      func expiry(of session: SessionID) -> Instant {
        sessions[session].expires ?? Instant(milliseconds: .max)
      }
      guard let surplus = others.min(by: { expiry(of: $0) < expiry(of: $1) }) else { return }
      end(surplus, closing: .tooManySessions)
    }
  }

  /// Ends a session. Others are told in rooms where it was its user's last one.
  mutating func end(_ session: SessionID) {
    leaveAllRooms(session)
    dropTimers(of: session)
    if case .user(let user, let sessionName) = sessions[session].identity {
      detach(session, from: user)
      sessionsByName[sessionName] = nil
      noteUse(of: user)
      noteUse(ofTokenOf: session)
    }
    if let connection = sessions[session].connection {
      connections[connection] = nil
      effects.append(.detach(session))
      noteSeen(session)
    }
    keptBytes -= Int64(sessions[session].log.keptBytes)
    sessions.remove(session)
  }

  /// Takes note that a session's token was in use until now.
  mutating func noteUse(ofTokenOf session: SessionID) {
    guard let token = sessions[session].token, now > sessions[session].since else { return }
    record(.tokenUsed(token, at: now, from: sessions[session].peer))
  }

  private mutating func attach(_ session: SessionID, to user: UserID) {
    if users[user].sessions.isEmpty { usersOnline += 1 }
    users[user].sessions.append(session)
  }

  private mutating func detach(_ session: SessionID, from user: UserID) {
    guard let place = users[user].sessions.firstIndex(of: session) else { return }
    users[user].sessions.remove(at: place)
    if users[user].sessions.isEmpty { usersOnline -= 1 }
  }

  /// Gives a guest's session to a user, who is then present in the rooms that the guest was reading.
  mutating func begin(_ session: SessionID, for user: UserID, sessionName: Digest, token: Digest?) {
    let reading = sessions[session].memberships.map(\.room)
    leaveAllRooms(session)
    sessions[session].identity = .user(user, name: sessionName)
    sessions[session].token = token
    sessions[session].since = now
    sessions[session].logInBy = nil
    change(.session(session)) { $0.begin() }
    sessions[session].past = []
    sessions[session].pastLostThrough = 0
    sessions[session].pastTally = SentCount()
    sessionsByName[sessionName] = session
    if !sessions[session].isVisit { attach(session, to: user) }
    for room in reading {
      if let barrier = barrier(to: room, for: session) {
        reply(.error(barrier.refusal), to: session)
      } else {
        enter(room, session: session)
      }
    }
  }

  /// Makes a user's session a guest's, which is in no room.
  mutating func makeGuest(_ session: SessionID) {
    guard case .user(let user, let sessionName) = sessions[session].identity else { return }
    leaveAllRooms(session)
    dropTimers(of: session)
    noteUse(of: user)
    noteUse(ofTokenOf: session)
    noteSeen(session)
    detach(session, from: user)
    sessionsByName[sessionName] = nil
    sessions[session].identity = .guest(users[user].allowance)
    sessions[session].token = nil
    sessions[session].isProvisional = false
    sessions[session].typing = []
    sessions[session].isToldOfTyping = false
  }

  /// Lets a session go on over another connection, in place of the one that asked for it: a guest's, or one that its
  /// connection's token began and that has done nothing.
  ///
  /// It is nil where no such session of this user is left or frames that are missing are no longer kept.
  mutating func resume(_ point: ResumePoint, of user: UserID, over asking: SessionID) -> (
    SessionID, [Delivery]
  )? {
    guard let session = sessionsByName[point.session], sessions[session].user == user, session != asking,
      let connection = sessions[asking].connection
    else { return nil }
    guard let missed = missed(by: session, received: point.received) else {
      // Its client knows now that it is lost; nobody else will come for it.
      if sessions[session].isDetached { end(session) }
      return nil
    }
    let peer = sessions[asking].peer
    end(asking)
    if let old = sessions[session].connection {
      connections[old] = nil
      effects.append(.close(old, .replaced))
    } else {
      for membership in sessions[session].memberships {
        rooms[membership.room].detached.removeAll { $0 == session }
      }
    }
    sessions[session].attachment = .attached(connection)
    sessions[session].peer = peer
    know(peer, of: user)
    sessions[session].isProvisional = false
    connections[connection] = session
    effects.append(.attach(session, connection))
    return (session, missed)
  }
}
