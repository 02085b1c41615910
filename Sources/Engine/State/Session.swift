/// A client's session: a guest's until it logs in, and resumable from then on.
struct Session: Sendable {
  var identity: Identity
  var attachment: Attachment
  /// Whether its client can resume it after a log-in. Clients of the tutorials cannot: nothing is kept for them, and since
  /// their connection is for one room, it is closed when they are removed from the room.
  var isResumable = true
  /// What the request is for, where it is for a single one over HTTP.
  var visit: VisitKind?
  /// The rooms that the session is in, in the order of joining.
  var memberships: [Membership] = []
  /// Rooms that it left recently; after a resume, their frames may have to be sent again.
  var past: [PastMembership] = []
  /// The newest delivery of such a room that is no longer kept and no longer in `past`.
  var pastLostThrough: UInt64 = 0
  /// What rooms that it left had sent it.
  var pastTally = SentCount()
  /// What was sent to this session alone.
  var log = DeliveryLog()
  /// The log-in that is under way.
  var request: RequestID?
  /// When it was begun; 1970 where an earlier program did not write that down.
  var since = Instant(milliseconds: 0)
  /// Where its newest connection comes from.
  var peer: Peer?
  /// The token that it was begun with, or that was made when it began.
  var token: Digest?
  /// Whether its connection's token began it and it has done nothing yet, so that it may give way to an earlier one.
  var isProvisional = false
  /// When a guest must have logged in, where there is such a time.
  var logInBy: Instant?
  /// How many of its frames could not be read.
  var badFrames = 0
  /// What it may still ask for too fast before it is closed, in microseconds since the Unix epoch.
  var refusals = TokenBucket()
  /// The timers that its client set and that are not due yet, in the order in which they were set.
  var timers: [NamedTimer] = []
  /// Where it lately told that its user is typing, in the order in which it did.
  var typing: [Typing] = []
  /// Whether its client knows `typing`, since it has sent one.
  var isToldOfTyping = false

  enum Identity: Hashable, Sendable {
    case guest(Allowance)
    /// `name` is the digest of the session's secret name.
    case user(UserID, name: Digest)
  }

  enum Attachment: Hashable, Sendable {
    case attached(ConnectionID)
    /// Cut; `sent` is what had been sent until then.
    case detached(sent: SentCount, expires: Instant)
  }

  struct Membership: Hashable, Sendable {
    let room: RoomID
    var slot: Int
    /// What the room's log had counted when the session joined.
    var tally: SentCount
    /// The number of the engine's newest delivery when the session joined.
    var joinedAfter: UInt64
  }

  struct PastMembership: Hashable, Sendable {
    let room: RoomID
    /// Deliveries of the room above `after` and up to `through`, which is one, went to the session.
    let after: UInt64
    let through: UInt64
    /// When the session left the room.
    var ended: Instant
  }

  /// A timer that the client set, by its name; when it is due is in the queue of all timers.
  struct NamedTimer: Hashable, Sendable {
    let name: String
    let serial: UInt64
  }

  /// The user, or nil for a guest.
  var user: UserID? { if case .user(let id, _) = identity { id } else { nil } }

  /// Where it is connected, or nil where it was cut.
  var connection: ConnectionID? { if case .attached(let connection) = attachment { connection } else { nil } }

  /// When it ends by itself, where it was cut.
  var expires: Instant? { if case .detached(_, let expires) = attachment { expires } else { nil } }

  /// Whether it is for a single request over HTTP, and so is not among its user's sessions.
  var isVisit: Bool { visit != nil }

  var isDetached: Bool { connection == nil }

  func membership(of room: RoomID) -> Int? {
    memberships.firstIndex { $0.room == room }
  }
}
