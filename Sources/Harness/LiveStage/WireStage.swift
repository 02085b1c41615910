import Client
import Engine
import Foundation
import Harness
import ScenarioLanguage
import Wire

/// A scenario on a server behind WebSockets.
///
/// After each action the runner waits until the server says that it has nothing left to do, and then for a ping round trip
/// of every client that reads. A server answers a ping after what it sent before, so by then everything has arrived.
final class WireStage: Stage {
  let server: WireServer
  private let limits: [(name: String, value: Int64)]
  /// What the scenario's names are on the server, where they are others.
  let names: FreshNames?
  /// Whether users come by tokens that the operator makes.
  let isSparingPasswords: Bool
  var now: Instant
  var isUp: Bool { server.isUp }
  let roster = Roster(knowsOrder: false)
  /// The bots that are programs of their own.
  private lazy var programs = ExternalBotGroup(on: self, ground: WireBotGround(on: self))
  var externalBots: (any ExternalBots)? { programs }
  /// Where the runner is not the operator, something may still be under way when the next thing happens.
  var log: TranscriptLog? {
    didSet {
      log?.isExact = server.abilities.administers
      log?.hide(server.token, as: "token")
    }
  }
  private var lastPing = 0

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
    programs.end()
    leave()
  }

  /// Ends all connections. What is not reset is told goodbye, so that no session is left behind, if it listens.
  func leave() {
    var listens = !server.abilities.movesClock && server.trouble == nil
    for client in participants {
      if let socket = (client.connection as? WireConnection)?.socket {
        let hasLeft =
          listens && !client.isStalled && (try? socket.close(code: 1000, milliseconds: 1000)) != nil
        listens = listens && (hasLeft || client.isStalled)
        if !hasLeft { socket.abort() }
      }
      client.isStalled = false
      client.disconnect()
    }
    programs.loseConnections()
  }

  // MARK: - Connecting

  func makeConnection(for client: Participant) throws(StageFailure) -> any ClientConnection {
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
    let socket = try server.reaching { () throws(WebSocketError) in
      try server.connection(to: endpoint, headers: headers, subprotocol: subprotocol)
    }
    return WireConnection(socket, of: client, on: self)
  }

  func token(of user: String, isBot: Bool) throws(StageFailure) -> String {
    try server.token(of: names?.fresh(user) ?? user, isBot: isBot)
  }

  // MARK: - What clients do

  func send(_ bytes: [UInt8], from name: String) throws(StageFailure) {
    let client = try participant(name)
    try send(bytes, from: client)
    // The runner's own pings use up what the user may do, and other checks what the address may. Other refusals that are
    // over by themselves, such as of a muted user, are what the scenario is about.
    while let reply = client.unread.last?.frame.json, reply["code"] == .string("rate_limited"),
      let milliseconds = retryDelay(after: reply)
    {
      client.unread.removeLast()
      try perform { () throws(StageFailure) in
        now = now.advanced(byMilliseconds: milliseconds)
        try letPass(milliseconds: milliseconds)
        try client.connection?.send(bytes)
      }
    }
  }

  /// A server whose limits are not the scenario's may refuse for a while.
  func retryDelay(after reply: JSON) -> Int64? {
    guard case .integer(let milliseconds)? = reply["retry_after_ms"], !server.abilities.movesClock,
      milliseconds <= server.abilities.longestWaitSeconds * 1000, !server.isRenewable
    else { return nil }
    return milliseconds
  }

  // MARK: - Settling

  func perform(_ action: () throws(StageFailure) -> Void) throws(StageFailure) {
    // What one action brings to two clients has no order that could be seen.
    roster.serial += 1
    try action()
    try settle()
  }

  func takeArrived() throws(StageFailure) -> Bool {
    if server.abilities.administers {
      _ = try server.command("settle")
      try WireConnection.roundTrips(listening, to: server)
    } else {
      // After the first round everyone's own commands are done, after the second everyone has what they led to.
      for _ in 1...2 {
        for connection in listening { try connection.askForPong() }
      }
    }
    try takeFromListening()
    programs.noteTraffic()
    return false
  }

  /// How long a server whose operator the runner is not may take to tell a client of what it has answered to another, in seconds.
  private static let lateSeconds = 2

  func awaitArrival(at name: String) throws(StageFailure) -> Bool {
    let client = try participant(name)
    guard programs.bots.isEmpty else { return try programs.awaitArrival(at: client) }
    guard !server.abilities.administers, client.isConnected, !client.isStalled else { return false }
    let before = client.unread.count
    let deadline = ContinuousClock.now + .seconds(Self.lateSeconds)
    while client.unread.count == before, ContinuousClock.now < deadline {
      try roster.checkStop()
      try server.checkProcess()
      try takeFromListening()
      if client.unread.count == before { usleep(1000) }
    }
    return client.unread.count > before
  }

  /// Takes everything that waits at clients that read.
  func takeFromListening() throws(StageFailure) {
    for connection in listening { try connection.takeArrived() }
  }

  private var listening: [WireConnection] {
    participants.compactMap { $0.isStalled ? nil : $0.connection as? WireConnection }
  }

  /// An id for a `ping` of the runner itself.
  func freshPing() -> String {
    lastPing += 1
    return "verbatim-\(lastPing)"
  }

  // MARK: - Time

  func pass(to instant: Instant) throws(StageFailure) {
    if !programs.bots.isEmpty, server.abilities.movesClock { try passStepwise(to: instant) }
    let distance = instant.milliseconds - now.milliseconds
    now = instant
    guard distance > 0 else { return }
    try perform { () throws(StageFailure) in
      if server.abilities.movesClock {
        // Time passes without a server too; it is told when it is back.
        guard server.isUp else { return }
        _ = try server.command("clock_advance", [.init("milliseconds", .integer(distance))])
      } else {
        try letPass(milliseconds: distance)
      }
    }
  }

  /// Lets time pass from one instant at which something is due to the next, and at each lets the bots do what they want to.
  private func passStepwise(to instant: Instant) throws(StageFailure) {
    while server.isUp, now < instant {
      let left = instant.milliseconds - now.milliseconds
      try perform { () throws(StageFailure) in
        let reply = try server.command(
          "clock_advance", [.init("milliseconds", .integer(left)), .init("step", .bool(true))])
        // A server that does not know steps has gone all the way.
        now = now.advanced(byMilliseconds: reply.number("milliseconds") ?? left)
      }
      try awaitQuietBots()
    }
  }

  /// Really waits, which is nothing that the server took, unless the scenario has to end.
  func letPass(milliseconds: Int64) throws(StageFailure) {
    server.budget?.add(milliseconds: Int(milliseconds))
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    while case let rest = end - ContinuousClock.now, rest > .zero {
      try roster.checkStop()
      Thread.sleep(forTimeInterval: min(rest / Duration.seconds(1), Self.longestSleepSeconds))
    }
  }

  /// How long it may take until a wait sees that the scenario has to end.
  private static let longestSleepSeconds = 0.05

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
  }

  func restart() throws(StageFailure) {
    if server.isUp {
      try keepTime()
      try server.stop()
    }
    leave()
    try server.start(limits: limits)
    // While the server was down, time may have passed.
    let behind = now.milliseconds - (server.control?.greetedAt ?? now).milliseconds
    try perform { () throws(StageFailure) in
      if behind > 0 { _ = try server.command("clock_advance", [.init("milliseconds", .integer(behind))]) }
      try reconnectBots()
    }
    // The others have to come back by themselves.
    try programs.awaitReturn()
  }

  // MARK: - Evidence

  var journalChain: String? { nil }
  var stateHash: String? { nil }

  var evidenceOfNothing: String? {
    if let evidence = programs.evidenceOfNothing { return evidence }
    return server.abilities.administers
      ? "the server said that nothing was left to do, and then every client that reads had a ping answered"
      : "every client that reads had a ping answered, and nothing more was waited for"
  }

  func replayDifference() throws(StageFailure) -> String? {
    throw .server("`! replay` is for the simulator; say `needs: simulator`")
  }
}
