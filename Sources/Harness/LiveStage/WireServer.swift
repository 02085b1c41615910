package import Client
package import Engine
package import Harness
package import ScenarioLanguage
package import Wire

/// A server on the wire that scenarios are run on one after the other: a process of the runner's own, or one that is there.
package final class WireServer: StageServer {
  /// Why a server cannot be used at all.
  package struct Unreachable: Error {
    /// What is wrong and what helps, in one sentence.
    package let message: String
  }

  /// Where the server comes from.
  enum Origin {
    /// The runner starts Verbatim's own server.
    case verbatim(program: String, clock: Configuration.Clock, folder: ServerFolder)
    /// The runner starts a server by the command of `--spawn`.
    case spawned(SpawnCommand, folder: ServerFolder)
    /// It was already running.
    case found
  }

  /// What reports call it.
  package let name: String
  let origin: Origin
  let token: String?
  package let deadlineMilliseconds: Int
  /// How long a bot that does not tell when it is done must be silent for it.
  package var silence = Duration.milliseconds(500)
  private let longestWaitSeconds: Int64
  package internal(set) var endpoint: Endpoint
  var process: (any RunningServer)?
  package internal(set) var control: ControlConnection?
  var hasVirtualClock = false
  /// What the server's latest `hello` says that it can.
  package internal(set) var capabilities: [String] = []
  /// What the server may use up in the scenario that runs, where it is not the runner's own.
  private(set) var budget: PeerBudget?
  /// What kept the runner from talking to the server since the scenario began.
  package private(set) var trouble: String?
  /// The stage of the scenario that runs, whose connections end with it.
  private var stage: WireStage?
  /// Ends from another thread what the runner waits for.
  package let brake = ServerBrake()

  /// Starts a server on a free port, with a database in a temporary folder.
  ///
  /// - Parameters:
  ///   - program: The path of `verbatim`.
  ///   - clock: A virtual clock for scenarios; that on the wall for clients whose time is real.
  ///   - limits: Those that differ from the defaults, until the server is reset or started again.
  package init(
    starting program: String, clock: Configuration.Clock = .virtual,
    limits: [(name: String, value: Int64)] = [], deadlineSeconds: Int = 10
  ) throws(Unreachable) {
    name = "wire"
    deadlineMilliseconds = deadlineSeconds * 1000
    longestWaitSeconds = 0
    let folder = try ServerFolder()
    origin = .verbatim(program: program, clock: clock, folder: folder)
    token = folder.token
    endpoint = Endpoint(host: "127.0.0.1", port: 1)
    try startFirst(limits: limits)
  }

  /// Starts somebody's server by a command, on a free port.
  ///
  /// - Parameter limits: Those that differ from the defaults, until the server is reset or started again.
  package init(
    spawning command: SpawnCommand, limits: [(name: String, value: Int64)] = [],
    longestWaitSeconds: Int64 = 10, deadlineSeconds: Int = 10
  ) throws(Unreachable) {
    name = "spawned"
    deadlineMilliseconds = deadlineSeconds * 1000
    self.longestWaitSeconds = longestWaitSeconds
    guard let port = FreePort.find() else { throw Unreachable(message: "no port of 127.0.0.1 is free") }
    let folder = try ServerFolder()
    origin = .spawned(command, folder: folder)
    token = command.hasToken ? folder.token : nil
    endpoint = Endpoint(host: "127.0.0.1", port: port)
    try startFirst(limits: limits)
  }

  /// A further server by the same command, with other limits; nil where the runner has no command that takes them.
  ///
  /// - Parameter largestFileBytes: More than that the server cannot write into any of its files, as on a full disk.
  package func sibling(
    limits: [(name: String, value: Int64)], largestFileBytes: Int?
  ) throws(Unreachable) -> WireServer? {
    guard case .spawned(var command, _) = origin, command.hasLimits else { return nil }
    command.largestFileBytes = largestFileBytes
    return try WireServer(
      spawning: command, limits: limits, longestWaitSeconds: longestWaitSeconds,
      deadlineSeconds: deadlineMilliseconds / 1000)
  }

  private func startFirst(limits: [(name: String, value: Int64)]) throws(Unreachable) {
    if let folder { brake.hold(folder) }
    do throws(StageFailure) {
      try start(limits: limits)
    } catch {
      shutDown()
      throw Unreachable(message: error.message)
    }
  }

  /// Uses a server that is there, and takes the operator's token, where there is one.
  ///
  /// - Parameters:
  ///   - token: The operator's, where the runner may be the operator.
  ///   - longestWaitSeconds: How long one line may really wait where the server's clock is not virtual.
  package init(
    at endpoint: Endpoint, token: String?, longestWaitSeconds: Int64 = 10, deadlineSeconds: Int = 10
  ) throws(Unreachable) {
    name = endpoint.description
    origin = .found
    self.endpoint = endpoint
    self.token = token
    self.longestWaitSeconds = longestWaitSeconds
    deadlineMilliseconds = deadlineSeconds * 1000
    do throws(WebSocketError) {
      try connectControl()
    } catch {
      if token != nil, error.isRefusalOfToken { throw wrongToken(error.message) }
      throw Unreachable(message: "the server at \(endpoint) cannot be reached: \(error.message)")
    }
    // Whoever is not the operator is refused. What else goes wrong shows with the first scenario.
    if token != nil, let reply = try? control?.ask("settle"), reply.type == .error {
      shutDown()
      let reason = reply.message ?? "it said no more"
      throw wrongToken("it refuses `settle` with \(reply.code ?? "an error"): \(reason)")
    }
  }

  private func wrongToken(_ evidence: String) -> Unreachable {
    Unreachable(
      message: """
        the operator's token is wrong for the server at \(endpoint) (\(evidence)); give the one that the server was \
        started with, by --admin-token-file or VERBATIM_ADMIN_TOKEN
        """)
  }

  /// What the runner may do with this server.
  package var abilities: WireAbilities {
    let restarts = if case .found = origin { false } else { true }
    return WireAbilities(
      restarts: restarts, administers: token != nil, movesClock: token != nil && hasVirtualClock,
      longestWaitSeconds: longestWaitSeconds)
  }

  /// Whether the server runs, as far as the runner knows.
  var isUp: Bool { control != nil }

  /// Ends all connections, and a server of the runner's own.
  package func shutDown() {
    stage?.end()
    stage = nil
    closeControl()
    endProcess()
    process = nil
    folder?.remove()
  }

  /// The server's own folder, where the runner starts it.
  private var folder: ServerFolder? {
    switch origin {
    case .verbatim(_, _, let folder), .spawned(_, let folder): folder
    case .found: nil
    }
  }

  package func abort() { brake.pull() }

  package func abandon() { brake.abandon() }

  /// Names for a scenario, where the server knows those of others.
  func names(for scenario: Scenario) -> FreshNames? {
    guard !abilities.movesClock else { return nil }
    var random = SystemRandomNumberGenerator()
    return FreshNames(for: scenario, serial: String(random.next() % 2_176_782_336, radix: 36))
  }

  // MARK: - Scenarios

  package func obstacle(to scenario: Scenario) -> String? { abilities.obstacle(to: scenario) }

  package func makeStage(for scenario: Scenario) throws(StageFailure) -> any Stage {
    try WireStage(on: self, for: scenario)
  }

  /// Makes the server as good as new for a scenario, where that is possible.
  func begin(_ stage: WireStage, limits: [(name: String, value: Int64)]) throws(StageFailure) {
    self.stage?.end()
    self.stage = stage
    try begin(limits: limits)
  }

  /// Makes the server as good as new, where that is possible.
  package func begin(limits: [(name: String, value: Int64)] = []) throws(StageFailure) {
    trouble = nil
    brake.forgetConnections(but: control?.connection)
    if brake.isPulled {
      brake.release()
      crash()
    }
    switch origin {
    case .verbatim: budget = nil
    case .spawned, .found: budget = WireBounds.budget(deadlineMilliseconds: deadlineMilliseconds)
    }
    // Clients may have seen that it died before the operator's connection did.
    if process?.end != nil { crash() }
    if !isUp {
      switch origin {
      case .verbatim, .spawned:
        // It may still run and only not answer.
        crash()
        try start(limits: [])
      case .found: try reaching { () throws(WebSocketError) in try connectControl() }
      }
    }
    guard abilities.movesClock else { return }
    let members = limits.map { JSON.Member($0.name, .integer($0.value)) }
    _ = try command("reset", [.init("limits", .object(members))])
  }

  /// Sends a control command; an error frame is a failure.
  package func command(_ type: String, _ members: [JSON.Member] = []) throws(StageFailure) -> ServerFrame {
    guard let control else { throw .serverDown }
    let reply = try reaching { () throws(WebSocketError) in try control.ask(type, members) }
    if reply.type == .error {
      throw .server("the server refuses `\(type)`: \(reply.message ?? "it said no more")")
    }
    return reply
  }

  /// Whether the server still greets who comes, and answers: a server that has died and can be started again is.
  package func isAnswering() -> Bool {
    if answers() { return true }
    // The end of a process is seen a moment after that of its connections.
    return process?.endWithinAMoment != nil && answers()
  }

  private func answers() -> Bool {
    do throws(StageFailure) {
      if process?.end != nil || !isUp { try begin() }
      return try reaching { () throws(WebSocketError) in
        let visitor = try ControlConnection(
          to: endpoint, token: nil, deadlineMilliseconds: deadlineMilliseconds)
        defer { visitor.close() }
        _ = try visitor.ask("ping")
        return true
      }
    } catch {
      return false
    }
  }

  package func loss() -> String? {
    let last = trouble
    guard !isAnswering() else { return nil }
    let end = process?.end
    return end ?? trouble ?? last ?? "it cannot be started again"
  }

  /// A connection of a client, within the bounds of what the server may use up.
  func connection(
    to endpoint: Endpoint, headers: [(name: String, value: String)], subprotocol: String?
  ) throws(WebSocketError) -> BlockingConnection {
    var options = WebSocketConnection.Options(
      headers: headers, subprotocol: subprotocol, readAheadBytes: 1 << 28)
    if budget != nil {
      options.maximumFrameBytes = WireBounds.messageBytes
      options.readAheadBytes = WireBounds.readAheadBytes
    }
    let connection = try BlockingConnection(
      to: endpoint, options: options, deadlineMilliseconds: deadlineMilliseconds, budget: budget)
    brake.add(connection)
    return connection
  }

  /// Makes an account without a password, and gives a token for it.
  package func token(of user: String, isBot: Bool = false) throws(StageFailure) -> String {
    let reply = try command("provision", [.init("user", .string(user)), .init("bot", .bool(isBot))])
    guard let token = reply.token else {
      throw .server("the server gives no token for \(user)")
    }
    return token
  }

  /// Runs what talks to the server; where that fails, says what became of the server.
  package func reaching<Value>(_ body: () throws(WebSocketError) -> Value) throws(StageFailure) -> Value {
    do throws(WebSocketError) {
      return try body()
    } catch {
      trouble = error.message
      if let end = process?.end {
        control = nil
        throw .serverDied(end)
      }
      switch error {
      case .closed, .unreachable:
        closeControl()
        throw .serverDied(process?.endWithinAMoment ?? error.message)
      case .refused, .tls, .protocolViolation, .timeout, .exhausted:
        throw .server("at \(endpoint): \(error.message)")
      }
    }
  }

  /// Whether the server can be started again as one that knows nobody.
  package var isRenewable: Bool {
    guard case .spawned = origin else { return false }
    return !abilities.movesClock
  }

  /// Starts the server again as one that knows nobody.
  package func renew() throws(StageFailure) {
    guard case .spawned(_, let folder) = origin else { return }
    crash()
    folder.empty()
    try start(limits: [])
  }
}

extension WebSocketError {
  /// Whether the server refuses whoever comes with this token.
  fileprivate var isRefusalOfToken: Bool {
    if case .refused(let status) = self { status == 401 || status == 403 } else { false }
  }
}
