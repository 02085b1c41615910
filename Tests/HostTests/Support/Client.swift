import Engine
import Testing
import Wire

/// One client of a `Chat`: it sends frames as JSON texts, reads what came in order, and counts as the protocol says.
final class Client {
  static let password = "correct horse"

  let chat: Chat
  var connection = ConnectionID(0)
  /// The frames that nobody read yet, the oldest first.
  private(set) var unread: [JSON] = []
  /// Every counted frame of the session, over all its connections.
  private(set) var transcript: [String] = []
  private(set) var hello: JSON?
  /// The newest `ready`.
  private(set) var ready: JSON?
  private(set) var token: String?
  private(set) var session: String?
  private(set) var closeCode: CloseCode?

  init(_ chat: Chat) {
    self.chat = chat
  }

  var isOpen: Bool { connection.number > 0 }

  // MARK: What the client does

  func sends(_ frame: String) throws {
    try chat.receive(frame, from: connection)
  }

  /// Sends a line as a person types it.
  func types(_ line: String) throws {
    try sends(
      String(
        decoding: JSON.object([.init("type", .string("line")), .init("line", .string(line))]).bytes,
        as: UTF8.self))
  }

  /// Joins a room and reads everything that came, to the list of its users.
  func joins(_ room: String) throws {
    try sends(#"{"type":"join","room":"\#(room)"}"#)
    #expect(getsAll().last?.string("type") == "user_list")
  }

  func says(_ text: String, in room: String) throws {
    try sends(#"{"type":"chat_message","room":"\#(room)","message":"\#(text)"}"#)
  }

  func whispers(_ text: String, to user: String) throws {
    try sends(#"{"type":"private_message","to":"\#(user)","message":"\#(text)"}"#)
  }

  /// The network breaks without a goodbye, and the last frames were still on their way.
  func isCut(losing lost: Int = 0) throws {
    try chat.cut(connection)
    loses(lost)
    wasCut()
  }

  /// The connection is gone; what the session was called is still known.
  func wasCut() {
    connection = ConnectionID(0)
  }

  func closes() throws {
    try chat.close(connection)
    connection = ConnectionID(0)
  }

  /// Comes back over a new connection and asks for what it missed.
  @discardableResult
  func returns(as user: Client? = nil) throws -> JSON {
    let token = try #require((user ?? self).token)
    try asksBack(token: token)
    return try #require(ready, "the log-in failed: \(unread)")
  }

  /// Comes back with a token that may be another user's, and says whether the session goes on.
  func tries(token: String) throws -> Bool {
    try asksBack(token: token)
    return ready?["resumed"] == .bool(true)
  }

  private func asksBack(token: String) throws {
    let session = try #require(session)
    let received = transcript.count
    ready = nil
    try chat.connect(self)
    try sends(
      #"{"type":"login","token":"\#(token)","resume":{"session":"\#(session)","received":\#(received)}}"#)
  }

  /// Forgets the newest frames, as if they had been lost on the way.
  func loses(_ lost: Int) {
    transcript.removeLast(min(lost, transcript.count))
    unread.removeLast(min(lost, unread.count))
  }

  // MARK: What the client gets

  /// Reads the next frame, in which the named fields have to match; others may be there.
  @discardableResult
  func gets(_ expected: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
    let wanted = try JSON.parse(Array(expected.utf8))
    guard !unread.isEmpty else {
      Issue.record("nothing came, expected \(expected)", sourceLocation: sourceLocation)
      return .null
    }
    let frame = unread.removeFirst()
    #expect(frame.matches(wanted), "\(frame.text) came", sourceLocation: sourceLocation)
    return frame
  }

  /// Expects that everything that came was read.
  func getsNothing(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(unread.isEmpty, "\(unread.map(\.text)) came", sourceLocation: sourceLocation)
    unread.removeAll()
  }

  /// Reads everything that came.
  @discardableResult
  func getsAll() -> [JSON] {
    defer { unread.removeAll() }
    return unread
  }

  func receive(_ bytes: [UInt8]) throws {
    let frame = try JSON.parse(bytes)
    switch frame["type"] {
    case .string("hello"): hello = frame
    case .string("ready"):
      ready = frame
      if frame["resumed"] == .bool(false) { transcript.removeAll() }
      if case .string(let name) = frame["session"] { session = name }
      if case .string(let made) = frame["token"] { token = made }
    default:
      unread.append(frame)
      if ServerFrame(frame).isCounted { transcript.append(String(decoding: bytes, as: UTF8.self)) }
    }
  }

  func closed(_ code: CloseCode) {
    closeCode = code
    connection = ConnectionID(0)
  }
}
