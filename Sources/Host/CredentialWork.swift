package import Engine

/// Work on a password that takes long by intent. It knows all that it needs, and can be done on any thread.
package struct CredentialWork: Sendable {
  /// What `Host.finish` is to be told the outcome of.
  package let request: RequestID
  /// Where it is asked for from.
  package let peer: Peer?
  /// Whose password is checked; nobody's for a registration or a name that nobody has.
  package let account: UserID?
  private let task: Task
  private let credentials: Credentials

  enum Task: Sendable {
    case makeVerifier(password: String)
    /// A verifier without bytes stands for nobody's: the time is spent all the same.
    case check(password: String, verifier: [UInt8])
    case change(old: String, verifier: [UInt8], new: String)
  }

  init(
    _ task: Task, for request: RequestID, from peer: Peer?, of account: UserID?, with credentials: Credentials
  ) {
    self.task = task
    self.peer = peer
    self.account = account
    self.request = request
    self.credentials = credentials
  }

  /// Does the work: with scrypt some tenths of a second and 128 MiB, so that few should run at once.
  package func run() -> CredentialOutcome {
    switch task {
    case .makeVerifier(let password):
      return .accepted(verifier: credentials.verifier(password))
    case .check(let password, let verifier):
      return credentials.matches(password, verifier) ? .accepted(verifier: nil) : .rejected
    case .change(let old, let verifier, let new):
      guard credentials.matches(old, verifier) else { return .rejected }
      return .accepted(verifier: credentials.verifier(new))
    }
  }
}

/// What became of `CredentialWork`.
package enum CredentialOutcome: Sendable {
  case rejected
  /// There was too much other work; it was not looked at.
  case notDone
  /// The password was right, or was taken; with the verifier of a new one.
  case accepted(verifier: [UInt8]?)
}
