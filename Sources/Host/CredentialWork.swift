package import Engine
import Store

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

  /// Does the work: with scrypt some tenths of a second and 128 MiB, or twice that time, so that few should run at once.
  package func run() -> CredentialOutcome {
    switch task {
    case .makeVerifier(let password):
      return .accepted(verifier: credentials.verifier(password.composed))
    case .check(let password, let verifier):
      return matches(password, verifier) ? .accepted(verifier: nil) : .rejected
    case .change(let old, let verifier, let new):
      guard matches(old, verifier) else { return .rejected }
      return .accepted(verifier: credentials.verifier(new.composed))
    }
  }

  /// Whether a verifier is that of a password in normalization form C (RFC 8265 asks for it), so that it does not depend on how a
  /// keyboard composes letters. Earlier programs made verifiers of what was typed, so that this is tried too, whoever's verifier it is:
  /// the time must not tell whether there is such an account.
  private func matches(_ password: String, _ verifier: [UInt8]) -> Bool {
    let composed = password.composed
    if credentials.matches(composed, verifier) { return true }
    return !composed.utf8.elementsEqual(password.utf8) && credentials.matches(password, verifier)
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
