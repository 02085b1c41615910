/// Finishes requests once the host has checked or made a credential.
extension Engine {
  /// Continues a request that waited for the host. A session that ended in the meantime needs no answer.
  mutating func finish(_ request: RequestID, with outcome: Authentication) {
    guard let pending = requests.removeValue(forKey: request) else { return }
    let outcome = settle(pending, with: outcome)
    guard sessions.contains(pending.session), sessions[pending.session].request == request else { return }
    sessions[pending.session].request = nil
    do throws(Refusal) {
      switch outcome {
      case .rejected:
        try countWrongToken(of: pending)
        throw Self.wrongCredential
      case .unavailable:
        throw Refusal(
          .unavailable, "Too many passwords are being worked on; try again later.",
          retryAfterMilliseconds: 2000)
      case .accepted(let user, let sessionName, let token):
        switch pending.purpose {
        case .register(let name, let invitation):
          // Others may have used it up meanwhile.
          try checkRegistration(with: invitation)
          try checkNewUser(name)
          useUp(invitation)
          let user = makeUser(name, bot: false, request: request)
          expectUse(of: user)
          welcome(user, sessionName: sessionName, made: token, logIn: .init(), pending: pending)
        case .logIn(let logIn):
          guard let user = logIn.user ?? user, user <= users.lastID, !users[user].isDeleted else {
            throw Self.wrongCredential
          }
          // Only who has the right credential learns of it.
          guard !users[user].isSuspended else {
            throw Refusal(.suspended, "This account is suspended; ask the server's operator.")
          }
          try finish(logIn, of: user, sessionName: sessionName, made: token, pending: pending)
        case .changePassword(let user):
          changePassword(of: user, request: request, by: pending.session)
          confirm(re: pending.re, to: pending.session)
        }
      }
    } catch {
      refuse(pending, because: error)
    }
  }

  static let wrongCredential = Refusal(
    .authFailed, "The name and password, or the token, are not right.")

  /// Notes whether a password was right. One that was right only until it was changed is wrong.
  private mutating func settle(
    _ pending: PendingRequest, with outcome: Authentication
  ) -> Authentication {
    guard let guess = pending.guess else { return outcome }
    let changes = pending.user.map { users[$0].passwordChanges } ?? 0
    switch outcome {
    case .accepted where changes == guess.passwordChanges, .unavailable:
      if let known = guess.known {
        attempts.known.giveBack(known, rate: limits.accountFailures)
      } else {
        attempts.accounts.giveBack(guess.account, rate: limits.accountFailures)
      }
      return outcome
    case .accepted, .rejected:
      if guess.known == nil, let peer = guess.peer {
        attempts.peers.spend(peer, at: now, rate: limits.peerFailures, bound: limits[.trackedAttempts])
      }
      return .rejected
    }
  }

  /// Counts a token that is not valid against the address that it came from; past the allowance it is refused for that.
  private mutating func countWrongToken(of pending: PendingRequest) throws(Refusal) {
    guard case .logIn(let logIn) = pending.purpose, logIn.token != nil,
      let peer = sessions[pending.session].peer
    else { return }
    try attempts.checkToken(from: peer, at: now, limits: limits)
    attempts.tokens.spend(peer, at: now, rate: limits.peerFailures, bound: limits[.trackedAttempts])
  }

  /// Whether so many wrong tokens came from an address that the next one is refused for that.
  package func refusesWrongTokens(from peer: Peer?, at instant: Instant) -> Bool {
    guard let peer else { return false }
    return attempts.tokens.wait(for: peer, at: max(now, instant), rate: limits.peerFailures) > 0
  }

