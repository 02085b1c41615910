import Client
import Engine
import Harness
import Host
import LiveStage
import ScenarioLanguage
import Wire

/// What a check in Swift has of the server that is checked.
package final class Probe {
  /// How long a client has to wait for what a server does after a time of its own choosing, such as giving up a request, in seconds.
  static let patienceSeconds = 30

  let server: WireServer
  private let origin: Origin
  private var lastName = 0
  private let serial: String

  /// - Parameter origin: Where the check is made, which is where reports point to.
  init(of server: WireServer, origin: Origin) {
    (self.server, self.origin) = (server, origin)
    var random = SystemRandomNumberGenerator()
    serial = String(random.next() % 2_176_782_336, radix: 36)
  }

  /// A name that nobody on the server has, for a user or a room.
  func name(_ base: String) -> String {
    lastName += 1
    return "\(base)\(lastName)-\(serial)"
  }

  /// A word that nobody on the server has said.
  func word() -> String { name("word").filter { $0 != "-" } }

  // MARK: - Failing

  /// Why a check failed.
  func failure(_ message: String, expected: String? = nil, came: String? = nil) -> ProbeEnd {
    var failure = ScenarioFailure(
      kind: came == nil ? .missing : .mismatch, message: message, origin: origin)
    if let expected { failure.details.append(.init(label: "expected", text: expected)) }
    if let came { failure.details.append(.init(label: "came", text: came)) }
    return .failed(failure)
  }

  /// Why a check could not come to what it is about.
  func obstacle(_ message: String) -> ProbeEnd {
    .failed(ScenarioFailure(kind: .setup, message: message, origin: origin))
  }

  /// Does what talks to the server; that it cannot be talked to is a failure.
  func attempt<Value>(_ body: () throws(WebSocketError) -> Value) throws(ProbeEnd) -> Value {
    do throws(WebSocketError) {
      return try body()
    } catch {
      throw failure(error.message)
    }
  }

  /// Does what only the operator can; where that fails the check has not come to what it is about.
  func arrange<Value>(_ body: () throws(StageFailure) -> Value) throws(ProbeEnd) -> Value {
    do throws(StageFailure) {
      return try body()
    } catch {
      throw obstacle(error.message)
    }
  }

  // MARK: - Taking part

  /// A connection to `/ws`, whose greeting has been read.
  func guest(token: String? = nil) throws(ProbeEnd) -> ProbeUser {
    try ProbeUser(of: self, token: token)
  }

  /// A user who is new on the server, and logged in; in a room where one is given.
  func user(_ base: String, in room: String? = nil) throws(ProbeEnd) -> ProbeUser {
    let name = name(base)
    let user = try guest()
    if server.abilities.administers {
      let token = try arrange { () throws(StageFailure) in try server.token(of: name) }
      try user.logIn(token: token)
    } else {
      try user.register(as: name)
    }
    if let room { try user.joins(room) }
    return user
  }

  /// A new room, and alice in it.
  func room() throws(ProbeEnd) -> (room: String, alice: ProbeUser) {
    let room = name("room")
    return (room, try user("alice", in: room))
  }

  /// A new room, and alice and bob in it.
  func roomOfTwo() throws(ProbeEnd) -> (room: String, alice: ProbeUser, bob: ProbeUser) {
    let (room, alice) = try room()
    return (room, alice, try user("bob", in: room))
  }

  /// A user who is new on the server and has a password.
  func registered(_ base: String) throws(ProbeEnd) -> ProbeUser {
    let user = try guest()
    try user.register(as: name(base))
    return user
  }

  /// A session that a token begins.
  func session(token: String) throws(ProbeEnd) -> ProbeUser {
    let user = try guest()
    try user.logIn(token: token)
    return user
  }

  /// A further session of a user; in a room where one is given.
  func tab(of user: ProbeUser, in room: String? = nil) throws(ProbeEnd) -> ProbeUser {
    guard let token = user.token else { throw obstacle("the server gave no token for \(user.name)") }
    let tab = try session(token: token)
    if let room { try tab.joins(room) }
    return tab
  }

  /// Has the server do what an operator asks.
  @discardableResult
  func administer(_ request: AdminRequest) throws(ProbeEnd) -> JSON {
    let reply = try arrange { () throws(StageFailure) in
      guard let control = server.control else { throw .serverDown }
      return try server.reaching { () throws(WebSocketError) in
        try control.ask("administer", [.init("request", request.json)])
      }
    }
    if reply.code == "unknown_type" {
      throw .notApplicable(reason: "the server's operator cannot do it: it does not know `administer`")
    }
    guard let answer = reply.json["answer"], answer["error"] == nil else {
      throw obstacle("the operator's request \(request.json.shown) is answered by \(reply.json.shown)")
    }
    return answer
  }

  // MARK: - Bytes

  /// A socket that sends what it is given. The clauses about bytes are the same where these are encrypted.
  func socket(receiveBuffer: Int32? = nil) throws(ProbeEnd) -> ProbeSocket {
    guard !server.endpoint.isSecure else {
      throw .notApplicable(reason: "it sends bytes that no WebSocket has, which the suite cannot encrypt")
    }
    return try attempt { () throws(WebSocketError) in
      try ProbeSocket(
        to: server.endpoint, deadlineMilliseconds: server.deadlineMilliseconds, receiveBuffer: receiveBuffer)
    }
  }

  /// A WebSocket that can break every rule, whose greeting has been read.
  func rawGuest(receiveBuffer: Int32? = nil) throws(ProbeEnd) -> ProbeWebSocket {
    let socket = try socket(receiveBuffer: receiveBuffer)
    return try attempt { () throws(WebSocketError) in
      let client = try ProbeWebSocket(socket, to: server.endpoint)
      guard case .text = try client.next() else {
        throw .protocolViolation(reason: "its first frame is no `hello`")
      }
      return client
    }
  }

  /// What `hello` says of a limit.
  func limit(_ name: String) throws(ProbeEnd) -> Int {
    guard let value = server.control?.hello.limit(name) else {
      throw failure("`hello` does not tell the limit \(name)")
    }
    return Int(clamping: value)
  }

  // MARK: - Servers of a check's own

  /// Does something on a server that was started for it with other limits, and is ended with it.
  ///
  /// - Parameter largestFileBytes: More than that the server cannot write into any of its files.
  func onServer(
    limits: [(name: String, value: Int64)], largestFileBytes: Int? = nil,
    _ body: (Probe) throws(ProbeEnd) -> Void
  ) throws(ProbeEnd) {
    let sibling: WireServer?
    do throws(WireServer.Unreachable) {
      sibling = try server.sibling(limits: limits, largestFileBytes: largestFileBytes)
    } catch {
      throw obstacle(error.message)
    }
    guard let sibling else {
      throw .notApplicable(
        reason: "it needs a server of its own with other limits; start one by --spawn with {limits}")
    }
    defer { sibling.shutDown() }
    try body(Probe(of: sibling, origin: origin))
  }
}
