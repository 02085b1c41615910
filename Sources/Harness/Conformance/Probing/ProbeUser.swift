import Client
import DequeModule
import LiveStage
import Wire

/// Somebody who takes part in a check.
///
/// What arrives waits until it is expected, however long ago it came; what never comes is a failure after the server's deadline.
final class ProbeUser {
  /// The password of all who have one.
  static let password = "open sesame"
  /// How many frames may come while one is waited for.
  private static let mostFrames = 10_000

  private let probe: Probe
  private let connection: BlockingConnection
  private var unread: Deque<JSON> = []
  private var lastID = 0
  private(set) var name = "a guest"
  /// What logs the user in, as far as it is known.
  private(set) var token: String?
  /// The session's secret name.
  private(set) var session = ""
  /// How many frames the session was sent on this connection.
  private(set) var received = 0
  /// How the server ended the connection; 1006 where it did without a close frame.
  private(set) var closeCode: UInt16?

  /// Connects, and reads the greeting.
  init(of probe: Probe, token: String?) throws(ProbeEnd) {
    self.probe = probe
    self.token = token
    let server = probe.server
    let headers = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
    connection = try probe.attempt { () throws(WebSocketError) in
      try BlockingConnection(
        to: server.endpoint, options: .init(headers: headers),
        deadlineMilliseconds: server.deadlineMilliseconds)
    }
    let hello = try next()
    guard hello?["type"] == .string("hello") else {
      throw probe.failure("the first frame is no `hello`", expected: "hello", came: hello?.shown ?? ending)
    }
    received = 0
  }

  deinit { connection.abort() }

  // MARK: - Logging in

