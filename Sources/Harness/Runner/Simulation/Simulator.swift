package import Bots
import DequeModule
package import Engine
package import Host
package import Store
package import Wire

/// A chat server and its clients in one process and in virtual time.
///
/// The server is the same `Host` that serves live; network, clock and disk are virtual. After each thing that is done
/// to it, it runs until nothing is left to do at that instant. So "nothing arrived" is a fact and not a time-out.
package final class Simulator {
  /// The most frames that clients may send by themselves within one instant.
  static let sendsPerInstant = 10_000

  /// The instant of the virtual clock.
  package private(set) var now: Instant
  /// What the server was set up with.
  package let configuration: Configuration
  let store: Store
  package internal(set) var host: Host?
  package private(set) var clients: [SimulatedClient] = []
  /// Whether the server is to die after each input once everyone has come.
  private let crashesOnceBegun: Bool
  /// Bots beside the example bots, by their names.
  private let ownBots: [String: any Bot]
  private var byName: [String: SimulatedClient] = [:]
  var byConnection: [ConnectionID: SimulatedClient] = [:]
  /// How many frames have reached clients.
  var arrivals = 0
  /// What bots have sent, with its place in the transcript.
  var sends: Deque<(client: SimulatedClient, bytes: [UInt8], entry: Int?)> = []
  package var log: TranscriptLog?
  let reader = JSONReader(maximumBytes: .max, maximumDepth: 64)
  let writer = JSONWriter()

  /// Whether the server dies after each input, before anyone hears of it, and comes back.
  var crashesEverywhere = false

  /// A server with an empty store, in memory unless its database is to be kept, and no clients yet.
  package init(
    configuration: Configuration = Configuration(), database: Store.Location = .memory,
    startingAt instant: Instant = .virtualStart, crashesEverywhere: Bool = false,
    bots: [String: any Bot] = [:]
  ) throws(Failure) {
    ownBots = bots
    now = instant
    self.configuration = configuration
    crashesOnceBegun = crashesEverywhere
    do {
      store = try Store(database)
    } catch {
      throw .store(error)
    }
    try start()
  }

  /// Whether, from now on, the server dies after each input and comes back without anyone noticing.
  package func setCrashesEverywhere(_ crashes: Bool) {
    crashesEverywhere = crashes
  }

  /// What can go wrong with a simulation itself.
  package typealias Failure = StageFailure

  /// Everyone has come. Before, a lost reply would leave a client without a session to resume.
  package func begin() {
    setCrashesEverywhere(crashesOnceBegun)
  }

  // MARK: - Clients

  /// Lets a user connect, register or log in, and wait for what happens.
  package func addUser(_ name: String, speaking dialect: Dialect = .verbatim) throws(Failure) {
    switch dialect {
    case .verbatim: try addUser(named: name)
    case .tutorialChat, .tutorialNotification: try addTutorialUser(name, speaking: dialect)
    }
  }

  /// Lets a user of a tutorial's client connect with the token of the account, which is made first where it is not there.
  private func addTutorialUser(_ name: String, speaking dialect: Dialect) throws(Failure) {
    let client: SimulatedClient
    let user = SimulatedClient(name: name, role: .guest).user
    if let other = clients.first(where: { $0.user == user && $0.token != nil }) {
      client = try add(SimulatedClient(name: name, role: other.role))
      client.token = other.token
    } else {
      try addUser(named: name)
      try close(name)
      client = try self.client(name)
    }
    client.dialect = dialect
    try connect(client)
  }

  private func addUser(named name: String) throws(Failure) {
    let client = try add(SimulatedClient(name: name, role: .user(password: "the password of \(name)")))
    if let other = clients.first(where: { $0 !== client && $0.user == client.user }) {
      client.role = other.role
      try logIn(client, frame: client.logInFrame())
    } else {
      try logIn(client, frame: client.registerFrame())
    }
  }

  /// Lets a guest connect.
  package func addGuest(_ name: String, speaking dialect: Dialect = .verbatim) throws(Failure) {
    let client = try add(SimulatedClient(name: name, role: .guest))
    client.dialect = dialect
    try connect(client)
  }

  /// Lets one of the bots that are known by name connect, log in with a token, and join rooms.
  package func addBot(_ name: String, rooms: [String]) throws(Failure) {
    guard let bot = ownBots[name] ?? ExampleBots.named(name) else { throw .unknownBot(name) }
    try add(bot, name: name, rooms: rooms)
  }

  /// Lets a bot connect under a name, log in with a token, and join rooms.
  ///
  /// - Parameters:
  ///   - seed: Where its random numbers begin; nil lets them follow from its name.
  ///   - observe: Is shown each frame that reaches the bot, before the bot is.
  package func add(
    _ bot: any Bot, name: String, rooms: [String], seed: UInt64? = nil,
    observe: ((Received) -> Void)? = nil
  ) throws(Failure) {
    let token: String
    do {
      token = try running().provision(user: name, bot: true, at: now)
    } catch let failure as Failure {
      throw failure
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .notLoggedIn(name, reply: "\(error)")
    }
    let memory =
      seed.map { BotMemory(rooms: rooms, seed: $0) } ?? BotMemory(simulating: name, rooms: rooms)
    let client = try add(
      SimulatedClient(name: name, role: .bot(RunningBot(bot, name: name, token: token, memory: memory))))
    client.observe = observe
    try connect(client)
    sends.append((client, writer.write(client.logInFrame()), nil))
    try settle()
  }

  /// The client of this name.
  package func client(_ name: String) throws(Failure) -> SimulatedClient {
    guard let client = byName[name] else { throw .unknownClient(name) }
    return client
  }

  private func add(_ client: SimulatedClient) throws(Failure) -> SimulatedClient {
    guard byName[client.name] == nil else { throw .nameInUse(client.name) }
    clients.append(client)
    byName[client.name] = client
    return client
  }

  func logIn(_ client: SimulatedClient, frame: JSON) throws(Failure) {
    client.expectsReady = true
    try connect(client)
    try receive(writer.write(frame), from: client)
    try settle()
    guard !client.expectsReady else {
      let reply = client.unread.last.map { String(decoding: writer.write($0.frame.json), as: UTF8.self) }
      throw .notLoggedIn(client.name, reply: reply ?? "nothing")
    }
  }

  func connect(_ client: SimulatedClient) throws(Failure) {
    guard client.connection == nil else { throw .alreadyConnected(client.name) }
    let connection = try attempt { host throws(StoreError) in try host.connect(client.opening, at: now) }
    client.connection = connection
    byConnection[connection] = client
    try settle()
  }

  // MARK: - Time

  /// Lets time pass, and everything fall due on the way.
  package func advance(byMilliseconds distance: Int64) throws(Failure) {
    let target = now.advanced(byMilliseconds: distance)
    while let next = nextDeadline, next <= target {
      now = max(now, next)
      if host != nil { try attempt { host throws(StoreError) in try host.advance(to: now) } }
      for client in clients {
        let (frames, cause) = client.timersDue(at: now, time: log?.cause)
        post(frames, from: client, because: cause)
      }
      try settle()
    }
    now = target
  }

  /// Lets happen what fell due while a client was away or the server was down.
  func doWhatIsDue() throws(Failure) { try advance(byMilliseconds: 0) }

  /// When something happens by itself next. A bot without a connection has to wait until it has one.
  private var nextDeadline: Instant? {
    var earliest = host?.nextDeadline
    for client in clients where client.isConnected {
      guard let deadline = client.nextDeadline else { continue }
      earliest = min(earliest ?? deadline, deadline)
    }
    return earliest
  }
}
