import Client
import Foundation
import Wire

/// Somebody of the certifier's own who talks to a bot, past the relay, and hears everything that is said.
final class TrialUser {
  /// Something that was said.
  struct Heard: Hashable {
    let user: String
    /// The room, or nil where it was said in private.
    let room: String?
    let text: String
    let seq: Int64
    let isFromBot: Bool
  }

  let name: String
  private let token: String
  private var connection: BlockingConnection
  private(set) var heard: [Heard] = []
  private var rooms: [String] = []
  private var lastID = 0
  /// The ids of the server's replies.
  private var replies: Set<String> = []
  /// How long to wait, in milliseconds, before what was refused last is asked for again.
  private var delay: Int64?

  /// Connects and logs in.
  init(_ name: String, token: String, endpoint: Endpoint) throws(WebSocketError) {
    (self.name, self.token) = (name, token)
    connection = try Self.connect(to: endpoint, token: token)
  }

  private static func connect(to endpoint: Endpoint, token: String) throws(WebSocketError)
    -> BlockingConnection
  {
    try BlockingConnection(
      to: endpoint, options: .init(headers: [("Authorization", "Bearer \(token)")], readAheadBytes: 1 << 28),
      deadlineMilliseconds: 10_000)
  }

  /// Comes back to a server that was started again, and hears what it missed in its rooms.
  func reconnect(to endpoint: Endpoint) throws(WebSocketError) {
    connection = try Self.connect(to: endpoint, token: token)
    for room in rooms { try enter(room) }
  }

  /// Goes into a room and waits until it is there.
  func join(_ room: String) throws(WebSocketError) {
    rooms.append(room)
    try enter(room)
  }

  private func enter(_ room: String) throws(WebSocketError) {
    let after = heard.last { $0.room == room }?.seq
    while true {
      delay = nil
      let id = try send(
        "join", [.init("room", .string(room))] + (after.map { [.init("after", .integer($0))] } ?? []))
      while !replies.contains(id) {
        guard let inbound = try connection.next() else { throw .closed }
        take(inbound)
      }
      // A check may limit the pace of all.
      guard let delay else { return }
      usleep(UInt32(clamping: delay * 1000))
    }
  }

  /// Waits until all has come that the server has sent by now.
  func catchUp() throws(WebSocketError) {
    try connection.ping()
    listen()
  }

  func say(_ text: String, in room: String) throws(WebSocketError) {
    _ = try send("chat_message", [.init("room", .string(room)), .init("message", .string(text))])
  }

  func tell(_ user: String, _ text: String) throws(WebSocketError) {
    _ = try send("private_message", [.init("to", .string(user)), .init("message", .string(text))])
  }

  private func send(_ type: String, _ members: [JSON.Member]) throws(WebSocketError) -> String {
    lastID += 1
    let frame = JSON.object([.init("type", .string(type)), .init("id", .string("\(lastID)"))] + members)
    try connection.send(frame.bytes)
    return "\(lastID)"
  }

  /// Takes what has arrived.
  func listen() {
    // Nothing is thrown where the peer has no budget.
    while let inbound = try? connection.take() { take(inbound) }
  }

  /// Leaves without a word.
  func leave() { connection.abort() }

  private func take(_ inbound: WebSocketConnection.Inbound) {
    guard case .text(let bytes) = inbound, let frame = ServerFrame(parsing: bytes) else { return }
    if let id = frame.re { replies.insert(id) }
    if frame.type == .error { delay = frame.retryAfterMilliseconds }
    switch frame.type {
    case .chatMessage, .privateMessage: hear(frame, in: frame.room)
    case .history: for message in frame.messages ?? [] { hear(message, in: frame.room) }
    case _: break
    }
  }

  private func hear(_ message: ServerFrame, in room: String?) {
    guard let user = message.user, let text = message.message, let seq = message.seq else { return }
    heard.append(Heard(user: user, room: room, text: text, seq: seq, isFromBot: message.isFromBot))
  }
}
