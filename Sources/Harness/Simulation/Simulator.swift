package import Bots
import DequeModule
package import Engine
import Host
import Store
import Wire

/// A chat server and its clients in one process and in virtual time.
///
/// The server is the same `Host` that serves live; network, clock and disk are virtual. After each thing that is done
/// to it, it runs until nothing is left to do at that instant. So "nothing arrived" is a fact and not a time-out.
package final class Simulator {
  /// The most frames that clients may send by themselves within one instant.
  private static let sendsPerInstant = 10_000

  /// The instant of the virtual clock.
  package private(set) var now = Instant.virtualStart
  /// What the server was set up with.
  package let configuration: Configuration
  let store: Store
  var host: Host?
  private(set) var clients: [SimulatedClient] = []
  private var byName: [String: SimulatedClient] = [:]
  private var byConnection: [ConnectionID: SimulatedClient] = [:]
  /// How many frames have reached clients.
  private var arrivals = 0
  private var sends: Deque<(SimulatedClient, [UInt8])> = []
  private let reader = JSONReader(maximumBytes: .max, maximumDepth: 64)
  private let writer = JSONWriter()

  /// Whether the server dies after each input, before anyone hears of it, and comes back.
  private var crashesEverywhere = false

  /// A server with an empty store in memory, and no clients yet.
  package init(configuration: Configuration = Configuration()) throws(Failure) {
    self.configuration = configuration
    do {
      store = try Store(.memory, engineVersion: Engine.version)
    } catch {
      throw .store(error)
    }
    try start()
  }

  /// Whether, from now on, the server dies after each input and comes back without anyone noticing.
  package func setCrashesEverywhere(_ crashes: Bool) {
    crashesEverywhere = crashes
  }

  // MARK: - Clients

  /// Lets a user connect, register or log in, and wait for what happens.
  package func addUser(_ name: String) throws(Failure) {
    let client = try add(SimulatedClient(name: name, role: .user(password: "the password of \(name)")))
    if let other = clients.first(where: { $0 !== client && $0.user == client.user }) {
      client.role = other.role
      try logIn(client, frame: client.logInFrame())
    } else {
      try logIn(
        client,
        frame: .object([
          .init("type", .string("register")), .init("user", .string(client.user)),
          .init("password", .string("the password of \(name)")),
        ]))
    }
  }

  /// Lets a guest connect.
  package func addGuest(_ name: String) throws(Failure) {
    try connect(try add(SimulatedClient(name: name, role: .guest)))
  }

  /// Lets one of the example bots connect, log in with a token, and join rooms.
  package func addBot(_ name: String, rooms: [String]) throws(Failure) {
    guard let bot = ExampleBots.named(name) else { throw .unknownBot(name) }
    try add(bot, name: name, rooms: rooms)
  }

  /// Lets a bot connect under a name, log in with a token, and join rooms.
  package func add(_ bot: any Bot, name: String, rooms: [String]) throws(Failure) {
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
    let driver = BotDriver(bot: bot, name: name, rooms: rooms)
    let client = try add(SimulatedClient(name: name, role: .bot(driver, token: token)))
    try connect(client)
    sends.append((client, writer.write(client.logInFrame())))
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

  private func logIn(_ client: SimulatedClient, frame: JSON) throws(Failure) {
    client.expectsReady = true
    try connect(client)
    try receive(writer.write(frame), from: client)
    try settle()
    guard !client.expectsReady else {
      let reply = client.unread.last.map { String(decoding: writer.write($0.frame.json), as: UTF8.self) }
      throw .notLoggedIn(client.name, reply: reply ?? "nothing")
    }
  }

  private func connect(_ client: SimulatedClient) throws(Failure) {
    guard client.connection == nil else { throw .alreadyConnected(client.name) }
    let connection = try attempt { host throws(StoreError) in try host.connect(at: now) }
    client.connection = connection
    byConnection[connection] = client
    try settle()
  }

  // MARK: - What clients do

  /// The client's connection; where it has none because the server is down, that is what has to be mended first.
  private func connection(of client: SimulatedClient) throws(Failure) -> ConnectionID {
    guard let connection = client.connection else {
      throw host == nil ? .serverDown : .notConnected(client.name)
    }
    return connection
  }

  /// Sends the bytes of one frame and runs until nothing is left to do.
  package func send(_ bytes: [UInt8], from name: String) throws(Failure) {
    let client = try client(name)
    _ = try connection(of: client)
    try receive(bytes, from: client)
    try settle()
  }

  /// The network of a client breaks; what was under way is lost.
  package func cut(_ name: String) throws(Failure) {
    let client = try client(name)
    let connection = try connection(of: client)
    disconnect(client)
    try attempt { host throws(StoreError) in try host.cut(connection, at: now) }
    try settle()
  }

  /// A client says goodbye with a close frame. Its session is over.
  package func close(_ name: String) throws(Failure) {
    let client = try client(name)
    let connection = try connection(of: client)
    disconnect(client)
    client.session = nil
    try attempt { host throws(StoreError) in try host.closed(connection, at: now) }
    try settle()
  }

  /// A client connects again, logs in, and resumes the session that it had. A guest only connects, and is told `hello`.
  package func `return`(_ name: String) throws(Failure) {
    let client = try client(name)
    if case .guest = client.role { client.showsHello = true }
    try reconnect(client)
    try settle()
  }

  /// A client stops reading: what is sent to it stays in the pipe.
  package func stall(_ name: String) throws(Failure) {
    try client(name).isStalled = true
  }

  /// A client reads again.
  package func flow(_ name: String) throws(Failure) {
    let client = try client(name)
    client.isStalled = false
    client.pipeBytes = 0
    while let frame = client.pipe.popFirst() { handOver(frame, to: client) }
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
        guard case .bot(var driver, let token) = client.role, driver.nextDeadline.map({ $0 <= now }) ?? false
        else { continue }
        let frames = driver.timersDue(at: now)
        client.role = .bot(driver, token: token)
        post(frames, from: client)
      }
      try settle()
    }
    now = target
  }

  /// When something happens by itself next. A bot without a connection has to wait until it has one.
  private var nextDeadline: Instant? {
    let bots = clients.compactMap { client -> Instant? in
      guard case .bot(let driver, _) = client.role, client.isConnected else { return nil }
      return driver.nextDeadline
    }
    return ([host?.nextDeadline].compactMap(\.self) + bots).min()
  }

  // MARK: - The server

  /// The server dies. What was not committed and what was under way is lost; connections break.
  package func crash() throws(Failure) {
    guard host != nil else { throw .serverDown }
    store.rollback()
    host = nil
    for client in clients { disconnect(client) }
  }

  /// The server starts from its store alone; one that runs stops in order before.
  package func restart() throws(Failure) {
    if let host {
      try attempt { _ throws(StoreError) in
        try host.saveSnapshot()
        _ = try host.commit()
      }
      for client in clients { disconnect(client) }
      self.host = nil
    }
    try start()
    for client in clients where client.isBot { try reconnect(client) }
    try settle()
  }

  private func start() throws(Failure) {
    do {
      let host = try Host(
        store: store, configuration: configuration, credentials: .simulated,
        snapshotInterval: crashesEverywhere ? 8 : 100_000, at: now)
      _ = try host.commit()
      self.host = host
    } catch {
      throw .store(error)
    }
  }

  /// The server dies and comes back, and every client that had a connection resumes its session unnoticed.
  private func crashAndResume() throws(Failure) {
    let connected = clients.filter(\.isConnected)
    try crash()
    try start()
    for client in connected {
      client.expectsReady = true
      try reconnect(client)
    }
  }

  private func running() throws(Failure) -> Host {
    guard let host else { throw .serverDown }
    return host
  }

  @discardableResult
  private func attempt<Result>(_ body: (Host) throws(StoreError) -> Result) throws(Failure) -> Result {
    let host = try running()
    do {
      return try body(host)
    } catch {
      throw .store(error)
    }
  }

  // MARK: - The network

  /// Runs until nothing is left to do at this instant.
  private func settle() throws(Failure) {
    var sent = 0
    while host != nil {
      let turn = try attempt { host throws(StoreError) in try host.commit() }
      for outgoing in turn { try route(outgoing) }
      guard let (client, bytes) = sends.popFirst() else {
        if turn.isEmpty { return }
        continue
      }
      sent += 1
      guard sent <= Self.sendsPerInstant else { throw .endless }
      if client.isConnected { try receive(bytes, from: client) }
    }
    sends.removeAll()
  }

  /// Brings a client's frame to the server.
  private func receive(_ bytes: [UInt8], from client: SimulatedClient) throws(Failure) {
    guard let connection = client.connection else { return }
    try attempt { host throws(StoreError) in try host.receive(bytes, from: connection, at: now) }
    guard crashesEverywhere, client.session != nil else { return }
    // The turn lasts, but nobody hears of it: all of its frames are lost with the connections.
    for outgoing in try attempt({ host throws(StoreError) in try host.commit() }) {
      if case .close = outgoing { try route(outgoing) }
    }
    try crashAndResume()
  }

  private func reconnect(_ client: SimulatedClient) throws(Failure) {
    guard client.connection == nil else { throw .alreadyConnected(client.name) }
    let connection = try attempt { host throws(StoreError) in try host.connect(at: now) }
    client.connection = connection
    byConnection[connection] = client
    if case .guest = client.role { return }
    try attempt { host throws(StoreError) in
      try host.receive(writer.write(client.logInFrame()), from: connection, at: now)
    }
  }

  private func route(_ outgoing: Outgoing) throws(Failure) {
    switch outgoing {
    case .send(let frame, let connection):
      guard let client = byConnection[connection] else { return }
      try arrive(Received(frame, reader: reader), at: client)
    case .sendToMany(let frame, let connections):
      let received = Received(frame, reader: reader)
      for connection in connections {
        if let client = byConnection[connection] { try arrive(received, at: client) }
      }
    case .close(let connection, let code):
      guard let client = byConnection[connection] else { return }
      disconnect(client)
      handOver(Received(closed: code), to: client)
    }
  }

  /// A frame comes to a client's end of the pipe. One who reads too slowly is closed and may resume.
  private func arrive(_ frame: Received, at client: SimulatedClient) throws(Failure) {
    guard client.isStalled else { return handOver(frame, to: client) }
    client.pipe.append(frame)
    client.pipeBytes += frame.bytes
    guard client.pipeBytes > configuration.limits.sendQueueBytes, let connection = client.connection else {
      return
    }
    disconnect(client)
    handOver(Received(closed: .slowReader), to: client)
    try attempt { host throws(StoreError) in try host.cut(connection, at: now) }
  }

  private func handOver(_ frame: Received, to client: SimulatedClient) {
    arrivals += 1
    client.take(frame, serial: arrivals)
    guard case .bot(var driver, let token) = client.role else { return }
    client.unread.removeAll()
    let frames = driver.receive(frame.json, at: now)
    client.role = .bot(driver, token: token)
    post(frames, from: client)
  }

  private func post(_ frames: [JSON], from client: SimulatedClient) {
    for frame in frames { sends.append((client, writer.write(frame))) }
  }

  private func disconnect(_ client: SimulatedClient) {
    guard let connection = client.connection else { return }
    byConnection[connection] = nil
    client.connection = nil
    // What was on its way is lost, a `ready` that the simulator waited for included.
    client.expectsReady = false
    client.pipe.removeAll()
    client.pipeBytes = 0
  }
}