  /// Makes an account.
  func register(as name: String) throws(ProbeEnd) {
    let reply = try asks(#""type":"register","user":"\#(name)","password":"\#(Self.password)""#)
    try begin(with: reply, as: name)
  }

  func logIn(token: String) throws(ProbeEnd) {
    let reply = try asks(#""type":"login","token":"\#(token)""#)
    self.token = token
    try begin(with: reply, as: nil)
  }

  /// A connection that was opened with a token is told who it is.
  func becomesReady() throws(ProbeEnd) {
    try begin(with: try gets(#"{"type":"ready"}"#), as: nil)
  }

  private func begin(with ready: JSON, as name: String?) throws(ProbeEnd) {
    guard ready["type"] == .string("ready"), let user = ready.text("user") else {
      throw probe.obstacle("\(name ?? self.name) cannot log in; the server answers \(ready.shown)")
    }
    self.name = name ?? user
    session = ready.text("session") ?? ""
    token = ready.text("token") ?? token
    received = 0
  }

  func joins(_ room: String) throws(ProbeEnd) {
    let reply = try asks(#""type":"join","room":"\#(room)""#)
    guard reply["type"] == .string("user_list") else {
      throw probe.obstacle("\(name) cannot join \(room); the server answers \(reply.shown)")
    }
  }

  /// The fields of the command that logs the user in by the token.
  var tokenLogIn: String { #""type":"login","token":"\#(token ?? "")""# }

  /// The fields of the command that logs a user in by a password.
  static func passwordLogIn(_ name: String, _ password: String = password) -> String {
    #""type":"login","user":"\#(name)","password":"\#(password)""#
  }

  /// The field of a log-in that asks for this session, as far as it has come.
  var resume: String { #""resume":{"session":"\#(session)","received":\#(received)}"# }

  // MARK: - Sending

  /// Sends a frame as it is.
  func sends(_ frame: String) throws(ProbeEnd) {
    try probe.attempt { () throws(WebSocketError) in try connection.send(Array(frame.utf8)) }
  }

  /// Sends a command, of which the text has the fields, and gives the reply.
  @discardableResult
  func asks(_ fields: String) throws(ProbeEnd) -> JSON {
    guard let reply = try asksIfOpen(fields) else {
      throw probe.failure("\(name) got no reply to {\(fields)}, but \(ending)")
    }
    return reply
  }

  /// Sends a command, and gives the reply; nil where the connection ends before.
  func asksIfOpen(_ fields: String) throws(ProbeEnd) -> JSON? {
    lastID += 1
    let id = "probe-\(lastID)"
    do throws(WebSocketError) {
      try connection.send(Array(#"{"id":"\#(id)",\#(fields)}"#.utf8))
    } catch {
      guard error == .closed else { throw probe.failure(error.message) }
    }
    return try first { $0["re"] == .string(id) }
  }

  /// Says texts in a room, one after the other. They are put into JSON as they are.
  func says(_ texts: [String], in room: String) throws(ProbeEnd) {
    for text in texts {
      try asks(#""type":"chat_message","room":"\#(room)","message":"\#(text)""#, gets: #"{"type":"ack"}"#)
    }
  }

  // MARK: - Receiving

  /// Waits for a frame that has these members; one of the same type that has others is a failure. Members that are `null` must be absent.
  ///
  /// Frames of other types stay where they are.
  @discardableResult
  func gets(_ pattern: String) throws(ProbeEnd) -> JSON {
    let expected = JSON.trusted(pattern)
    guard let frame = try first(where: { $0["type"] == expected["type"] }) else {
      throw probe.failure("\(name) does not get what it must", expected: pattern, came: ending)
    }
    guard frame.has(expected) else {
      throw probe.failure("\(name) gets something else", expected: pattern, came: frame.shown)
    }
    return frame
  }

  /// Waits for the reply to a command, which has to have these members.
  @discardableResult
  func asks(_ fields: String, gets pattern: String) throws(ProbeEnd) -> JSON {
    let reply = try asks(fields)
    try expect(reply, has: pattern, after: fields)
    return reply
  }

  /// Waits for the reply to a command, which has to be an error of this code.
  func isRefused(_ fields: String, with code: String) throws(ProbeEnd) {
    try asks(fields, gets: #"{"type":"error","code":"\#(code)"}"#)
  }

  /// Waits for the next reply to anything, which has to be that to the command with this id.
  func getsReply(_ id: String, _ pattern: String) throws(ProbeEnd) {
    guard let reply = try first(where: { $0["re"] != nil }) else {
      throw probe.failure("\(name) gets no reply", expected: pattern, came: ending)
    }
    guard reply["re"] == .string(id) else {
      throw probe.failure(
        "\(name) gets a reply too early", expected: "\(pattern) to \(id)", came: reply.shown)
    }
    try expect(reply, has: pattern, after: id)
  }

  /// Shows that a reply has these members.
  func expect(_ reply: JSON, has pattern: String, after command: String) throws(ProbeEnd) {
    guard reply.has(JSON.trusted(pattern)) else {
      throw probe.failure("\(name) sends \(command.prefix(200))", expected: pattern, came: reply.shown)
    }
  }

  /// Shows that nothing more has come; a server answers a ping after all that it sent before.
  func getsNothing() throws(ProbeEnd) {
    try asks(#""type":"ping""#, gets: #"{"type":"pong"}"#)
    if let frame = unread.first {
      throw probe.failure("\(name) gets what it must not", expected: "nothing", came: frame.shown)
    }
  }

  /// Shows that a frame with these members has come already.
  func hasGot(_ pattern: String) throws(ProbeEnd) {
    guard let index = unread.firstIndex(where: { $0.has(JSON.trusted(pattern)) }) else {
      throw probe.failure("\(name) is told too late", expected: pattern, came: "nothing yet")
    }
    unread.remove(at: index)
  }

  /// Forgets everything that has come.
  func forgetsAll() throws(ProbeEnd) {
    try asks(#""type":"ping""#)
    unread.removeAll()
  }

  /// Waits until the server has ended the connection with a code.
  func isClosed(with code: UInt16, because reason: String) throws(ProbeEnd) {
    while closeCode == nil, let frame = try next() { unread.append(frame) }
    guard closeCode == code else {
      throw probe.failure("\(name) is not closed \(reason)", expected: "close \(code)", came: ending)
    }
  }

  /// Ends the connection without a goodbye, and waits until the server has noticed.
  func isCut() throws(ProbeEnd) {
    try probe.attempt { () throws(WebSocketError) in try connection.cut() }
  }

  /// What is known of the end of the connection.
  private var ending: String {
    closeCode.map { $0 == 1006 ? "the end of the connection" : "close \($0)" } ?? "nothing"
  }

  /// The first frame, of those that wait and those that come, that is such a one; nil where the connection ends before.
  private func first(where isWanted: (JSON) -> Bool) throws(ProbeEnd) -> JSON? {
    if let index = unread.firstIndex(where: isWanted) { return unread.remove(at: index) }
    for _ in 0..<Self.mostFrames {
      guard let frame = try next() else { return nil }
      if isWanted(frame) { return frame }
      unread.append(frame)
    }
    throw probe.failure("the server sends \(name) frames without end")
  }

  private func next() throws(ProbeEnd) -> JSON? {
    guard closeCode == nil, let inbound = try nextInTime() else { return nil }
    switch inbound {
    case .text(let bytes):
      received += 1
      if let frame = JSON.read(bytes) { return frame }
      throw probe.failure(
        "the server sends invalid JSON to \(name)", came: String(decoding: bytes.prefix(500), as: UTF8.self))
    case .closed(let code): closeCode = code ?? 1005
    case .lost: closeCode = 1006
    }
    return nil
  }

  /// What comes next; nil where nothing does in time.
  private func nextInTime() throws(ProbeEnd) -> WebSocketConnection.Inbound? {
    do throws(WebSocketError) {
      return try connection.next()
    } catch {
      guard error == .timeout else { throw probe.failure(error.message) }
      return nil
    }
  }
}
