import Bots
import Client
import DequeModule
import Engine
import Foundation
import Harness
import ScenarioLanguage
import Wire

/// A scenario on a server behind WebSockets.
///
/// After each action the runner waits until the server says that it has nothing left to do, and then for a ping round trip
/// of every client that reads. A server answers a ping after what it sent before, so by then everything has arrived.
final class WireStage {
  /// The most frames that bots may send by themselves within one instant.
  static let sendsPerInstant = 10_000

  let server: WireServer
  private let limits: [(name: String, value: Int64)]
  /// What the scenario's names are on the server, where they are others.
  let names: FreshNames?
  /// Whether users come by tokens that the operator makes.
  let isSparingPasswords: Bool
  var now: Instant
  private(set) var clients: [WireClient] = []
  /// The bots that are programs of their own.
  var externalBots: [ExternalBot] = []
  /// How many actions there were. What one action brings to two clients has no order that could be seen.
  private var actions = 0
  /// What bots have sent, with its place in the transcript.
  private var sends: Deque<(client: WireClient, bytes: [UInt8], entry: Int?)> = []
  /// Where the runner is not the operator, something may still be under way when the next thing happens.
  var log: TranscriptLog? { didSet { log?.isExact = server.abilities.administers } }
  private var lastPing = 0
  private let reader = JSONReader(maximumBytes: .max, maximumDepth: 64)

  /// A server as good as new, where it can be made so, and no clients yet.
  init(on server: WireServer, for scenario: Scenario) throws(StageFailure) {
    self.server = server
    limits = scenario.header.limits.map { ($0.value.name, $0.value.value) }
    names = server.names(for: scenario)
    isSparingPasswords =
      server.abilities.administers && !server.abilities.movesClock && !scenario.mentionsPasswords
    now = .virtualStart
    try server.begin(self, limits: limits)
    if !server.abilities.movesClock, let control = server.control { now = control.greetedAt }
  }

  /// The scenario is over: nobody takes part any more.
  func end() {
    dismissBots()
    leave()
  }

  /// Ends all connections. What is not reset is told goodbye, so that no session is left behind, if it listens.
  func leave() {
    var listens = !server.abilities.movesClock && server.trouble == nil
    for client in clients {
      if let connection = client.connection {
        let hasLeft =
          listens && !client.isStalled && (try? connection.close(code: 1000, milliseconds: 1000)) != nil
        listens = listens && (hasLeft || client.isStalled)
        if !hasLeft { connection.abort() }
      }
      client.disconnect()
    }
  }

  func client(_ name: String) throws(StageFailure) -> WireClient {
    if let client = clients.first(where: { $0.name == name }) { return client }
    guard externalBot(name) == nil else {
      throw .externalBot(
        "the bot \(name) is a program of its own; of the faults of sessions, `! cut` and `! return` are for it"
      )
    }
    throw .unknownClient(name)
  }

  /// The client's connection; where it has none because the server is down, that is what has to be mended first.
  func connection(of client: WireClient) throws(StageFailure) -> BlockingConnection {
    guard let connection = client.connection else {
      throw server.isUp ? .notConnected(client.name) : .serverDown
    }
    return connection
  }

  // MARK: - Arriving

  func add(_ client: WireClient) throws(StageFailure) -> WireClient {
    guard !clients.contains(where: { $0.name == client.name }) else { throw .nameInUse(client.name) }
    clients.append(client)
    return client
  }

  func connect(_ client: WireClient) throws(StageFailure) {
    guard server.isUp else { throw .serverDown }
    guard client.connection == nil else { throw .alreadyConnected(client.name) }
    var endpoint = server.endpoint
    var headers: [(name: String, value: String)] = []
    var subprotocol: String? = "verbatim.v1"
    switch client.dialect {
    case .verbatim: break
    case .tutorialChat, .tutorialNotification:
      endpoint.path = (names.map(client.dialect.renamed) ?? client.dialect).path
      subprotocol = nil
      // What the cookie of a browser is.
      headers = client.token.map { [("Authorization", "Bearer \($0)")] } ?? []
    }
    client.connection = try server.reaching { () throws(WebSocketError) in
      try server.connection(to: endpoint, headers: headers, subprotocol: subprotocol)
    }
  }

