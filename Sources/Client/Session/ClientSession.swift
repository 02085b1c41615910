package import Wire

/// What a client keeps of its session over all the connections that it needs: where to resume it, whether the server is still
/// there, and when to connect again.
///
/// It is a value that does nothing by itself. Times are milliseconds of any clock that does not go backwards.
package struct ClientSession: Sendable {
  /// How the server's silence is to be taken.
  package enum Silence: Sendable {
    case short
    /// A ping of WebSocket is to be sent.
    case long
    /// The ping was not answered: the connection is to be given up.
    case fatal
  }

  /// The id of the log-in.
  package static let logInID = "log-in"
  /// The longest frame of a server that is read, in bytes.
  package static let frameBytes = 1 << 24

  /// Where the session is to be resumed; nil where there is none, or none that can be.
  package var point: ResumePoint?
  package var delay: ReconnectDelay
  private var heartbeatMilliseconds: Int64 = 20_000
  private var lastHeard: Int64 = 0
  private var pingedAt: Int64?

  /// - Parameter seed: Begins the jitter of waiting times; two clients should have different ones.
  package init(seed: UInt64, resuming point: ResumePoint? = nil) {
    self.point = point
    delay = ReconnectDelay(seed: seed)
  }

  // MARK: - Log-in

  /// Takes the server's greeting, which says how long the server is silent at most.
  package mutating func greet(_ hello: ServerFrame) {
    guard let seconds = hello.limit("heartbeat_seconds") else { return }
    heartbeatMilliseconds = min(max(1, seconds), 86_400) * 1000
  }

  /// A log-in that resumes the session where there is one.
  package func resuming(_ logIn: JSON) -> JSON { point.map { logIn.with("resume", $0.json) } ?? logIn }

  // MARK: - Silence

  /// The connection was made, or something came of it.
  package mutating func hear(at now: Int64) {
    lastHeard = now
    pingedAt = nil
  }

  /// When `silence` is worth a look, while there is a connection.
  package var silentAt: Int64 { (pingedAt ?? lastHeard) + heartbeatMilliseconds }

  /// How the silence up to now is to be taken; a ping that is to be sent counts as sent.
  package mutating func silence(at now: Int64) -> Silence {
    guard now >= silentAt else { return .short }
    guard pingedAt == nil else { return .final }
    pingedAt = now
    return .long
  }

  // MARK: - Connections

  /// When to make the next connection, after one that failed or ended now.
  package mutating func nextAttempt(at now: Int64) -> Int64 {
    pingedAt = nil
    return now + delay.next()
  }

  /// The codes of the protocol say it by their number; of the others those of servers and proxies that come back.
  package static func mayReconnect(after code: UInt16) -> Bool {
    switch code {
    case 4000..<4500, 1001, 1005, 1006, 1011...1014: true
    case _: false
    }
  }
}
