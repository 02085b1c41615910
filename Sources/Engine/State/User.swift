/// A registered user, as far as the engine has to know; password and tokens are the store's.
struct User: Sendable {
  /// The name as it was registered, or the one that stands for an erased user.
  var name: String
  let bot: Bool
  /// Whether an operator closed the account; nobody can log in to it, and its name stays taken.
  var isDeleted = false
  /// The live sessions, including those that wait to be resumed, in the order of log-in.
  var sessions: [SessionID] = []
  var allowance = Allowance()
  /// The addresses of the latest log-ins, the newest first.
  var peers: [Peer] = []
  /// The latest idempotency keys; nil if none was used.
  var keys: KeyRing?
  /// How often the password was changed; a check that began before a change no longer counts.
  var passwordChanges: UInt64 = 0
  /// Whether the user was erased; only the number is kept.
  var isErased = false
  /// How many rooms the user may still make, in microseconds since the Unix epoch.
  var roomsMade = TokenBucket()
  /// Whether the account is deleted when it is not used: it was registered, and its user left no messages, rooms or roles and
  /// received no messages.
  var mayExpire = false
  /// When the user last logged in or left, while the account may expire.
  var lastUse = Instant(milliseconds: 0)
  /// What they say of themself.
  var status = Status()
  /// How often they may still change it, in microseconds since the Unix epoch.
  var statusChanges = TokenBucket()
  /// When a connection of theirs ended last; 1970 where none has.
  var lastSeen = Instant(milliseconds: 0)
  /// Whom they do not want to hear from, in the order in which they were blocked.
  var blocked: [UserID] = []
  /// Whether an operator lets nobody log in to the account.
  var isSuspended = false

  /// Of how many addresses it is known that they are a user's: a home, a place of work, a phone, and one more.
  static let mostPeers = 4
}
