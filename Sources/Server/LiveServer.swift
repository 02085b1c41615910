import Engine
import Foundation
import Host
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Store

/// A chat server on real sockets: WebSockets and HTTP at the same addresses, one engine behind them.
package struct LiveServer: Service {
  private let group: MultiThreadedEventLoopGroup
  private let turns: TurnThread
  private let upkeep: Upkeep
  private let encryption: Encryption?
  /// What is listened to, in order.
  private let listeners: [Listener]
  private let configuration: ServerConfiguration
  private let onListening: @Sendable ([ListenAddress]) async -> Void

  /// Opens the database and makes everything ready; nothing is listened to yet.
  ///
  /// - Parameter logger: What the server has to say goes there; what the libraries under it say does not, since they do not
  ///   know what is a secret.
  /// - Parameter onListening: Called with the first port when clients can connect; 0 where there is none.
  /// - Throws: `StoreError` where the database cannot be used, `TLSProblem` where the certificate or the key cannot.
  package init(
    _ configuration: ServerConfiguration, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
  ) throws {
    try self.init(
      configuration,
      onListeningAt: { addresses in await onListening(addresses.compactMap(\.port).first ?? 0) },
      logger: logger)
  }

  /// The same, which is told all addresses when clients can connect: those of everybody, and then the operator's.
  package init(
    _ configuration: ServerConfiguration,
    onListeningAt onListening: @escaping @Sendable ([ListenAddress]) async -> Void, logger: Logger
  ) throws {
    let log = ServerLog(logger)
    // Before any thread is started, so that a file that cannot be read leaves nothing behind.
    let encryption = try configuration.tls.map { files in try Encryption(files) }
    self.encryption = encryption
    group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoops)
    let loops = Array(group.makeIterator())
    let isVirtual = configuration.clock == .virtual
    let factory = HostFactory(
      location: configuration.database,
      configuration: Configuration(limits: configuration.limits, clock: configuration.clock),
      credentials: { isVirtual ? .simulated : .live() }, auditDays: configuration.auditDays)
    let passwords = PasswordPool(
      threads: configuration.passwordThreads, mostWaiting: configuration.passwordsWaiting)
    do {
      turns = try TurnThread(factory, loops: loops, passwords: passwords, log: log)
    } catch {
      try? group.syncShutdownGracefully()
      throw error
    }
    upkeep = Upkeep(turns, keeping: configuration.retention)
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
      openAPI: configuration.openAPI, metrics: turns.metrics, readiness: turns.readiness, log: log)
    listeners = Self.listeners(configuration, gateway: gateway, encryption: encryption, group: group)
    self.configuration = configuration
    self.onListening = onListening
  }

  /// Everybody's addresses, and then those of operators, who are admitted only there where they have some.
  private static func listeners(
    _ configuration: ServerConfiguration, gateway: Gateway, encryption: Encryption?,
    group: any EventLoopGroup
  ) -> [Listener] {
    func listener(at address: ListenAddress, _ door: Gateway.Door) -> Listener {
      let own = address.isFile ? nil : encryption
      var service = gateway
      service.door = door
      service.isEncrypted = own != nil || configuration.isBehindEncryption
      return Listener(
        address: address, service: service, encryption: own,
        proxiesWithHeader: configuration.expectsProxyHeader ? configuration.proxies : TrustedProxies(),
        group: group)
    }
    let own = [ListenAddress.tcp(host: configuration.host, port: configuration.port)]
    let addresses = configuration.addresses.isEmpty ? own : configuration.addresses
    let operators = configuration.operatorAddresses
    return addresses.map { listener(at: $0, operators.isEmpty ? .everybody : .people) }
      + operators.map { listener(at: $0, .operators) }
  }

  /// Reads the certificate and its key again; where they cannot be used, those that are in use stay so.
  package func reload() {
    guard let encryption else { return }
    do throws(TLSProblem) {
      try encryption.reload()
      turns.log.write(.certificateRead)
    } catch {
      turns.log.write(.certificateRefused(error))
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
          turns.readiness.draining()
          turns.log.write(.draining)
        })
    } catch {
      outcome = .failure(error)
    }
    looking.cancel()
    await upkeep.stop()
    await turns.stop()
    await turns.passwords.stop()
    try await group.shutdownGracefully()
    turns.log.write(.stopped)
    try outcome.get()
  }

  private func listen() async throws {
    var sockets: [Listener.Bound] = []
    for listener in listeners {
      do {
        sockets.append(try await listener.bind())
      } catch {
        try await Listener.close(sockets)
        throw ListenProblem(address: listener.address, cause: .init(error))
      }
    }
    turns.readiness.started()
    for socket in sockets {
      turns.log.write(
        .listening(
          at: socket.address, encrypted: configuration.tls != nil && !socket.address.isFile,
          limited: configuration.isLimited))
    }
    await onListening(sockets.map(\.address))
    try await Listener.serve(sockets)
  }
}

extension ListenProblem.Cause {
  init(_ error: any Error) {
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE: self = .inUse
    case let error as IOError where error.errnoCode == EACCES: self = .forbidden
    case let error as IOError where error.errnoCode == EADDRNOTAVAIL: self = .notOfThisMachine
    case let error as IOError: self = .other(String(cString: strerror(error.errnoCode)))
    case is UnixDomainSocketPathWrongType: self = .other("what is there is no socket")
    case is SocketAddressError.UnknownHost: self = .unknownHost
    case _: self = .other("\(error)")
    }
  }
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
