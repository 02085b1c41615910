/// A registered user, as far as the engine has to know; password and tokens are the store's.
struct User: Sendable {
  /// The name as it was registered, or the one that stands for an erased user.
  var name: String
  let bot: Bool
  /// Whether an operator closed the account; nobody can log in to it, and its name stays taken.
  var isDeleted = false
  /// The live sessions, the resumable ones included, in the order of log-in.
  var sessions: [SessionID] = []
  var allowance = Allowance()
  /// From where the user has logged in of late, the latest first.
  var peers: [Peer] = []
  /// The idempotency keys of late, where any was used.
  var keys: KeyRing?
  /// How often the password was changed; a check that began before a change no longer counts.
  var passwordChanges: UInt64 = 0
  /// Whether nothing of the user is kept but the number.
  var isErased = false
  /// How many rooms the user may still make, in microseconds since the Unix epoch.
  var roomsMade = TokenBucket()
  /// Whether the account goes where nobody uses it: the user registered it, and has neither done nor been told anything since
  /// that anybody would miss.
  var mayExpire = false
  /// When the user logged in last, or was gone, while the account may go.
  var lastUse = Instant(milliseconds: 0)

  /// Of how many addresses it is known that they are a user's: a home, a place of work, a phone, and one more.
  static let mostPeers = 4
}
