import Engine
import Harness
import LiveStage
import Relay
import Synchronization
import Wire

/// What passes between a bot and the server, as the relay between them sees it.
final class TrialTraffic: Sendable {
  /// The most frames that a bot may send within one second, but for floods.
  static let framesPerSecond = 100

  fileprivate struct State {
    var entries: [Transcript.Entry.Kind] = []
    var sentAt: [Int64] = []
    var peak = 0
    var connections = 0
    /// On which connection the bot was let into which room, or resumed its session with all rooms.
    var arrivals: [(connection: Int, room: String?)] = []
    var refusals: [(code: String, message: String)] = []
    var isConnected = false
    var hasLoggedIn = false
    var meddling: Meddling?
    /// What it tells of being done.
    var quiet = QuietReports()
    /// How many texts have passed, in both directions.
    var texts = 0
    /// The bot's token, which no transcript shows, wherever the bot puts it.
    var secret = ""
  }

  private let name: String
  private let state = Mutex(State())

  /// - Parameter name: What the bot is called in the transcript.
  init(of name: String) { self.name = name }

  // MARK: - On the relay's event loop

  func observe(_ event: RelayEvent) {
    state.withLock { state in
      switch event.kind {
      case .opened:
        state.connections += 1
        state.isConnected = true
        state.quiet.connect(event.connection)
        state.entries.append(.fault("\(name) connects"))
      case .fromClient(let bytes):
        state.texts += 1
        state.quiet.take(fromBot: bytes, on: event.connection)
        if QuietReports.isReport(bytes) { break }
        state.sentAt.append(event.milliseconds)
        // At most as many as were sent in the second before.
        let recent = state.sentAt.reversed().prefix { $0 > event.milliseconds - 1000 }.count
        state.peak = max(state.peak, recent)
        state.entries.append(.sent(by: name, Self.shown(bytes, without: state.secret)))
      case .fromServer(let bytes):
        state.texts += 1
        state.received(bytes, by: name)
      case .closedByClient: state.entries.append(.fault("\(name) says goodbye"))
      case .closedByServer(let code):
        state.entries.append(
          .fault("the server says goodbye to \(name)" + (code.map { ", code \($0)" } ?? "")))
      case .broken: state.entries.append(.fault("the connection of \(name) breaks"))
      case .gone:
        state.quiet.disconnect(event.connection)
        state.isConnected = false
      }
    }
  }

  func meddle(_ event: RelayEvent) -> RelayPassage {
    state.withLock { state in
      let passage = state.passage(of: event)
      if case .fromServer = event.kind {
        for text in passage.texts { state.quiet.take(toBot: text, on: event.connection) }
      }
      return passage
    }
  }

  // MARK: - For the checks

  /// Whether the bot tells when it is done, as far as is known.
  var tellsWhenDone: Bool { state.withLock { $0.quiet.areTold } }
  /// Whether it has told that nothing is under way.
  var isQuiet: Bool { state.withLock { $0.quiet.isQuiet } }
  /// How many texts have passed, in both directions.
  var texts: Int { state.withLock { $0.texts } }

  /// The bot is about to be sent a text that is none of the server's.
  func expectInjection(of text: [UInt8]) {
    state.withLock { if $0.isConnected { $0.quiet.inject(text) } }
  }

  /// Lets the relay meddle with what passes from now on.
  func begin(_ meddling: Meddling) { state.withLock { $0.meddling = meddling } }

  /// Takes what the relay has held, and lets it hold no more.
  func takeHeld() -> [[UInt8]] {
    state.withLock { state in
      guard case .holding(let texts)? = state.meddling else { return [] }
      state.meddling = nil
      return texts
    }
  }

  /// Leaves the bot's token out of what is shown.
  func hide(_ secret: String) { state.withLock { $0.secret = secret } }

  /// Notes something that a check does.
  func note(_ entry: Transcript.Entry.Kind) { state.withLock { $0.entries.append(entry) } }

  /// How many frames the bot has sent.
  var sentFrames: Int { state.withLock { $0.sentAt.count } }
  /// The most frames that it sent within one second.
  var peak: Int { state.withLock { $0.peak } }
  /// How many connections it has made.
  var connections: Int { state.withLock { $0.connections } }
  var hasLoggedIn: Bool { state.withLock { $0.hasLoggedIn } }
  /// What the server refused it, in order.
  var refusals: [(code: String, message: String)] { state.withLock { $0.refusals } }

  /// Whether it was let into a room, or its session was resumed, on a connection later than one.
  func isIn(_ room: String, after connection: Int = 0) -> Bool {
    state.withLock { state in
      state.arrivals.contains { $0.connection > connection && ($0.room ?? room) == room }
    }
  }

  /// The latest that happened, without times and secrets.
  func transcript(last count: Int) -> Transcript {
    var transcript = Transcript()
    for kind in state.withLock({ $0.entries }).suffix(count) {
      transcript.script(transcript.append(.init(at: .virtualStart, kind: kind)))
    }
    return transcript
  }

  // MARK: - What is shown

  /// The frame as a transcript has it: nothing that is secret, long, or another one in each run.
  fileprivate static func shown(_ frame: JSON) -> JSON {
    guard case .object(let members) = frame else { return frame }
    if ServerFrame(frame).type == .hello { return .frame("hello") }
    return .object(
      members.compactMap { member -> JSON.Member? in
        switch member.name {
        case "token", "password", "session", "resume", "at", "now": return nil
        case "message":
          guard case .string(let text) = member.value, text.unicodeScalars.count > 80 else { return member }
          return .init("message", .string("\(text.prefix(40))… (\(text.unicodeScalars.count) characters)"))
        case "messages":
          guard case .array(let messages) = member.value else { return member }
          return .init("messages", .array(messages.suffix(3).map(shown)))
        case _: return member
        }
      })
  }

  private static func shown(_ bytes: [UInt8], without secret: String) -> Transcript.Sent {
    let bytes = Array(String(decoding: bytes, as: UTF8.self).replacing(secret, with: "…").utf8)
    guard let frame = try? JSON.parse(bytes) else {
      return .bytes(Array(bytes.prefix(80)))
    }
    return .json(String(decoding: shown(frame).bytes, as: UTF8.self))
  }
}

extension TrialTraffic.State {
  /// What passes on in the place of a text.
  fileprivate mutating func passage(of event: RelayEvent) -> RelayPassage {
    if case .fromClient(let text) = event.kind, QuietReports.isReport(text) { return RelayPassage([]) }
    if let (passage, next) = meddling?.meddle(event.kind) {
      meddling = next
      return passage
    }
    switch event.kind {
    case .fromClient(let text), .fromServer(let text): return RelayPassage([text])
    case .opened, .closedByClient, .closedByServer, .broken, .gone: return RelayPassage([])
    }
  }

  fileprivate mutating func received(_ bytes: [UInt8], by name: String) {
    guard let frame = ServerFrame(parsing: bytes), frame.typeName != nil else { return }
    entries.append(.received(by: name, TrialTraffic.shown(frame.json)))
    switch frame.type {
    case .ready:
      hasLoggedIn = true
      if frame.isResumed { arrivals.append((connections, nil)) }
    case .userList: if let room = frame.room { arrivals.append((connections, room)) }
    case .error: if let code = frame.code, let message = frame.message { refusals.append((code, message)) }
    case _: break
    }
  }
}
