import Relay
import Synchronization
import Wire

/// What has passed between a bot and the server, as a relay between them tells it.
final class BotTraffic: Sendable {
  /// How far a bot has come, and what has become of it.
  struct State {
    /// Whether it ever had a WebSocket.
    var hasConnected = false
    var isLoggedIn = false
    /// The rooms that it has joined since it logged in.
    var rooms: Set<String> = []
    /// How many frames it has sent.
    var sent = 0
    /// The newest refusal: its code, and why.
    var refusal: String?
    /// The close code with which the server ended a connection, where that tells that coming again is no use.
    var dismissal: UInt16?
    /// When something passed the last time.
    var newest = ContinuousClock.now
    /// How many texts have passed, in both directions.
    var texts = 0
    /// What it tells of being done.
    var quiet = QuietReports()
    fileprivate var connection = 0
    /// What is not yet in the transcript.
    fileprivate var passed: [Passed] = []
  }

  /// A frame, by its direction.
  enum Passed: Sendable {
    case fromBot([UInt8])
    case toBot([UInt8])
  }

  private let shared = Mutex(State())

  var state: State { shared.withLock { $0 } }

  /// Takes what has passed since the last time, in order.
  func takePassed() -> [Passed] {
    shared.withLock { state in
      defer { state.passed = [] }
      return state.passed
    }
  }

  /// Whether the bot has nothing under way: it told so, or one that never tells was silent for a while.
  func isQuiet(afterSilenceOf silence: Duration) -> Bool {
    shared.withLock { $0.quiet.areTold ? $0.quiet.isQuiet : $0.newest < ContinuousClock.now - silence }
  }

  /// What tells that the bot is done goes no further than here.
  static func passage(of event: RelayEvent) -> RelayPassage {
    switch event.kind {
    case .fromClient(let text): RelayPassage(QuietReports.isReport(text) ? [] : [text])
    case .fromServer(let text): RelayPassage([text])
    case .opened, .closedByClient, .closedByServer, .broken, .gone: RelayPassage([])
    }
  }

  /// The bot's connection is gone, which may take a moment to be seen.
  func forgetConnection() {
    shared.withLock { state in
      state.newest = .now
      state.isLoggedIn = false
      state.quiet.disconnect(state.connection)
    }
  }

  func take(_ event: RelayEvent) {
    shared.withLock { state in
      state.newest = .now
      switch event.kind {
      case .opened:
        state.hasConnected = true
        state.connection = event.connection
        state.quiet.connect(event.connection)
      case .fromClient(let bytes):
        state.texts += 1
        state.quiet.take(fromBot: bytes, on: event.connection)
        if QuietReports.isReport(bytes) { break }
        state.sent += 1
        state.passed.append(.fromBot(bytes))
      case .fromServer(let bytes):
        state.texts += 1
        state.quiet.take(toBot: bytes, on: event.connection)
        state.passed.append(.toBot(bytes))
        if let frame = ServerFrame(parsing: bytes) { Self.read(frame, into: &state) }
      case .closedByServer(let code):
        // It may come again after a code below 4500, and 4506 ends a connection in whose place it has another.
        if let code, ![1000, 1001, 1012, 4506].contains(code), !(4000..<4500).contains(code) {
          state.dismissal = code
        }
      case .closedByClient, .broken: break
      case .gone:
        state.quiet.disconnect(event.connection)
        // A newer connection may have taken its place already.
        if event.connection == state.connection { state.isLoggedIn = false }
      }
    }
  }

  private static func read(_ frame: ServerFrame, into state: inout State) {
    switch frame.type {
    case .ready:
      state.isLoggedIn = true
      if !frame.isResumed { state.rooms = [] }
    case .userList:
      if let room = frame.room { state.rooms.insert(room) }
    case .error:
      if let code = frame.code, let message = frame.message { state.refusal = "\(code) (\(message))" }
    case _: break
    }
  }
}
