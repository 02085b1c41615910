import Engine
import Host
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Store

/// A chat server on real sockets: WebSockets and HTTP on one port, one engine behind them.
package struct LiveServer: Service {
  private let group: MultiThreadedEventLoopGroup
  private let turns: TurnThread
  private let upkeep: Upkeep
  private let passwords: PasswordPool
  private let readiness: Readiness
  private let log: ServerLog
  private let listener: Listener
  private let configuration: ServerConfiguration
  private let onListening: @Sendable (Int) async -> Void

  /// Opens the database and makes everything ready; nothing is listened to yet.
  ///
  /// - Parameter logger: What the server has to say goes there; what the libraries under it say does not, since they do not
  ///   know what is a secret.
  /// - Parameter onListening: Called with the port when clients can connect.
  /// - Throws: `StoreError` where the database cannot be used, `TLSProblem` where the certificate or the key cannot.
  package init(
    _ configuration: ServerConfiguration, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
  ) throws {
    let log = ServerLog(logger)
    let readiness = Readiness()
    self.log = log
    self.readiness = readiness
    // Before any thread is started, so that a file that cannot be read leaves nothing behind.
    let encryption = try configuration.tls.map(Self.context)
    group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoops)
    let loops = Array(group.makeIterator())
    let isVirtual = configuration.clock == .virtual
    let factory = HostFactory(
      location: configuration.database,
      configuration: Configuration(limits: configuration.limits, clock: configuration.clock),
      credentials: { isVirtual ? .simulated : .live() }, auditDays: configuration.auditDays)
    let metrics = Metrics()
    passwords = PasswordPool(
      threads: configuration.passwordThreads, mostWaiting: configuration.passwordsWaiting)
    do {
      turns = try TurnThread(
        factory, loops: loops, passwords: passwords, metrics: metrics, readiness: readiness, log: log)
    } catch {
      try? group.syncShutdownGracefully()
      throw error
    }
    upkeep = Upkeep(turns, keeping: configuration.retention, metrics: metrics, log: log)
    turns.upkeep = upkeep
    let housekeeping = Housekeeping(loops: loops, interval: configuration.deadlines.check)
    let gateway = Gateway(
      policy: UpgradePolicy(
        adminToken: configuration.adminToken.map(AdminToken.digest), origins: configuration.origins),
      turns: turns, bounds: configuration.bounds, deadlines: configuration.deadlines,
      housekeeping: housekeeping,
      doorkeeper: Doorkeeper(
        most: configuration.connections, mostPerAddress: configuration.connectionsPerAddress,
        mostRefused: configuration.refusedAtATime),
      proxies: configuration.proxies,
      budget: configuration.bytesPerSecond.map { AddressBudget(bytesPerSecond: $0) },
      queries: AddressBudget(
        burst: configuration.limits[.queriesBurst], perSecond: configuration.limits[.queriesPerSecond]),
      openAPI: configuration.openAPI, isEncrypted: configuration.tls != nil, metrics: metrics,
      readiness: readiness, log: log)
    listener = Listener(
      service: gateway, encryption: encryption,
      proxiesWithHeader: configuration.expectsProxyHeader ? configuration.proxies : TrustedProxies(),
      group: group)
    self.configuration = configuration
    self.onListening = onListening
  }

  private static func context(of files: (certificate: String, key: String)) throws -> NIOSSLContext {
    func read<Value>(_ what: String, _ path: String, _ body: () throws -> Value) throws(TLSProblem) -> Value {
      do { return try body() } catch {
        throw TLSProblem(description: "the \(what) \(path) is no readable PEM file")
      }
    }
    let chain = try read("certificate", files.certificate) {
      try NIOSSLCertificate.fromPEMFile(files.certificate)
    }
    let key = try read("key", files.key) { try NIOSSLPrivateKey(file: files.key, format: .pem) }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw TLSProblem(
        description: "the key \(files.key) and the certificate \(files.certificate) cannot be used together")
    }
  }

  /// Serves until the task's graceful shutdown: then no new client is admitted, all are answered and told to reconnect, and
  /// the last turn is committed.
  package func run() async throws {
    turns.start()
    upkeep.start()
    // An idle server has to notice, too, that its file is gone.
    let (turns, loop) = (turns, group.any())
    let looking = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
      _ = turns.submit(unlessStopped: .call { _ in })
    }
    let outcome: Result<Void, any Error>
    do {
      outcome = .success(
        try await withGracefulShutdownHandler {
          try await listen()
        } onGracefulShutdown: {
          readiness.draining()
          log.write(.draining)
        })
    } catch {
      outcome = .failure(error)
    }
    looking.cancel()
    await upkeep.stop()
    await turns.stop()
    await passwords.stop()
    try await group.shutdownGracefully()
    log.write(.stopped)
    try outcome.get()
  }

  private func listen() async throws {
    try await listener.run(host: configuration.host, port: configuration.port) { port in
      readiness.started()
      log.write(
        .listening(port: port, encrypted: configuration.tls != nil, limited: configuration.isLimited))
      await onListening(port)
    }
  }
}

/// Why there can be no encrypted connections.
package struct TLSProblem: Error, CustomStringConvertible {
  package let description: String
}

/// A service is described in the logs of what runs it, so that it does not tell what is in it.
extension LiveServer: CustomStringConvertible {
  package var description: String { "LiveServer" }
}

extension ServerConfiguration {
  fileprivate var bounds: Connection.Bounds {
    .init(
      messageBytes: limits[.frameBytes] * 4,
      life: .init(
        sendQueueBytes: limits[.sendQueueBytes], heartbeat: .seconds(limits[.heartbeatSeconds]),
        partialMessage: Duration(deadlines.message), goodbye: Duration(deadlines.goodbye)))
  }
}
