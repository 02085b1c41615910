import Engine
import Host
import Store
import Testing
import Wire

/// A chat server and its clients in one process, so that a test reads like a conversation.
///
/// Every call runs one turn to its end: what the server has to say is with its clients when the call returns.
final class Chat {
  let configuration: Configuration
  let store: Store
  private(set) var host: Host
  private(set) var now = Instant.virtualStart
  private let credentials: Credentials
  private let snapshotInterval: Int
  private var clients: [ConnectionID: WeakClient] = [:]

  private struct WeakClient {
    weak var client: Client?
  }

  init(
    limits: Limits = Limits(), store location: Store.Location = .memory,
    credentials: Credentials = .simulated, snapshotInterval: Int = 100_000
  ) throws {
    configuration = Configuration(limits: limits)
    self.credentials = credentials
    self.snapshotInterval = snapshotInterval
    store = try Store(location)
    host = try Host(
      store: store, configuration: configuration, credentials: credentials,
      snapshotInterval: snapshotInterval, at: now)
    try deliver()
  }

  // MARK: Clients

  /// A client that has connected and read `hello`.
  func guest(_ opening: Opening = Opening()) throws -> Client {
    let client = Client(self)
    try connect(client, opening)
    return client
  }

  /// A client that has connected like this, with everything unread that it was told.
  func client(_ opening: Opening) throws -> Client {
    let client = Client(self)
    try connect(client, opening)
    return client
  }

  /// A client that has registered under a name.
  func user(_ name: String) throws -> Client {
    let client = try guest()
    try client.sends(#"{"type":"register","user":"\#(name)","password":"\#(Client.password)"}"#)
    try #require(client.ready != nil, "\(name) could not register")
    return client
  }

  /// A client that has registered and joined a room, with nothing left to read.
  func user(_ name: String, in room: String) throws -> Client {
    let client = try user(name)
    try client.joins(room)
    return client
  }

  /// One more client of a user, logged in with that user's token.
  func tab(of user: Client) throws -> Client {
    let client = try guest()
    try client.sends(#"{"type":"login","token":"\#(try #require(user.token))"}"#)
    return client
  }

  /// Makes an account as an operator does, and returns its token.
  func provision(_ name: String, bot: Bool) throws -> String {
    let token = try host.provision(user: name, bot: bot, at: now)
    try deliver()
    return token
  }

  /// Asks what an operator asks, and returns the answer.
  @discardableResult
  func administer(_ request: AdminRequest) throws -> JSON {
    let answer = try host.administer(request, at: now)
    try deliver()
    return answer
  }

  // MARK: What happens

  func connect(_ client: Client, _ opening: Opening = Opening()) throws {
    let connection = try host.connect(opening, at: now)
    client.connection = connection
    clients[connection] = WeakClient(client: client)
    try deliver()
  }

  func receive(_ frame: String, from connection: ConnectionID) throws {
    try host.receive(Array(frame.utf8), from: connection, at: now)
    try deliver()
  }

  /// Does all the work on passwords that waits, as other threads would, and lets what follows from it happen.
  func works() throws {
    var work = host.takeWork()
    while !work.isEmpty {
      for piece in work {
        try host.finish(piece.request, with: piece.run(), at: now)
        try deliver()
      }
      work = host.takeWork()
    }
  }

  /// Lets what follows from the outcome of one piece of work happen.
  func finish(_ work: CredentialWork) throws {
    try host.finish(work.request, with: work.run(), at: now)
    try deliver()
  }

  func cut(_ connection: ConnectionID) throws {
    clients[connection] = nil
    try host.cut(connection, at: now)
    try deliver()
  }

  func close(_ connection: ConnectionID) throws {
    clients[connection] = nil
    try host.closed(connection, at: now)
    try deliver()
  }

  /// Lets time pass, with everything that falls due on the way at its own time.
  func passes(milliseconds: Int64) throws {
    let end = now.advanced(byMilliseconds: milliseconds)
    while let deadline = host.nextDeadline, deadline <= end {
      now = max(now, deadline)
      try host.advance(to: now)
      try deliver()
    }
    now = end
  }

  func passes(seconds: Int64) throws {
    try passes(milliseconds: seconds * 1000)
  }

  /// Moves the clock, and lets what fell due wait for the next input, as a busy server would.
  func oversleeps(milliseconds: Int64) {
    now = now.advanced(byMilliseconds: milliseconds)
  }

  /// The database takes no commits any more: the server goes on with what was committed, and connections are gone.
  func losesItsDisk() throws {
    host = try Host(readingOnly: store, configuration: configuration, credentials: credentials, at: now)
    clients = [:]
    try deliver()
  }

  /// The server crashes between two turns and comes back from its store. Every connection is gone.
  func restarts() throws {
    store.rollback()
    clients.removeAll()
    host = try Host(
      store: store, configuration: configuration, credentials: credentials,
      snapshotInterval: snapshotInterval, at: now)
    try deliver()
  }

  private func deliver() throws {
    for outgoing in try host.commit() {
      switch outgoing {
      case .send(let frame, let connection): try deliver(frame, to: connection)
      case .sendToMany(let frame, let connections):
        for connection in connections { try deliver(frame, to: connection) }
      case .close(let connection, let code):
        try #require(clients[connection] != nil, "\(connection) is closed and was gone already")
        clients.removeValue(forKey: connection)?.client?.closed(code)
      }
    }
  }

  private func deliver(_ frame: Frame, to connection: ConnectionID) throws {
    try #require(clients[connection] != nil, "a frame was sent to \(connection), which is gone")
    try clients[connection]?.client?.receive(frame.bytes)
  }
}

extension Limits {
  static func with(_ change: (inout Limits) -> Void) -> Limits {
    var limits = Limits()
    change(&limits)
    return limits
  }
}
