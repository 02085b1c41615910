package import Wire

/// A client's session over all the connections that it needs: how far it is, where to resume, whether the server is still there,
/// and when to connect again.
///
/// It is a value that does nothing by itself. Times are milliseconds of any clock that does not go backwards.
package struct ClientSession: Sendable {
  package enum Phase: Hashable, Sendable {
    case waiting(until: Int64)
    case connecting
    case greeting
    case loggingIn
    case active
    case over
  }

  /// What the time calls for.
  package enum Due: Sendable {
    case nothing
    case connect
    /// The server is silent, and is to be asked for a sign of life.
    case ping
    /// It gave none: the connection is to be given up.
    case giveUp
  }

  /// The id of the log-in.
  package static let logInID = "log-in"
  /// The longest frame of a server that is read, in bytes.
  package static let frameBytes = 1 << 24

  package var phase = Phase.connecting
  /// Where the session is to be resumed; nil where there is none, or none that can be.
  package var progress: SessionProgress?
  package var delay: ReconnectDelay
  private var heartbeatMilliseconds: Int64 = 20_000
  private var lastHeard: Int64 = 0
  private var pingedAt: Int64?

  /// - Parameter seed: Begins the jitter of waiting times; two clients should have different ones.
  package init(seed: UInt64, resuming progress: SessionProgress? = nil) {
    self.progress = progress
    delay = ReconnectDelay(seed: seed)
  }

  // MARK: - Log-in

  /// Takes the server's greeting, which says how long the server is silent at most; the log-in follows.
  package mutating func greet(_ hello: ServerFrame) {
    phase = .loggingIn
    guard let seconds = hello.limit("heartbeat_seconds") else { return }
    heartbeatMilliseconds = min(max(1, seconds), 86_400) * 1000
  }

  /// A log-in that resumes the session where there is one.
  package func resuming(_ logIn: JSON) -> JSON { progress.map { logIn.with("resume", $0.json) } ?? logIn }

  // MARK: - Connections

  package var isConnected: Bool {
    switch phase {
    case .greeting, .loggingIn, .active: true
    case .waiting, .connecting, .over: false
    }
  }

  /// The connection was made.
  package mutating func connected(at now: Int64) {
    phase = .greeting
    hear(at: now)
  }

  /// Something came from the server.
  package mutating func hear(at now: Int64) {
    lastHeard = now
    pingedAt = nil
  }

  /// When to ask what is due; nil where nothing waits for a time.
  package var deadline: Int64? {
    switch phase {
    case .over, .connecting: nil
    case .waiting(let until): until
    case .greeting, .loggingIn, .active: (pingedAt ?? lastHeard) + heartbeatMilliseconds
    }
  }

  /// What the time calls for, which counts as done.
  package mutating func due(at now: Int64) -> Due {
    guard let deadline, now >= deadline else { return .nothing }
    guard isConnected else {
      phase = .connecting
      return .connect
    }
    guard pingedAt == nil else { return .giveUp }
    pingedAt = now
    return .ping
  }

  /// The connection failed or ended: the next one is made after a while, but not later than at a certain time.
  package mutating func wait(at now: Int64, notAfter latest: Int64 = .max) {
    pingedAt = nil
    phase = .waiting(until: min(now + delay.next(), latest))
  }

  /// Whether another connection may be made after one that the server closed; later than usual where too much was sent.
  ///
  /// The codes of the protocol say it by their number; of the others those of servers and proxies that come back.
  package mutating func mayReconnect(after code: UInt16) -> Bool {
    if code == 4004 { delay.slowDown() }
    return switch code {
    case 4000..<4500, 1001, 1005, 1006, 1011...1014: true
    case _: false
    }
  }
}
