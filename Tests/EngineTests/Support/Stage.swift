import Engine

/// An engine and the least of a host around it: it answers log-ins, and notes what each connection is told.
struct Stage {
  private(set) var engine = Engine()
  var now = Instant.virtualStart
  /// Whether a request for a log-in is answered in the same turn, and every password is right.
  var answersRequests = true
  /// What every lookup finds.
  var found: Lookup.Found?
  /// What the newest input led to.
  private(set) var effects: [Effect] = []
  /// What each connection was told and nobody took yet.
  private var heard: [ConnectionID: [Event]] = [:]
  /// What the engine asked for and nobody answered.
  private(set) var asked: [RequestID: Work] = [:]
  private var connections: [SessionID: ConnectionID] = [:]

  init(limits: Limits = Limits()) {
    apply(.started(Configuration(limits: limits)))
  }

  /// Goes on from a copy of the state, with the same connections.
  mutating func replaceEngine(by engine: Engine) {
    self.engine = engine
  }

  // MARK: Inputs

  mutating func apply(_ input: Input) {
    engine.apply(input, at: now)
    effects = engine.takeEffects()
    var requests: [RequestID] = []
    for effect in effects {
      switch effect {
      case .attach(let session, let connection): connections[session] = connection
      case .detach(let session): connections[session] = nil
      case .reply(let event, _, let session): tell(event, to: session)
      case .broadcast(let event, let audience):
        for case .some(let session) in audience.slots { tell(event, to: session) }
      case .answer, .record, .close: break
      case .authenticate(let request, let work):
        asked[request] = work
        requests.append(request)
      }
    }
    if answersRequests { for request in requests { accept(request) } }
  }

  mutating func connect(from peer: Peer? = nil, resumable: Bool = true) -> ConnectionID {
    let connection = ConnectionID(engine.lastConnection.number + 1)
    apply(.connected(connection, peer: peer, resumable: resumable))
    return connection
  }

  mutating func send(_ command: Command, from connection: ConnectionID, re: String? = "1") {
    let lookup = engine.lookup(for: command, from: connection)
    apply(.command(connection, command, re: re, found: lookup.flatMap { _ in found }))
  }

  /// A connection that has registered; the user of number n has the token `token(n)`.
  mutating func user(_ name: String) -> ConnectionID {
    let connection = connect()
    send(.register(user: name, password: Secret(1)), from: connection)
    return connection
  }

  mutating func logIn(
    _ user: UInt32, over connection: ConnectionID, resume: Digest? = nil, received: UInt64 = 0
  ) {
    let point = resume.map { ResumePoint(session: $0, received: received) }
    send(.logIn(.token(Self.token(user)), resume: point), from: connection)
  }

  mutating func accept(_ request: RequestID) {
    guard let work = asked.removeValue(forKey: request) else { return }
    let session = Self.session(request.number)
    switch work {
    case .register:
      let token = Self.token(UInt32(engine.userCount + 1))
      apply(.authenticated(request, .accepted(user: nil, session: session, token: token)))
    case .changePassword(let user, _, _):
      apply(.authenticated(request, .accepted(user: user, session: session, token: nil)))
    case .checkPassword(let user, _, _):
      apply(.authenticated(request, .accepted(user: user, session: session, token: nil)))
    case .checkToken(let token):
      let user = UserID(UInt32(token.words.1))
      apply(.authenticated(request, .accepted(user: user, session: session, token: nil)))
    }
  }

  mutating func reject(_ request: RequestID) {
    asked[request] = nil
    apply(.authenticated(request, .rejected))
  }

  /// Lets time pass, with everything that falls due on the way at its own time.
  mutating func pass(milliseconds: Int64) {
    let end = now.advanced(byMilliseconds: milliseconds)
    while let deadline = engine.nextDeadline, deadline <= end {
      now = deadline
      apply(.deadline)
    }
    now = end
  }

  // MARK: What came out

  /// What a connection was told since this was asked before.
  mutating func take(_ connection: ConnectionID) -> [Event] {
    heard.removeValue(forKey: connection) ?? []
  }

  /// The code of the newest event that a connection was told, where it is a refusal.
  mutating func refusal(_ connection: ConnectionID) -> ErrorCode? {
    guard case .error(let refusal) = take(connection).last else { return nil }
    return refusal.code
  }

  /// The session secret that a log-in under this request got.
  static func session(_ request: UInt64) -> Digest { Digest(1, request, 0, 0) }

  /// The token of a user.
  static func token(_ user: UInt32) -> Digest { Digest(2, UInt64(user), 0, 0) }

  private mutating func tell(_ event: Event, to session: SessionID) {
    guard let connection = connections[session] else { return }
    heard[connection, default: []].append(event)
  }
}

extension Limits {
  /// The usual limits without those on how much may be done in a time.
  static var unhurried: Limits {
    var limits = Limits()
    limits.removeRates()
    return limits
  }
}