  /// Connects a client, logs it in with a frame, and takes the `ready`; another reply is given back.
  func logIn(_ client: WireClient, frame: JSON) throws(StageFailure) -> JSON? {
    client.expectsReady = true
    if client.connection == nil { try connect(client) }
    try perform { () throws(StageFailure) in
      try transmit(frame.bytes, from: client)
      try awaitAnswer(of: client)
    }
    return client.expectsReady ? client.unread.popLast()?.frame.json ?? .null : nil
  }

  // MARK: - Settling

  /// Does something, and then waits until everything that it leads to has arrived.
  func perform(_ action: () throws(StageFailure) -> Void) throws(StageFailure) {
    actions += 1
    try action()
    expectAnswers()
    try settle()
  }

  /// Waits until everything has arrived that was on its way.
  func settle() throws(StageFailure) {
    var sent = 0
    let cause = log?.cause
    defer { log?.cause = cause }
    while server.isUp {
      try settleOnce()
      noteBotTraffic()
      guard let (client, bytes, entry) = sends.popFirst() else { return }
      sent += 1
      guard sent <= Self.sendsPerInstant else { throw .endless }
      if let entry { log?.cause = entry }
      if client.connection != nil { try transmit(bytes, from: client) }
    }
    sends.removeAll()
  }

  private func settleOnce() throws(StageFailure) {
    if server.abilities.administers {
      _ = try server.command("settle")
      for client in listening {
        if let connection = client.connection { try roundTrip(connection) }
      }
    } else {
      // After the first round everyone's own commands are done, after the second everyone has what they led to.
      for _ in 1...2 {
        for client in listening {
          guard let connection = client.connection else { continue }
          switch client.dialect {
          case .verbatim: try askForPong(client, connection)
          // They have no such command.
          case .tutorialChat, .tutorialNotification: try roundTrip(connection)
          }
        }
      }
    }
    for client in listening { try takeArrived(at: client) }
  }

  private var listening: [WireClient] { clients.filter { !$0.isStalled } }

  /// Sends a ping and waits for its answer. A connection that the server has closed has nothing more to say.
  private func roundTrip(_ connection: BlockingConnection) throws(StageFailure) {
    try server.reaching { () throws(WebSocketError) in
      do throws(WebSocketError) {
        try connection.ping()
      } catch {
        guard error == .closed else { throw error }
      }
    }
  }

  /// Where the runner is not the operator: what a client asked for is done when its next command is answered.
  private func askForPong(_ client: WireClient, _ connection: BlockingConnection) throws(StageFailure) {
    lastPing += 1
    let id = "verbatim-\(lastPing)"
    client.awaitedPong = id
    let ping = JSON.object([.init("type", .string("ping")), .init("id", .string(id))])
    let isOver = try server.reaching { () throws(WebSocketError) -> Bool in
      do throws(WebSocketError) {
        try connection.send(ping.bytes)
        return false
      } catch {
        guard error == .closed else { throw error }
        return true
      }
    }
    let deadline = connection.deadline
    while !isOver, client.awaitedPong != nil, client.connection != nil {
      guard try receiveNext(from: connection, before: deadline, for: client) else { return }
    }
  }

  /// Where the runner is not the operator: a password takes its time, and other commands overtake a log-in.
  func awaitAnswer(of client: WireClient) throws(StageFailure) {
    guard !server.abilities.administers else { return }
    let before = client.unread.count
    let expectedReady = client.expectsReady
    let deadline = client.connection?.deadline
    while client.unread.count == before, client.expectsReady == expectedReady,
      let connection = client.connection
    {
      guard try receiveNext(from: connection, before: deadline, for: client) else { return }
    }
  }

  /// Waits for the next that comes to a client; false where nothing will come any more.
  private func receiveNext(
    from connection: BlockingConnection, before deadline: DispatchTime?, for client: WireClient
  ) throws(StageFailure) -> Bool {
    let inbound = try server.reaching { () throws(WebSocketError) in try connection.next(before: deadline) }
    guard let inbound else { return false }
    try arrive(inbound, at: client)
    return true
  }

