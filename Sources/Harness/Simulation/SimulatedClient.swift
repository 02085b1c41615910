import Bots
import DequeModule
import Engine
import Host
package import Wire

/// A client on the virtual network: one session of a user, a guest, or a bot.
package final class SimulatedClient {
  /// Who sits behind the connection.
  enum Role {
    /// A person, whose events wait to be read by the scenario.
    case user(password: String)
    case guest
    case bot(BotDriver, token: String)
  }

  /// The name of the session in scenarios: `alice`, or `alice/phone` for a second one.
  package let name: String
  var role: Role
  /// The connection, while there is one.
  var connection: ConnectionID?
  /// Whether the connection is there but nothing is read from it.
  var isStalled = false
  /// What the server sent to a client that does not read.
  var pipe: Deque<Received> = []
  var pipeBytes = 0
  /// What arrived and was not yet read.
  var unread: Deque<Arrival> = []
  /// What the client speaks.
  package internal(set) var dialect = Dialect.verbatim
  /// What a tutorial's client has in place of a cookie: the token of its user.
  var token: String?
  /// The secret name of the session, once logged in.
  var session: String?
  /// How many frames of the session have arrived.
  var received: UInt64 = 0
  /// Whether the next `ready` is the simulator's business and not the scenario's.
  var expectsReady = false
  /// Whether the next `hello` is the scenario's business: it is all that a guest who returns is told.
  var showsHello = false

  init(name: String, role: Role) {
    self.name = name
    self.role = role
  }

  /// The user's name: what comes before the slash.
  package var user: String {
    String(name.prefix { $0 != "/" })
  }

  /// Whether the client has a connection.
  package var isConnected: Bool { connection != nil }

  /// Whether the client sends a `login`: guests have no account, and tutorials' clients bring a token.
  var logsInByFrame: Bool {
    switch (role, dialect) {
    case (.guest, _), (_, .tutorialChat), (_, .tutorialNotification): false
    case (.user, .verbatim), (.bot, .verbatim): true
    }
  }

  var isBot: Bool {
    switch role {
    case .bot: true
    case .user, .guest: false
    }
  }

  /// Takes the oldest event that was not yet read, or nil where there is none.
  package func takeUnread() -> Arrival? { unread.popFirst() }

  /// Takes a frame off the network: counts it, and keeps what is not the simulator's own business.
  func take(_ frame: Received, serial: Int) {
    switch frame.type {
    case "hello":
      guard showsHello else { return }
      showsHello = false
    case "closed":
      break
    case "ready":
      if case .string(let session)? = frame.json["session"] { self.session = session }
      if case .string(let token)? = frame.json["token"] { self.token = token }
      if frame.json["resumed"] != .bool(true) { received = 0 }
      if expectsReady {
        expectsReady = false
        return
      }
    default:
      if session != nil { received += 1 }
    }
    unread.append(Arrival(serial: serial, frame: frame))
  }

  /// What the server knows when the client connects. Only a tutorial's client logs in by connecting.
  var opening: Opening {
    switch dialect {
    case .verbatim: Opening()
    case .tutorialChat, .tutorialNotification: Opening(token: token, dialect: dialect)
    }
  }

  /// The frame that logs this client in, with the session to resume where there is one.
  func logInFrame() -> JSON {
    var members: [JSON.Member] = [.init("type", .string("login"))]
    switch role {
    case .user(let password):
      members.append(.init("user", .string(user)))
      members.append(.init("password", .string(password)))
    case .bot(_, let token):
      members.append(.init("token", .string(token)))
    case .guest: preconditionFailure("a guest does not log in")
    }
    if let session {
      let point = JSON.object([
        .init("session", .string(session)), .init("received", .integer(Int64(clamping: received))),
      ])
      members.append(.init("resume", point))
    }
    return .object(members)
  }
}
