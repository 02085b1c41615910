package import Client
package import Engine
import Foundation
import Glibc
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
  private enum Origin {
    /// The runner starts Verbatim's own server.
    case verbatim(program: String, clock: Configuration.Clock, folder: URL)
    /// The runner starts a server by the command of `--spawn`.
    case spawned(SpawnCommand, folder: URL)
    /// It was already running.
    case found
  }

  /// What reports call it.
  package let name: String
  private let origin: Origin
  let token: String?
  package let deadlineMilliseconds: Int
  private let longestWaitSeconds: Int64
  package private(set) var endpoint: Endpoint
  private var process: (any RunningServer)?
  package private(set) var control: ControlConnection?
  private var hasVirtualClock = false
  /// What the server's latest `hello` says that it can.
  package private(set) var capabilities: [String] = []
  /// What the server may use up in the scenario that runs, where it is not the runner's own.
  private(set) var budget: PeerBudget?
  /// What kept the runner from talking to the server since the scenario began.
  package private(set) var trouble: String?
  /// The stage of the scenario that runs, whose connections end with it.
  private var stage: WireStage?

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
    let (folder, token) = try Self.makeFolder()
    origin = .verbatim(program: program, clock: clock, folder: folder)
    self.token = token
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
    let (folder, token) = try Self.makeFolder()
    origin = .spawned(command, folder: folder)
    self.token = command.hasToken ? token : nil
    guard let port = FreePort.find() else { throw Unreachable(message: "no port of 127.0.0.1 is free") }
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
    do throws(StageFailure) {
      try start(limits: limits)
    } catch {
      shutDown()
      throw Unreachable(message: error.message)
    }
  }

  /// A folder that only this user can read, with a new token in it.
  private static func makeFolder() throws(Unreachable) -> (URL, token: String) {
    let folder = parentFolder.appendingPathComponent("verbatim-\(UUID().uuidString)")
    var random = SystemRandomNumberGenerator()
    let token = (0..<4).map { _ in String(random.next(), radix: 36) }.joined()
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data(token.utf8).write(to: folder.appendingPathComponent("token"))
    } catch {
      throw Unreachable(message: "the temporary folder \(folder.path) cannot be made")
    }
    return (folder, token)
  }

  /// Uses a server that is there.
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
      throw Unreachable(message: "the server at \(endpoint) cannot be reached: \(error.message)")
    }
  }

  /// Memory where there is some that looks like a folder: the database has to outlive the server and not the machine, and
  /// a disk that is asked to make every commit last takes most of the time of a run.
  private static var parentFolder: URL {
    let memory = "/dev/shm"
    return FileManager.default.isWritableFile(atPath: memory)
      ? URL(fileURLWithPath: memory, isDirectory: true) : FileManager.default.temporaryDirectory
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
    control?.close()
    control = nil
    process?.kill()
    process = nil
    switch origin {
    case .verbatim(_, _, let folder), .spawned(_, let folder): try? FileManager.default.removeItem(at: folder)
    case .found: return
    }
  }

  /// Whether the server is made as good as new for each scenario, and so plays one at a time.
  package var isReset: Bool { abilities.movesClock }

  /// Whether the runner is the server's operator.
  package var isAdministered: Bool { abilities.administers }

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
    switch origin {
    case .verbatim: budget = nil
    case .spawned, .found: budget = WireBounds.budget(deadlineMilliseconds: deadlineMilliseconds)
    }
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
    return try BlockingConnection(
      to: endpoint, options: options, deadlineMilliseconds: deadlineMilliseconds, budget: budget)
  }

  /// Makes an account without a password, and gives a token for it.
  package func token(of user: String, isBot: Bool = false) throws(StageFailure) -> String {
    let reply = try command("provision", [.init("user", .string(user)), .init("bot", .bool(isBot))])
    guard let token = reply.token else {
      throw .server("the server gives no token for \(user)")
    }
    return token
  }

  /// Notes what kept the runner from talking to the server.
  func note(_ error: WebSocketError) { trouble = error.message }

  /// Runs what talks to the server; where that fails, says what became of the server.
  package func reaching<Value>(_ body: () throws(WebSocketError) -> Value) throws(StageFailure) -> Value {
    do throws(WebSocketError) {
      return try body()
    } catch {
      note(error)
      if let end = process?.end {
        control = nil
        throw .serverDied(end)
      }
      switch error {
      case .closed, .unreachable:
        control?.close()
        control = nil
        throw .serverDied(process?.endWithinAMoment ?? error.message)
      case .refused, .tls, .protocolViolation, .timeout, .exhausted:
        throw .server("at \(endpoint): \(error.message)")
      }
    }
  }

  /// Whether the server can be started again as one that knows nobody.
  package var isRenewable: Bool {
    guard case .spawned = origin else { return false }
    return !isReset
  }

  /// Starts the server again as one that knows nobody.
  package func renew() throws(StageFailure) {
    guard case .spawned(_, let folder) = origin else { return }
    crash()
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for file in files where file != "token" {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(file))
    }
    try start(limits: [])
  }

  // MARK: - The process

  /// Kills the server.
  package func crash() {
    process?.kill()
    control?.close()
    control = nil
  }

  /// Stops the server in order.
  func stop() throws(StageFailure) {
    defer {
      control?.close()
      control = nil
    }
    guard let process, !process.stop(deadlineMilliseconds: deadlineMilliseconds) else { return }
    throw .server("the server does not stop in order when it is asked to (SIGTERM): \(process.end ?? "")")
  }

  /// Starts the server on its database, at the port that it had, where it had one.
  package func start(limits: [(name: String, value: Int64)]) throws(StageFailure) {
    switch origin {
    case .verbatim(let program, let clock, let folder):
      let process = try Self.started(
        program, clock: clock, folder: folder, port: self.process == nil ? 0 : endpoint.port, limits: limits,
        deadlineMilliseconds: deadlineMilliseconds)
      self.process = process
      let words = process.announcement.split(separator: " ").map(String.init)
      guard let endpoint = words.lazy.compactMap({ Endpoint($0) }).first else {
        throw .server("the server does not say where it listens, but: \(words.joined(separator: " "))")
      }
      self.endpoint = endpoint
      try reaching { () throws(WebSocketError) in try connectControl() }
    case .spawned(let command, let folder):
      do throws(CommandProcess.StartFailure) {
        process = try CommandProcess(
          command: command.filled(port: endpoint.port, folder: folder.path, limits: limits))
      } catch {
        throw .server("the server cannot be started: \(error.message)")
      }
      try awaitListening()
    case .found: throw .serverDown
    }
  }

  private static func started(
    _ program: String, clock: Configuration.Clock, folder: URL, port: Int,
    limits: [(name: String, value: Int64)], deadlineMilliseconds: Int
  ) throws(StageFailure) -> ServerProcess {
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    do throws(ChildProcess.StartFailure) {
      return try ServerProcess(
        program: program,
        arguments: [
          "serve", "--port", "\(port)", "--clock", clock.rawValue, "--database", path("chat.db"),
          "--admin-token-file", path("token"),
        ] + limits.flatMap { ["--limit", "\($0.name)=\($0.value)"] },
        errorFile: path("stderr"), deadlineMilliseconds: deadlineMilliseconds)
    } catch {
      throw .server(error.message)
    }
  }

  /// How long a command that starts a server has at least, in milliseconds; it is more work than an answer.
  private static let startMilliseconds = 10_000

  /// Tries to connect until the server listens, has ended, or has had its time.
  private func awaitListening() throws(StageFailure) {
    let deadline = ContinuousClock.now + .milliseconds(max(deadlineMilliseconds, Self.startMilliseconds))
    while true {
      do throws(WebSocketError) {
        return try connectControl()
      } catch {
        if let end = process?.end { throw .server("the server ends before it listens: \(end)") }
        guard error.mayPass, ContinuousClock.now < deadline else {
          let words = (process as? CommandProcess).map { "; \($0.lastWords)" } ?? ""
          throw .server("the server did not start at \(endpoint): \(error.message)\(words)")
        }
        usleep(5000)
      }
    }
  }

  private func connectControl() throws(WebSocketError) {
    let control = try ControlConnection(
      to: endpoint, token: token, deadlineMilliseconds: deadlineMilliseconds)
    hasVirtualClock = control.hasVirtualClock
    capabilities = control.capabilities
    self.control = control
  }
}

extension WebSocketError {
  /// Whether a server that is about to listen may be the reason.
  fileprivate var mayPass: Bool {
    switch self {
    case .unreachable, .protocolViolation, .closed: true
    case .refused, .tls, .timeout, .exhausted: false
    }
  }
}
