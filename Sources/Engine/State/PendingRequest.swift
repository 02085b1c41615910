/// Something that waits for the host to check or make a credential.
struct PendingRequest: Hashable, Sendable {
  let session: SessionID
  let re: String?
  let purpose: Purpose
  /// The password that is checked, where one is.
  var guess: Guess?

  /// Whose credential it is about, where that is known before.
  var user: UserID? {
    switch purpose {
    case .register: nil
    case .logIn(let logIn): logIn.user
    case .changePassword(let user): user
    }
  }

  enum Purpose: Hashable, Sendable {
    case register(name: String, invitation: Digest?)
    case logIn(LogIn)
    case changePassword(UserID)
  }

  struct LogIn: Hashable, Sendable {
    /// Known for a password; for a token it comes with the outcome.
    var user: UserID?
    var token: Digest?
    var resume: ResumePoint?
    /// Whether the token came with the connection, so that the connection stands and falls with it.
    var isOpening = false
  }

  /// A password somebody gave. It counts as wrong until it turns out right, so that guessing many at once gains nothing.
  struct Guess: Hashable, Sendable {
    let account: NameKey
    let peer: Peer?
    /// The user's `passwordChanges` when the check began, 0 for nobody.
    let passwordChanges: UInt64
    /// Who gave it, where that is no stranger.
    var known: KnownGuesser?
  }
}
