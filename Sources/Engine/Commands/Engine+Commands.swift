extension Engine {
  /// Carries a command out, or answers why not and leaves everything as it was, but for the allowance.
  ///
  /// - Returns: What the journal has in the place of a command that was refused.
  mutating func receive(
    _ command: Command, found: Lookup.Found?, re: String?, from connection: ConnectionID
  ) -> Input? {
    guard let session = connections[connection] else { return nil }
    var rateClass = command.rateClass
    do throws(Refusal) {
      guard sessions[session].request == nil else {
        throw Refusal(
          .unavailable, "A log-in of this session is still under way; send this again after its reply.")
      }
      let payer = payer(of: session)
      var meant: Command?
      if case .typeLine(let room, let line) = command {
        do throws(Refusal) {
          let interpreted = try interpret(line, in: room, of: session)
          (meant, rateClass) = (interpreted, interpreted.rateClass)
        } catch {
          // A line that means nothing is a command all the same.
          try allowance(of: payer).check(rateClass, at: now, limits: limits)
          throw error
        }
      }
      try allowance(of: payer).check(rateClass, at: now, limits: limits)
      // Few commands are lines, and the others are not copied.
      if let meant {
        try perform(meant, found: found, re: re, for: session)
      } else {
        try perform(command, found: found, re: re, for: session)
      }
      spend(rateClass, by: payer)
      if !command.isLogIn { decide(session) }
      return nil
    } catch {
      let refused = RefusedCommand(error, rateClass)
      let isLimited = error.code == .rateLimited && lacksAllowance(for: rateClass, session)
      refuse(refused, re: re, from: connection)
      return isLimited
        ? .limited(connection, rateClass, re: re) : .refused(connection, refused, re: re)
    }
  }

  /// Takes note that a session that its connection's token began has done something, and does not give way to an earlier one.
  private mutating func decide(_ session: SessionID) {
    guard sessions.contains(session), sessions[session].isProvisional else { return }
    sessions[session].isProvisional = false
    guard let user = sessions[session].user, !sessions[session].isVisit else { return }
    endSurplus(of: user, beside: session, mayGiveWay: false)
  }

  private func lacksAllowance(for rateClass: RateClass, _ session: SessionID) -> Bool {
    allowance(of: payer(of: session)).wait(for: rateClass, at: now, limits: limits) > 0
  }

  /// Answers a command for which there is no allowance.
  mutating func refuse(_ rateClass: RateClass, re: String?, from connection: ConnectionID) {
    guard let session = connections[connection] else { return }
    do throws(Refusal) {
      try allowance(of: payer(of: session)).check(rateClass, at: now, limits: limits)
    } catch {
      refuse(RefusedCommand(error, rateClass), re: re, from: connection)
    }
  }

  /// Answers a command that was refused. It counts against the rate limit like any other; one that is refused for its rate
  /// counts towards closing the session.
  mutating func refuse(_ refused: RefusedCommand, re: String?, from connection: ConnectionID) {
    guard let session = connections[connection] else { return }
    reply(.error(refused.refusal), re: re, to: session)
    guard refused.refusal.code == .rateLimited else {
      return spend(refused.rateClass, by: payer(of: session))
    }
    let rate = limits.sessionRefusals
    if sessions[session].refusals.wait(at: now.microseconds, rate) > 0 {
      end(session, closing: .rate)
    } else {
      sessions[session].refusals.spend(at: now.microseconds, rate)
    }
  }

  /// Answers a frame that is no command; a session that sends many of them is closed.
  mutating func receiveMalformed(_ refusal: Refusal, re: String?, from connection: ConnectionID) {
    guard let session = connections[connection] else { return }
    reply(.error(refusal), re: re, to: session)
    sessions[session].badFrames += 1
    if sessions[session].badFrames >= limits[.badFrames] {
      effects.append(.close(connection, .badFrames))
      end(session)
    }
  }

  private mutating func perform(
    _ command: Command, found: Lookup.Found?, re: String?, for session: SessionID
  ) throws(Refusal) {
    switch command {
    case .register(let user, let password, let invitation):
      try register(user, password: password, invitation: invitation, re: re, for: session)
    case .logIn(let credential, let resume, let remember):
      try logIn(with: credential, resume: resume, remember: remember, re: re, for: session)
    case .logOut(let forget):
      try logOut(forget: forget, re: re, session: session)
    case .setPassword(let old, let new):
      try setPassword(old: old, new: new, re: re, for: session)
    case .join(let room, let after):
      try admit(session, to: .enterRoom)
      try join(room, after: after, re: re, session: session)
    case .leave(let room):
      try admit(session, to: .leaveRoom)
      try leave(room, re: re, session: session)
    case .sendMessage(let room, let text, let key, let extras):
      try sendMessage(text, extras: extras, to: room, key: key, re: re, from: session)
    case .sendPrivateMessage(let target, let text, let key, let extras):
      try sendPrivateMessage(text, extras: extras, to: target, key: key, re: re, from: session)
    case .editMessage(let conversation, let seq, let text):
      try editMessage(seq, of: conversation, to: text, found: found, re: re, by: session)
    case .react(let conversation, let seq, let reaction, let adds):
      try react(
        with: reaction, to: seq, of: conversation, adds: adds, found: found, re: re, by: session)
    case .fetchHistory(let conversation, let page, let limit):
      try admit(session, to: .readRoom)
      try fetchHistory(of: conversation, page: page, limit: limit, re: re, for: session)
    case .search(.users(let query, let limit, let cursor)):
      try admit(session, to: .searchUsers)
      try searchUsers(query, limit: limit, cursor: cursor, re: re, for: session)
    case .search(.messages(let query, let room, let from, let limit, let cursor, let mentions)):
      // An author who is looked for is found out to exist.
      try admit(session, to: from != nil ? .searchUsers : room == nil ? .searchMessages : .searchRoom)
      try searchMessages(
        query, room: room, from: from, limit: limit, cursor: cursor, mentions: mentions, found: found, re: re,
        for: session)
    case .listRooms(let limit, let cursor):
      try admit(session, to: .listRooms)
      try listRooms(limit: limit, cursor: cursor, re: re, for: session)
    case .listUsers(let room, let limit, let cursor):
      try admit(session, to: .listUsers)
      try listUsers(of: room, limit: limit, cursor: cursor, re: re, for: session)
    case .createRoom(let room):
      try createRoom(room, re: re, by: session)
    case .typeLine(let room, let line):
      try admit(session, to: .listCommands)
      try carryOut(line: line, in: room, re: re, session: session)
    case .ping:
      reply(.pong(now: now), re: re, to: session)
    case .moderate(let room, let request):
      try moderate(room, request, found: found, re: re, by: session)
    case .setTimer(let timer, let milliseconds):
      try setTimer(timer, milliseconds: milliseconds, re: re, session: session)
    case .cancelTimer(let timer):
      try cancelTimer(timer, re: re, session: session)
    case .listSessions:
      try listSessions(re: re, session: session)
    case .endSessions(let id):
      try endSessions(id, re: re, by: session)
    case .listTokens:
      try listTokens(re: re, session: session)
    case .revokeToken(let id):
      try revokeToken(id, re: re, by: session)
    case .tellTyping(let conversation, let stopped):
      try tellTyping(in: conversation, stopped: stopped, re: re, session: session)
    case .setCommands(let room, let commands):
      try setCommands(commands, in: room, re: re, by: session)
    case .listCommands(let room):
      try admit(session, to: .listCommands)
      try listCommands(of: room, re: re, session: session)
    case .block(let user, let adds):
      try block(user, adds: adds, re: re, session: session)
    case .listBlocks:
      try listBlocks(re: re, session: session)
    case .setStatus(let status):
      try setStatus(status, re: re, session: session)
    case .readUser(let user):
      try admit(session, to: .readUser)
      try readUser(user, re: re, session: session)
    case .listConversations(let limit, let cursor):
      try listConversations(limit: limit, cursor: cursor, re: re, for: session)
    case .markRead(let conversation, let seq):
      try markRead(seq, of: conversation, re: re, by: session)
    }
  }
}

