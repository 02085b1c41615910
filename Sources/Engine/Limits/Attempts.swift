/// Recent failed log-ins and registrations: a wrong password counts against its account and its address.
struct Attempts: Sendable {
  /// By the name that was tried, whether or not there is such a user, so that nobody learns which users exist.
  var accounts = AttemptLog<NameKey>()
  /// Attempts of logged-in users and from known addresses, which have their own limit.
  var known = AttemptLog<KnownGuesser>()
  var peers = AttemptLog<Peer>()
  var registrations = AttemptLog<Peer>()
  /// Wrong tokens. Nobody guesses those that the server makes, but an operator may have chosen theirs.
  var tokens = AttemptLog<Peer>()

  /// Refuses a password for an account, or from an address, that had too many wrong ones. Both say the same.
  func checkPassword(
    for account: NameKey, from peer: Peer?, at now: Instant, limits: Limits
  ) throws(Refusal) {
    let forAccount = accounts.wait(for: account, at: now, rate: limits.accountFailures)
    let forPeer = peer.map { peers.wait(for: $0, at: now, rate: limits.peerFailures) } ?? 0
    try Refusal.check(wait: max(forAccount, forPeer), "Too many wrong passwords; try again later.")
  }

  /// Refuses a password of somebody who is known and had too many wrong ones.
  func checkPassword(of known: KnownGuesser, at now: Instant, limits: Limits) throws(Refusal) {
    let wait = self.known.wait(for: known, at: now, rate: limits.accountFailures)
    try Refusal.check(wait: wait, "Too many wrong passwords; try again later.")
  }

  /// Refuses a registration from an address that had too many.
  func checkRegistration(from peer: Peer?, at now: Instant, limits: Limits) throws(Refusal) {
    guard let peer else { return }
    let wait = registrations.wait(for: peer, at: now, rate: limits.peerRegistrations)
    try Refusal.check(wait: wait, "Too many registrations from this address; try again later.")
  }

  /// Refuses a token, which is not valid, from an address that had too many of them.
  func checkToken(from peer: Peer, at now: Instant, limits: Limits) throws(Refusal) {
    let wait = tokens.wait(for: peer, at: now, rate: limits.peerFailures)
    try Refusal.check(wait: wait, "Too many wrong tokens; try again later.")
  }
}

/// Somebody who gives a password for an account, and is no stranger to it.
struct KnownGuesser: Hashable, Sendable {
  let user: UserID
  let peer: Peer?
  /// Whether they are logged in as the user, and not only come from where the user has been.
  let isLoggedIn: Bool
}