  private mutating func finish(
    _ logIn: PendingRequest.LogIn, of user: UserID, sessionName: Digest, made: Digest?,
    pending: PendingRequest
  ) throws(Refusal) {
    if let other = sessions[pending.session].user, other != user {
      throw Refusal(.forbidden, "This session is logged in as \(users[other].name); log out first.")
    }
    if let resume = logIn.resume, let (session, missed) = self.resume(resume, of: user, over: pending.session)
    {
      noteUse(ofTokenOf: session)
      sessions[session].token = made ?? logIn.token ?? sessions[session].token
      if let token = logIn.token {
        record(.tokenUsed(token, at: now, from: sessions[session].peer))
      }
      keep(made, of: user, from: sessions[session].peer)
      sendReady(user, sessionName: resume.session, resumed: true, token: made, re: pending.re, to: session)
      repeatDeliveries(missed, to: session)
    } else {
      // A session that its connection's token began gives way to the one that was asked for.
      makeGuest(pending.session)
      welcome(user, sessionName: sessionName, made: made, logIn: logIn, pending: pending)
    }
  }

  private mutating func welcome(
    _ user: UserID, sessionName: Digest, made: Digest?, logIn: PendingRequest.LogIn, pending: PendingRequest
  ) {
    know(sessions[pending.session].peer, of: user)
    noteUse(of: user)
    if let token = logIn.token {
      record(.tokenUsed(token, at: now, from: sessions[pending.session].peer))
    }
    keep(made, of: user, from: sessions[pending.session].peer)
    sendReady(
      user, sessionName: sessionName, resumed: false, token: made, re: pending.re, to: pending.session)
    begin(pending.session, for: user, sessionName: sessionName, token: made ?? logIn.token)
    sessions[pending.session].isProvisional = logIn.isOpening
    if !sessions[pending.session].isVisit {
      endSurplus(of: user, beside: pending.session, mayGiveWay: logIn.isOpening)
    }
  }

  /// Changes the password, ends all other log-ins of the user and revokes their tokens. Only the log-in that changed it
  /// stays, with all sessions of its token.
  private mutating func changePassword(of user: UserID, request: RequestID, by session: SessionID) {
    record(.passwordChanged(user, request: request))
    let token = sessions[session].token
    record(.ownTokensRevoked(user, except: token))
    users[user].passwordChanges += 1
    for other in users[user].sessions where other != session {
      if token == nil || sessions[other].token != token { end(other, closing: .revoked) }
    }
  }

  private mutating func refuse(_ pending: PendingRequest, because refusal: Refusal) {
    reply(.error(refusal), re: pending.re, to: pending.session)
    if case .logIn(let logIn) = pending.purpose, logIn.isOpening {
      end(pending.session, closing: .loginFailed)
    } else {
      expireLogIn(pending.session)
    }
  }

  private mutating func keep(_ token: Digest?, of user: UserID, from peer: Peer?) {
    guard let token else { return }
    record(.tokenMade(user, token: token, label: "", at: now, by: .user, from: peer))
    record(.ownTokensBounded(user, keeping: token, most: limits[.tokensPerUser]))
  }

  /// `ready` is the one frame to a logged-in session that is not counted: counting starts after it.
  private mutating func sendReady(
    _ user: UserID, sessionName: Digest, resumed: Bool, token: Digest?, re: String?, to session: SessionID
  ) {
    var ready = Event.Ready(
      user: users[user].name, bot: users[user].bot, session: sessionName, resumed: resumed, token: token)
    ready.blocked = blocked(by: user)
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

// MARK: - The time to log in

extension Engine {
  /// Gives a guest its time to log in, where that is limited.
  mutating func expectLogIn(of session: SessionID) {
    guard limits[.loginSeconds] > 0 else { return }
    let deadline = now.advanced(byMilliseconds: Int64(limits[.loginSeconds]) * 1000)
    sessions[session].logInBy = deadline
    timers.set(.logIn(session), at: deadline)
  }

  /// Closes a guest whose time is over; a log-in that is under way is decided first.
  mutating func expireLogIn(_ session: SessionID) {
    guard sessions.contains(session), let deadline = sessions[session].logInBy, deadline <= now,
      sessions[session].request == nil
    else { return }
    end(session, closing: .loginDeadline)
  }
}
