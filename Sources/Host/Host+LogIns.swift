package import Engine
package import Store

/// A log-in whose password is worked on elsewhere.
struct WaitingLogIn {
  /// Whose frames are held meanwhile, or nil where it is gone.
  var connection: ConnectionID?
  let makesToken: Bool
  /// Whose password is worked on, where it is an account's.
  let account: String?
  /// What the client told and is told back.
  var plain: [Digest: String]
}

/// Over HTTP an account is served by a connection that the shell makes itself, and whose reply it waits for:
///
/// | request | `Opening` | frame | then |
/// | --- | --- | --- | --- |
/// | register | peer | `register` | the token of `ready` is the cookie; `closed` |
/// | log in | peer | `login` with `remember: true` | the same |
/// | log out | the cookie's token | `logout` with `forget: true` | `closed` |
/// | change the password | the cookie's token, peer | `set_password` | `closed`; the cookie stays good |
extension Host {
  /// Hands out the work on passwords that has come up since the last call. Each piece is to be done once, on any thread,
  /// and its outcome given to `finish`.
  package func takeWork() -> [CredentialWork] {
    defer { work.removeAll() }
    return work
  }

  /// Whether a connection's log-in is under way, so that its frames are held. The shell reads no more of it until then.
  package func isHolding(_ connection: ConnectionID) -> Bool { held[connection] != nil }

  /// Goes on with a log-in whose password was worked on, and with the frames that were held for it.
  package func finish(
    _ request: RequestID, with outcome: CredentialOutcome, at now: Instant
  ) throws(StoreError) {
    guard let logIn = waiting.removeValue(forKey: request) else { return }
    vault.keep(plain: logIn.plain)
    try apply(
      authenticated(request, outcome, account: logIn.account, makesToken: logIn.makesToken), at: now)
    vault.clear()
    guard let connection = logIn.connection, let frames = held.removeValue(forKey: connection) else { return }
    for (index, frame) in frames.enumerated() {
      try read(frame, from: connection, at: now)
      guard held[connection] != nil else { continue }
      // That was a log-in again.
      held[connection] = Array(frames[(index + 1)...])
      return
    }
  }

  /// Whether so many wrong tokens came from an address that the operator's is not looked at.
  package func refusesWrongTokens(from peer: Peer?, at now: Instant) -> Bool {
    inquire { $0.refusesWrongTokens(from: peer, at: now) }
  }

  /// Forgets what was held for a connection that is gone. What is worked on for it is not needed any more.
  func release(_ connection: ConnectionID) {
    guard held.removeValue(forKey: connection) != nil else { return }
    for (request, logIn) in waiting where logIn.connection == connection {
      waiting[request]?.connection = nil
      waiting[request]?.plain = [:]
    }
  }

  /// Begins to check or make a credential; returns the outcome where it is there at once.
  func begin(_ work: Work, for request: RequestID, of input: Input) throws(StoreError) -> Input? {
    let task: CredentialWork.Task
    let makesToken: Bool
    var user: UserID?
    switch work {
    case .checkToken(let token):
      guard let holder = try store.holder(ofToken: token),
        holder.isOperators || holder.usedAt >= engine.oldestTokenUse || engine.tokensInUse.contains(token),
        (holder.webhookRoom != nil) == input.isOfWebhook
      else { return .authenticated(request, rejection(of: nil)) }
      return .authenticated(request, accepted(user: holder.user, for: request))
    case .register(let secret):
      task = .makeVerifier(password: password(secret))
      makesToken = true
    case .checkPassword(let guessed, let secret, let remember):
      task = .check(password: password(secret), verifier: try verifier(of: guessed))
      user = guessed
      makesToken = remember
    case .changePassword(let changing, let old, let new):
      task = .change(old: password(old), verifier: try verifier(of: changing), new: password(new))
      user = changing
      makesToken = false
    }
    let account = user.map(engine.name(of:))
    let work = CredentialWork(
      task, for: request, from: engine.peer(of: request), of: user, with: credentials)
    if credentials.areInstant {
      return authenticated(request, work.run(), account: account, makesToken: makesToken)
    }
    guard case .command(let connection, _, _, _) = input else {
      preconditionFailure("\(work.request) was asked for by no command")
    }
    self.work.append(work)
    waiting[request] = WaitingLogIn(
      connection: connection, makesToken: makesToken, account: account, plain: vault.plain)
    held[connection] = []
    return nil
  }

  /// The room that a webhook's secret is for.
  ///
  /// Errors: `no_such_token` where it is none's; `unavailable` where the store cannot be read.
  package func room(ofWebhook secret: String) throws(Refusal) -> String {
    let holder: TokenHolder?
    do throws(StoreError) {
      holder = try store.holder(ofToken: SecretVault.digest(of: secret))
    } catch {
      throw Refusal(.unavailable, "Webhooks cannot be looked up now.", retryAfterMilliseconds: 1000)
    }
    guard let room = holder?.webhookRoom else {
      throw Refusal(.noSuchToken, "There is no webhook at this address.")
    }
    return room
  }

  /// What became of a password, as an input.
  private func authenticated(
    _ request: RequestID, _ outcome: CredentialOutcome, account: String?, makesToken: Bool
  ) -> Input {
    switch outcome {
    case .rejected: .authenticated(request, rejection(of: account))
    case .notDone: .authenticated(request, .unavailable)
    case .accepted(let verifier):
      .authenticated(request, accepted(verifier, for: request, makesToken: makesToken))
    }
  }

  /// A credential that does not hold: of an account, or of nobody.
  private func rejection(of account: String?) -> Authentication {
    tally.rejected.append(account)
    return .rejected
  }

  /// A credential that holds, with a fresh name for the session and, where it is asked for, a fresh token.
  private func accepted(
    _ verifier: [UInt8]? = nil, user: UserID? = nil, for request: RequestID, makesToken: Bool = false
  ) -> Authentication {
    if let verifier { vault.keep(verifier: verifier, for: request) }
    let entry = store.journalEnd.number + unwritten
    return .accepted(
      user: user, session: vault.digest(of: credentials.freshSecret(.session, entry)),
      token: makesToken ? vault.digest(of: credentials.freshSecret(.token, entry)) : nil)
  }

  func password(_ secret: Secret) -> String {
    guard let password = vault.password(secret) else {
      preconditionFailure("password \(secret.number) was forgotten while it was needed")
    }
    return password
  }

  /// The verifier of a user; of nobody, and of a user without a password, it has no bytes and matches nothing.
  private func verifier(of user: UserID?) throws(StoreError) -> [UInt8] {
    guard let user else { return [] }
    return try store.verifier(of: user) ?? []
  }
}

extension Input {
  /// Whether a webhook's message begins with it.
  fileprivate var isOfWebhook: Bool {
    if case .connected(_, token: _, peer: _, resumable: _, visit: .webhook?) = self { true } else { false }
  }
}
