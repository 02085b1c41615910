extension Engine {
  mutating func register(
    _ name: String, password: Secret, invitation: Digest?, re: String?, for session: SessionID
  ) throws(Refusal) {
    try requireGuest(session)
    try checkRegistration(with: invitation)
    try checkNewUser(name)
    let peer = sessions[session].peer
    try attempts.checkRegistration(from: peer, at: now, limits: limits)
    if let peer {
      attempts.registrations.spend(
        peer, at: now, rate: limits.peerRegistrations, bound: limits[.trackedAttempts])
    }
    ask(
      .register(password),
      for: .init(session: session, re: re, purpose: .register(name: name, invitation: invitation)))
  }

  mutating func logIn(
    with credential: Credential, resume: ResumePoint?, remember: Bool, re: String?, for session: SessionID
  ) throws(Refusal) {
    if resume == nil || !sessions[session].isProvisional { try requireGuest(session) }
    switch credential {
    case .token(let token):
      logIn(with: token, resume: resume, re: re, for: session)
    case .opening:
      guard sessions[session].isProvisional, let token = sessions[session].token else {
        throw Refusal(
          .badFrame,
          "A login has `token`, or `user` and `password`; this connection was opened without a token.",
          field: "token")
      }
      logIn(with: token, resume: resume, re: re, for: session)
    case .password(let name, let password):
      // An unknown user is checked all the same, so that the answer and its time do not tell who exists.
      let user = userIDs[name]
      // What is too long to be anybody's name tells nothing, and is not worth keeping.
      guard user != nil || name.isAtMost(characters: limits[.userNameCharacters]) else {
        throw Self.wrongCredential
      }
      let guess = try guess(at: name, by: session)
      let purpose = PendingRequest.Purpose.logIn(.init(user: user, resume: resume))
      ask(
        .checkPassword(user, password, remember: remember),
        for: .init(session: session, re: re, purpose: purpose, guess: guess))
    }
  }

  /// Logs a connection in that came with a token.
  mutating func open(with token: Digest, session: SessionID) {
    let purpose = PendingRequest.Purpose.logIn(.init(token: token, isOpening: true))
    ask(.checkToken(token), for: .init(session: session, re: nil, purpose: purpose))
  }

  private mutating func logIn(
    with token: Digest, resume: ResumePoint?, re: String?, for session: SessionID
  ) {
    let purpose = PendingRequest.Purpose.logIn(.init(token: token, resume: resume))
    ask(.checkToken(token), for: .init(session: session, re: re, purpose: purpose))
  }

  mutating func logOut(forget: Bool, re: String?, session: SessionID) throws(Refusal) {
    let user = try self.user(of: session, for: .logOut)
    let token = sessions[session].token
    makeGuest(session)
    expectLogIn(of: session)
    if forget, let token {
      record(.tokenRevoked(token))
      for other in users[user].sessions where sessions[other].token == token { end(other, closing: .revoked) }
    }
    confirm(re: re, to: session)
  }

  mutating func setPassword(old: Secret, new: Secret, re: String?, for session: SessionID) throws(Refusal) {
    let user = try self.user(of: session, for: .setPassword)
    let guess = try guess(at: users[user].name, by: session)
    ask(
      .changePassword(user, old: old, new: new),
      for: .init(session: session, re: re, purpose: .changePassword(user), guess: guess))
  }

  /// Makes an account that an operator asked for; the host called `checkNewUser` before.
  mutating func provision(_ name: String, bot: Bool, token: Digest, label: String) {
    do throws(Refusal) {
      try checkNewUser(name)
      let user = makeUser(name, bot: bot, request: nil)
      record(.tokenMade(user, token: token, label: label, at: now, by: .operator))
    } catch {
      // The host told the operator why, when it asked `checkNewUser`.
    }
  }

  /// Refuses a name that cannot be given to a new user.
  package func checkNewUser(_ name: String) throws(Refusal) {
    try NameRule.user.check(name, limits: limits)
    guard userIDs[name] == nil else {
      throw Refusal(
        .nameTaken, "The name, or one that differs only by case or normalisation, is in use.", field: "user")
    }
  }

  mutating func makeUser(_ name: String, bot: Bool, request: RequestID?) -> UserID {
    let user = users.nextID
    users.append(User(name: name, bot: bot))
    userIDs.insert(user, named: name)
    record(
      .userRegistered(user, name: name, key: NameKey(name).folded, bot: bot, at: now, request: request))
    return user
  }

  /// Lets a password be checked, where its account and its address have not had too many wrong ones.
  private mutating func guess(at name: String, by session: SessionID) throws(Refusal) -> PendingRequest.Guess
  {
    // Names that are too long to be anybody's share one account, so that what is remembered stays small.
    let account = NameKey(name.isAtMost(characters: limits[.userNameCharacters]) ? name : "")
    let (user, peer) = (userIDs[name], sessions[session].peer)
    let changes = user.map { users[$0].passwordChanges } ?? 0
    let isOwn = sessions[session].user == user
    if let user, isOwn || isKnown(peer, of: user) {
      // The limit for strangers does not apply to known addresses and logged-in users; they have their own.
      let known = KnownGuesser(user: user, peer: peer, isLoggedIn: isOwn)
      try attempts.checkPassword(of: known, at: now, limits: limits)
      attempts.known.spend(known, at: now, rate: limits.accountFailures, bound: limits[.trackedAttempts])
      return PendingRequest.Guess(account: account, peer: peer, passwordChanges: changes, known: known)
    }
    try attempts.checkPassword(for: account, from: peer, at: now, limits: limits)
    attempts.accounts.spend(account, at: now, rate: limits.accountFailures, bound: limits[.trackedAttempts])
    return PendingRequest.Guess(account: account, peer: peer, passwordChanges: changes)
  }

  /// The address that a pending request came from.
  package func peer(of request: RequestID) -> Peer? {
    guard let session = requests[request]?.session, sessions.contains(session) else { return nil }
    return sessions[session].peer
  }

  /// What a pending request is about: from where it comes, whose credential it has, where that is known, and whether that is a token.
  package func subject(
    of request: RequestID
  ) -> (connection: ConnectionID?, peer: Peer?, user: UserID?, isToken: Bool)? {
    guard let pending = requests[request] else { return nil }
    let session = sessions.contains(pending.session) ? sessions[pending.session] : nil
    var isToken = false
    if case .logIn(let logIn) = pending.purpose { isToken = logIn.token != nil }
    return (session?.connection, session?.peer, pending.user, isToken)
  }

  /// Whether a user has recently logged in from an address.
  private func isKnown(_ peer: Peer?, of user: UserID) -> Bool {
    peer.map(users[user].peers.contains) ?? false
  }

  /// Notes from where a user has logged in.
  mutating func know(_ peer: Peer?, of user: UserID) {
    guard let peer, users[user].peers.first != peer else { return }
    users[user].peers = [peer] + users[user].peers.filter { $0 != peer }.prefix(User.mostPeers - 1)
  }

  /// Since when a token of a user's own must have been used to be good.
  package var oldestTokenUse: Instant {
    guard limits[.tokenSeconds] > 0 else { return Instant(milliseconds: .min) }
    return now.advanced(byMilliseconds: -Int64(limits[.tokenSeconds]) * 1000)
  }

  /// The tokens with which sessions were begun that are there; they are good however long ago that was.
  package var tokensInUse: Set<Digest> { Set(sessions.ids.compactMap { sessions[$0].token }) }

  private mutating func ask(_ work: Work, for pending: PendingRequest) {
    lastRequest += 1
    let request = RequestID(lastRequest)
    requests[request] = pending
    sessions[pending.session].request = request
    effects.append(.authenticate(request, work))
  }
}
