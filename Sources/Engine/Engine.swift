/// A chat server as a function: inputs in order, each with its time, give effects in order.
///
/// The engine is a value. It knows nothing of sockets, files, threads, random numbers or the time of day; a copy of it
/// can be taken at any instant and goes its own way. Hosts apply an input, take the effects, and carry them out before
/// the next input:
///
///     var engine = Engine()
///     engine.apply(.started(Configuration()), at: .virtualStart)
///     engine.apply(.connected(ConnectionID(1)), at: .virtualStart)
///     for effect in engine.takeEffects() { … }
package struct Engine: Sendable {
  /// What inputs lead to, as a number: it changes whenever the same inputs would lead to another state, Unicode's tables
  /// included. The journal carries it. How states and inputs are written is another matter (`StateFormat`).
  package static let behaviour = 7

  package internal(set) var configuration = Configuration()
  /// The instant of the newest input; time never runs backwards here.
  package internal(set) var now = Instant(milliseconds: 0)

  var users = DenseTable<UserID, User>()
  var rooms = DenseTable<RoomID, Room>()
  var sessions = SessionTable()
  /// The newest seq of each pair that ever talked.
  var pairs = PairTable()
  /// How many messages were ever stored, room and private alike.
  var messages: UInt64 = 0
  /// What was asked of the host and not yet answered.
  var requests: [RequestID: PendingRequest] = [:]
  var lastRequest: UInt64 = 0
  var timers = TimerQueue()
  /// Recent failed log-ins and registrations.
  var attempts = Attempts()
  var lastDelivery: UInt64 = 0
  /// The logs of deliveries, in the order in which they grow old.
  var ages = LogAges()
  /// The codes with which people can register, in the order in which they were made.
  var invitations: [Invitation] = []
  /// From where nobody may connect, in the order in which that was decided.
  var addressBans: [AddressBan] = []
  /// The newest connection's number.
  package internal(set) var lastConnection = ConnectionID(0)

  // What follows can be derived from the above, or lives within one `apply`.
  var userIDs = NameIndex<UserID>()
  var roomIDs = NameIndex<RoomID>()
  var connections: [ConnectionID: SessionID] = [:]
  var sessionsByName: [Digest: SessionID] = [:]
  /// The invite-only rooms that the list shows a user who is not inside: those of which they are the owner, a moderator or invited.
  var standing: [UserID: Set<RoomID>] = [:]
  /// How many users have a session, and how many rooms have gone.
  var (usersOnline, roomsDeleted) = (0, 0)
  /// How many rooms users own.
  var owned: [UserID: Int] = [:]
  /// How many bytes all logs of deliveries keep together.
  var keptBytes: Int64 = 0
  /// Detached sessions for which more waits than the limits allow; they end with the input that did it.
  var overflowing: [SessionID] = []
  var effects: [Effect] = []

  package init() {}

  var limits: Limits { configuration.limits }

  /// Whether something was asked of the host whose outcome has not come yet.
  package var awaitsOutcome: Bool { !requests.isEmpty }

  /// Whether a connection is there: it came, and neither side has ended it.
  package func isConnected(_ connection: ConnectionID) -> Bool { connections[connection] != nil }

  /// When `Input.deadline` is due next, or nil where nothing waits for time to pass.
  package var nextDeadline: Instant? { timers.earliest }

  /// Lets one thing happen. An instant before the newest one counts as the newest one.
  ///
  /// - Returns: The input as it is to be kept. It leads to the same; a command that was refused has become its refusal, so that
  ///   nobody fills a journal with what did not happen.
  @discardableResult
  package mutating func apply(_ input: Input, at instant: Instant) -> Input {
    if case .marked(.clockSet) = input {
      setClock(to: instant)
      return input
    }
    var refused: Input?
    let instant = max(now, instant)
    fireTimers(through: instant)
    now = instant
    forgetOldDeliveries()
    switch input {
    case .started(let configuration): start(configuration)
    case .connected(let connection, let token, let peer, let resumable, let visit):
      connect(connection, token: token, peer: peer, resumable: resumable, visit: visit)
    case .closed(let connection): close(connection)
    case .cut(let connection): cut(connection)
    case .command(let connection, let command, let re, let found):
      refused = receive(command, found: found, re: re, from: connection)
    case .limited(let connection, let rateClass, let re): refuse(rateClass, re: re, from: connection)
    case .refused(let connection, let refused, let re): refuse(refused, re: re, from: connection)
    case .malformed(let connection, let refusal, let re): receiveMalformed(refusal, re: re, from: connection)
    case .deadline: break
    case .authenticated(let request, let outcome): finish(request, with: outcome)
    case .restarted: restart()
    case .provisioned(let name, let bot, let token, let label):
      provision(name, bot: bot, token: token, label: label)
    case .administered(let administration): administer(administration)
    case .marked: break
    }
    endOverflowing()
    return refused ?? input
  }

  /// Takes the effects since the last call, in order; the buffer that is given is used for the next ones.
  package mutating func takeEffects(into buffer: inout [Effect]) {
    buffer.removeAll(keepingCapacity: true)
    swap(&effects, &buffer)
  }

  /// The effects since the last call, in order.
  package mutating func takeEffects() -> [Effect] {
    var taken: [Effect] = []
    takeEffects(into: &taken)
    return taken
  }

  private mutating func start(_ configuration: Configuration) {
    for limit in Limit.allCases {
      let value = configuration.limits[limit]
      precondition(limit.definition.range.contains(value), "the limit \(limit.name) cannot be \(value)")
    }
    self.configuration = configuration
    expectUseOfAll()
  }

  /// From how much later on than it was due something has waited for a server that did not run, or for a clock that was put right: a
  /// day, in milliseconds.
  private static let lateMilliseconds: Int64 = 86_400_000

  private mutating func fireTimers(through instant: Instant) {
    while let due = timers.popDue(at: instant) {
      now = max(now, due.at)
      let isLate = instant.milliseconds - due.at.milliseconds > Self.lateMilliseconds
      switch due.timer {
      case .sessionExpiry(let session): expire(session)
      case .presence(let room): tellGathered(in: room)
      case .roomForgotten: break
      case .logIn(let session): expireLogIn(session)
      case .named(let session): fireTimer(due.serial, of: session)
      case .roomUnused(let room): deleteIfUnused(room)
      case .accountUnused(let user): isLate ? expectUse(of: user, after: instant) : eraseIfUnused(user)
      }
    }
  }
}
