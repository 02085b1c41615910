/// Something that waits for the host to check or make a credential.
struct PendingRequest: Hashable, Sendable {
  let session: SessionID
  let re: String?
  let purpose: Purpose

  enum Purpose: Hashable, Sendable {
    case register(name: String)
    /// `user` is known for a password, and comes with the outcome for a token.
    case logIn(user: UserID?, token: Digest?, resume: ResumePoint?)
    case changePassword(UserID)
  }
}

extension Engine {
  mutating func register(
    _ name: String, password: Secret, re: String?, for session: SessionID
  ) throws(Refusal) {
    try requireGuest(session)
    try checkNewUser(name)
    ask(.register(password), for: .init(session: session, re: re, purpose: .register(name: name)))
  }

  mutating func logIn(
    with credential: Credential, resume: ResumePoint?, re: String?, for session: SessionID
  ) throws(Refusal) {
    try requireGuest(session)
    switch credential {
    case .token(let token):
      let purpose = PendingRequest.Purpose.logIn(user: nil, token: token, resume: resume)
      ask(.checkToken(token), for: .init(session: session, re: re, purpose: purpose))
    case .password(let name, let password):
      // An unknown user is checked all the same, so that the answer and its time do not tell who exists.
      let user = userIDs[NameKey(name)]
      let purpose = PendingRequest.Purpose.logIn(user: user, token: nil, resume: resume)
      ask(.checkPassword(user, password), for: .init(session: session, re: re, purpose: purpose))
    }
  }

  mutating func logOut(re: String?, session: SessionID) throws(Refusal) {
    switch sessions[session].identity {
    case .guest:
      throw Refusal(.authRequired, "This session is not logged in.")
    case .user(let user, let secret):
      leaveAllRooms(session)
      users[user].sessions.removeAll { $0 == session }
      sessionsBySecret[secret] = nil
      sessions[session].identity = .guest(users[user].allowance)
      sessions[session].token = nil
      confirm(re: re, to: session)
    }
  }

  mutating func setPassword(old: Secret, new: Secret, re: String?, for session: SessionID) throws(Refusal) {
    let user = try requireUser(of: session, to: "change your password")
    ask(
      .changePassword(user, old: old, new: new),
      for: .init(session: session, re: re, purpose: .changePassword(user)))
  }

  /// Makes an account that an operator asked for; the host called `checkNewUser` before.
  mutating func provision(_ name: String, bot: Bool, token: Digest, label: String) {
    do throws(Refusal) {
      try checkNewUser(name)
      let user = makeUser(name, bot: bot, request: nil)
      effects.append(.record(.tokenMade(user, token: token, label: label, at: now)))
    } catch {
      preconditionFailure("the host provisioned \(name.debugDescription): \(error.message)")
    }
  }

  /// Refuses a name that cannot be given to a new user.
  package func checkNewUser(_ name: String) throws(Refusal) {
    try NameRule.user.check(name, limits: limits)
    guard userIDs[NameKey(name)] == nil else {
      throw Refusal(
        .nameTaken, "The name, or one that differs only by case or normalisation, is in use.", field: "user")
    }
  }

  private func requireGuest(_ session: SessionID) throws(Refusal) {
    guard let user = sessions[session].user else { return }
    throw Refusal(.forbidden, "This session is logged in as \(users[user].name); log out first.")
  }

  private mutating func ask(_ work: Work, for pending: PendingRequest) {
    lastRequest += 1
    let request = RequestID(lastRequest)
    requests[request] = pending
    sessions[pending.session].request = request
    effects.append(.authenticate(request, work))
  }
}

// MARK: - Outcomes

extension Engine {
  /// Goes on with what waited for the host. A session that ended in the meantime needs no answer.
  mutating func finish(_ request: RequestID, with outcome: Authentication) {
    guard let pending = requests.removeValue(forKey: request), sessions.contains(pending.session),
      sessions[pending.session].request == request
    else { return }
    sessions[pending.session].request = nil
    do throws(Refusal) {
      switch outcome {
      case .rejected:
        throw Refusal(.authFailed, "The name and password, or the token, are not right.")
      case .accepted(let user, let secret, let token):
        switch pending.purpose {
        case .register(let name):
          try checkNewUser(name)
          let user = makeUser(name, bot: false, request: request)
          welcome(user, secret: secret, token: token, pending: pending)
          if sessions.contains(pending.session) { sessions[pending.session].token = token }
        case .logIn(let known, let credential, let resume):
          guard let user = known ?? user, user <= users.lastID, !users[user].isDeleted else {
            throw Refusal(.authFailed, "The name and password, or the token, are not right.")
          }
          if let resume, let (session, missed) = self.resume(resume, of: user, over: pending.session) {
            sessions[session].token = credential
            sendReady(user, secret: resume.session, resumed: true, token: nil, re: pending.re, to: session)
            repeatDeliveries(missed, to: session)
          } else {
            welcome(user, secret: secret, token: token, pending: pending)
            if sessions.contains(pending.session) { sessions[pending.session].token = credential }
          }
        case .changePassword(let user):
          effects.append(.record(.passwordChanged(user, request: request)))
          confirm(re: pending.re, to: pending.session)
        }
      }
    } catch {
      reply(.error(error), re: pending.re, to: pending.session)
    }
  }

  private mutating func makeUser(_ name: String, bot: Bool, request: RequestID?) -> UserID {
    let user = users.nextID
    let key = NameKey(name)
    users.append(User(name: name, bot: bot))
    userIDs[key] = user
    effects.append(
      .record(.userRegistered(user, name: name, key: key.folded, bot: bot, at: now, request: request)))
    return user
  }

  private mutating func welcome(
    _ user: UserID, secret: Digest, token: Digest?, pending: PendingRequest
  ) {
    guard users[user].sessions.count < limits.sessionsPerUser else {
      let refusal = Refusal(
        .tooMany, "This user has \(limits.sessionsPerUser) sessions already; close one first.")
      reply(.error(refusal), re: pending.re, to: pending.session)
      if case .attached(let connection) = sessions[pending.session].attachment {
        effects.append(.close(connection, .tooManySessions))
      }
      end(pending.session)
      return
    }
    if let token { effects.append(.record(.tokenMade(user, token: token, at: now))) }
    sendReady(user, secret: secret, resumed: false, token: token, re: pending.re, to: pending.session)
    begin(pending.session, for: user, secret: secret)
  }

  /// `ready` is the one frame to a logged-in session that is not counted: counting starts after it.
  private mutating func sendReady(
    _ user: UserID, secret: Digest, resumed: Bool, token: Digest?, re: String?, to session: SessionID
  ) {
    let ready = Event.Ready(
      user: users[user].name, bot: users[user].bot, session: secret, resumed: resumed, token: token)
    effects.append(.reply(.ready(ready), re: re, to: session))
  }

  /// Sends again what was counted when it was first sent.
  private mutating func repeatDeliveries(_ deliveries: [Delivery], to session: SessionID) {
    for delivery in deliveries {
      switch delivery {
      case .event(let event, let re): effects.append(.reply(event, re: re, to: session))
      case .answer(let query, let re): effects.append(.answer(query, re: re, to: session))
      }
    }
  }
}