// MARK: - What commands have in common

extension Engine {
  /// The room of this name, in whatever case it is written. Errors: `no_such_room`, naming the field.
  package func room(named name: String, field: String = "room") throws(Refusal) -> RoomID {
    if let room = roomIDs[name] { return room }
    throw Refusal(.noSuchRoom, "There is no room of this name.", field: field)
  }

  /// The user of this name, in whatever case it is written, with a closed account too. Errors: `no_such_user`, naming
  /// the field.
  package func user(named name: String, field: String) throws(Refusal) -> UserID {
    if let user = userIDs[name] { return user }
    throw Refusal(.noSuchUser, "There is no user of this name.", field: field)
  }

  /// Refuses a text that is too long. Errors: `too_large`, naming the field.
  func checkLength(of text: String, in field: String, most: Int) throws(Refusal) {
    if text.isAtMost(characters: most) { return }
    throw Refusal(.tooLarge, "The \(field) is longer than \(most) characters.", field: field)
  }

  /// Answers `ok` to a command that asked for a reply.
  mutating func confirm(re: String?, to session: SessionID) {
    if re != nil { reply(.ok, re: re, to: session) }
  }
}

// MARK: - Allowances

extension Engine {
  /// Who pays for a command: a user, with all sessions together, or a guest alone.
  private enum Payer {
    case user(UserID)
    case guest(SessionID, Allowance)
  }

  private func payer(of session: SessionID) -> Payer {
    switch sessions[session].identity {
    case .user where sessions[session].visit == .account: .guest(session, Allowance())
    case .user(let id, _): .user(id)
    case .guest(let allowance): .guest(session, allowance)
    }
  }

  private func allowance(of payer: Payer) -> Allowance {
    switch payer {
    case .user(let id): users[id].allowance
    case .guest(_, let allowance): allowance
    }
  }

  private mutating func spend(_ rateClass: RateClass, by payer: Payer) {
    switch payer {
    case .user(let id):
      users[id].allowance.spend(rateClass, at: now, limits: limits)
    case .guest(let session, var allowance):
      guard sessions.contains(session), sessions[session].user == nil else { return }
      allowance.spend(rateClass, at: now, limits: limits)
      sessions[session].identity = .guest(allowance)
    }
  }
}

extension Command {
  fileprivate var isLogIn: Bool {
    if case .logIn = self { true } else { false }
  }

  fileprivate var rateClass: RateClass {
    switch self {
    // A bot's commands are told to the whole room.
    case .sendMessage, .sendPrivateMessage, .editMessage, .react, .setCommands: .messages
    case .fetchHistory, .search, .listRooms, .listUsers, .listSessions, .listTokens, .listCommands, .readUser,
      .listConversations, .listBlocks:
      .queries
    case .register, .logIn, .logOut, .setPassword, .join, .leave, .createRoom, .typeLine, .ping, .moderate,
      .setTimer, .cancelTimer, .endSessions, .revokeToken, .tellTyping, .setStatus, .markRead, .block:
      .commands
    }
  }
}