  /// Sends a frame and waits until the server has read it.
  func transmit(_ bytes: [UInt8], from client: WireClient) throws(StageFailure) {
    guard let connection = client.connection else { return }
    let bytes = names?.outgoing(bytes) ?? bytes
    try server.reaching { () throws(WebSocketError) in
      do throws(WebSocketError) {
        try connection.send(bytes)
      } catch {
        guard error == .closed else { throw error }
      }
    }
    guard server.abilities.administers else { return }
    if client.isStalled { connection.flow() }
    try roundTrip(connection)
    if client.isStalled {
      connection.stall()
      try server.reaching { () throws(WebSocketError) in
        while let inbound = try connection.take() { client.held.append(inbound) }
      }
    }
  }

  /// Takes everything that waits at a client's end of the connection.
  func takeArrived(at client: WireClient) throws(StageFailure) {
    while let inbound = client.held.popFirst() { try arrive(inbound, at: client) }
    while let connection = client.connection,
      let inbound = try server.reaching({ () throws(WebSocketError) in try connection.take() })
    {
      try arrive(inbound, at: client)
    }
  }

  private func arrive(_ inbound: WebSocketConnection.Inbound, at client: WireClient) throws(StageFailure) {
    let frame: Received
    switch inbound {
    case .text(let bytes):
      do throws(JSONError) {
        frame = try Received(names?.incoming(bytes) ?? bytes, reader: reader)
      } catch {
        throw .server("the server sent invalid JSON to \(client.name): \(error)")
      }
    case .closed(let code):
      client.disconnect()
      frame = Received(closed: code ?? 1005)
    case .lost:
      let fault = client.connection?.fault
      client.disconnect()
      if let fault {
        throw .server("the server broke the connection of \(client.name) by what it sent: \(fault)")
      }
      frame = Received(closed: 1006)
    }
    let entry = client.arrive(frame, serial: actions, at: now, in: log)
    post(client.react(to: frame, entry: entry, at: now), from: client, because: entry)
  }

  private func post(_ frames: [JSON], from client: WireClient, because cause: Int?) {
    for frame in frames {
      let bytes = frame.bytes
      sends.append((client, bytes, log?.send(bytes, from: client.name, because: cause, at: now)))
    }
  }

  // MARK: - Time

  /// When a bot has something to do by itself next. One without a connection has to wait until it has one.
  private var nextDeadline: Instant? {
    clients.compactMap { $0.connection == nil ? nil : $0.nextDeadline }.min()
  }

  func advance(byMilliseconds distance: Int64) throws(StageFailure) {
    let target = now.advanced(byMilliseconds: distance)
    while let next = nextDeadline, next <= target {
      try pass(to: max(now, next))
      try perform {
        for client in clients {
          let (frames, cause) = client.timersDue(at: now, time: log?.cause)
          post(frames, from: client, because: cause)
        }
      }
    }
    try pass(to: target)
  }

  private func pass(to instant: Instant) throws(StageFailure) {
    let distance = instant.milliseconds - now.milliseconds
    now = instant
    guard distance > 0 else { return }
    try perform { () throws(StageFailure) in
      if server.abilities.movesClock {
        // Time passes without a server too; it is told when it is back.
        guard server.isUp else { return }
        _ = try server.command("clock_advance", [.init("milliseconds", .integer(distance))])
      } else {
        letPass(milliseconds: distance)
      }
    }
  }

  /// Really waits, which is nothing that the server took.
  func letPass(milliseconds: Int64) {
    server.budget?.add(milliseconds: Int(milliseconds))
    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
  }

  // MARK: - The server

  /// A server that starts again goes on at the time of its last input, so there has to be one at this instant.
  private func keepTime() throws(StageFailure) {
    _ = try server.command("ping")
  }

  func crash() throws(StageFailure) {
    guard server.isUp else { throw .serverDown }
    try keepTime()
    server.crash()
    leave()
    for bot in externalBots { bot.traffic.forgetConnection() }
  }

  func restart() throws(StageFailure) {
    if server.isUp {
      try keepTime()
      try server.stop()
    }
    leave()
    for bot in externalBots { bot.traffic.forgetConnection() }
    try server.start(limits: limits)
    // While the server was down, time may have passed.
    let behind = now.milliseconds - (server.control?.greetedAt ?? now).milliseconds
    try perform { () throws(StageFailure) in
      if behind > 0 { _ = try server.command("clock_advance", [.init("milliseconds", .integer(behind))]) }
      for client in clients where client.isBot {
        try connect(client)
        try transmit(client.logInFrame().bytes, from: client)
      }
    }
    try awaitExternalBots()
  }
}
