package import Engine
package import Relay
import Wire

/// Reads the actions of clients that were seen on the network, for a recording.
package struct LiveActions {
  /// The log-ins in the order of the server's `ready`, everything else in the order in which it was seen.
  package private(set) var actions: [RecordedAction] = []
  /// The limits that the server said it keeps.
  package private(set) var limits = Limits()
  /// What may not be written down, wherever it stands.
  package private(set) var secrets: [String] = []
  /// What each session was told, guests' connections first, in the order of their beginnings.
  private(set) var heard: [Heard] = []

  /// What one session was told over all its connections.
  struct Heard: Hashable {
    /// A connection that it had.
    var connection: String
    var isGuest: Bool
    var texts: [String] = []
  }

  private struct Connection {
    /// Where its frames are kept in `heard`.
    var stream: Int
    /// What the client sent while a log-in was under way; nil where none is.
    var held: [(bytes: [UInt8], at: Instant)]?
    /// How many frames the client said it had, where it wants to resume.
    var resumesAfter: Int64?
  }

  private var connections: [String: Connection] = [:]
  /// The connection and the stream that a session's secret name was last seen with.
  private var sessions: [String: (label: String, stream: Int)] = [:]
  private var shown = RoundedTime()

  package init() {}

  /// How many clients are connected.
  package var clients: Int { connections.count }

  /// Takes in what was seen.
  package mutating func take(_ event: RelayEvent) {
    let label = "connection \(event.connection)"
    let now = { (actions: inout Self) in
      Instant(milliseconds: actions.shown.rounded(event.milliseconds))
    }
    switch event.kind {
    case .opened(let secrets):
      self.secrets += secrets
      heard.append(Heard(connection: label, isGuest: true))
      connections[label] = Connection(stream: heard.count - 1)
      // A token in the request logs in before anything that is sent.
      if !secrets.isEmpty { connections[label]?.held = [] }
      add(label, .connects, at: now(&self))
    case .fromClient(let bytes): clientSent(bytes, label, at: now(&self))
    case .fromServer(let bytes): serverSent(bytes, label, at: now)
    case .closedByClient: leave(label, .closes, at: now(&self))
    case .closedByServer(let code):
      guard code != CloseCode.replaced.rawValue else {
        connections[label] = nil
        return
      }
      // After the codes that ask to come back the session can be resumed, as after a cut.
      let isResumable = code.flatMap(CloseCode.init(rawValue:))?.mayReconnect ?? false
      leave(label, isResumable ? .breaks : .isClosed, at: now(&self))
    case .broken: leave(label, .breaks, at: now(&self))
    case .gone: connections[label] = nil
    }
  }

  private mutating func add(_ label: String, _ kind: RecordedAction.Kind, at instant: Instant) {
    actions.append(RecordedAction(on: label, at: instant, kind))
  }

  private mutating func leave(_ label: String, _ kind: RecordedAction.Kind, at instant: Instant) {
    guard connections[label] != nil else { return }
    release(label)
    add(label, kind, at: instant)
  }

  // MARK: - Frames

  private mutating func clientSent(_ bytes: [UInt8], _ label: String, at instant: Instant) {
    guard connections[label] != nil else { return }
    secrets += RecordedFrame.secrets(in: bytes)
    let type = RecordedFrame.type(of: bytes)
    if connections[label]?.held != nil, type != "login" {
      connections[label]?.held?.append((bytes, instant))
      return
    }
    add(label, .sends(bytes), at: instant)
    guard type == "login" || type == "register" else { return }
    if connections[label]?.held == nil { connections[label]?.held = [] }
    if case .integer(let received)? = ServerFrame(parsing: bytes)?.json["resume"]?["received"] {
      connections[label]?.resumesAfter = received
    }
  }

  private mutating func serverSent(_ bytes: [UInt8], _ label: String, at now: (inout Self) -> Instant) {
    guard let connection = connections[label],
      let frame = ServerFrame(parsing: bytes, maximumBytes: 1 << 24), frame.typeName != nil
    else { return }
    switch frame.type {
    case .hello: if heard.count == 1, let told = frame.limits { limits = told }
    case .ready: logIn(label, frame, at: now(&self))
    case .error where connection.held != nil: release(label)
    case _: heard[connection.stream].texts.append(RecordedExpectation.text(of: frame.json))
    }
  }

  private mutating func logIn(_ label: String, _ ready: ServerFrame, at instant: Instant) {
    guard let connection = connections[label], let user = ready.user else { return }
    secrets += [ready.session, ready.token].compactMap(\.self)
    var resumed: String?
    if let session = ready.session {
      if ready.isResumed, let before = sessions[session] {
        resumed = before.label
        connections[label]?.stream = before.stream
        // What the client never got comes again.
        let kept = Int(clamping: connection.resumesAfter ?? .max)
        heard[before.stream].texts = Array(heard[before.stream].texts.prefix(kept))
      } else {
        heard.append(Heard(connection: label, isGuest: false))
        connections[label]?.stream = heard.count - 1
      }
      sessions[session] = (label, connections[label]?.stream ?? 0)
    }
    add(label, .logsIn(user: user, resuming: resumed), at: instant)
    release(label)
  }

  /// The log-in is decided; what was sent meanwhile comes after it.
  private mutating func release(_ label: String) {
    let held = connections[label]?.held ?? []
    connections[label]?.held = nil
    connections[label]?.resumesAfter = nil
    for (bytes, instant) in held { clientSent(bytes, label, at: instant) }
  }
}

/// Real time as it is written down: what happens at nearly the same time happens at the same time, and long waits are
/// round numbers. Nothing is lost, so that the two never drift apart.
struct RoundedTime: Hashable {
  private var shown: Int64 = 0
  private var start: Int64?

  /// The time to write down for a time in milliseconds.
  mutating func rounded(_ milliseconds: Int64) -> Int64 {
    let start = start ?? milliseconds
    self.start = start
    let distance = milliseconds - start - shown
    guard distance >= 50 else { return shown }
    let step: Int64 =
      switch distance {
      case ..<10_000: 100
      case ..<120_000: 1000
      case _: 10_000
      }
    shown += max(step, (distance + step / 2) / step * step)
    return shown
  }
}
