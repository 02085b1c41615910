import Engine
import Host
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Store

/// A chat server on real sockets: WebSockets and HTTP on one port, one engine behind them.
package struct LiveServer: Service {
  private let configuration: ServerConfiguration
  private let logger: Logger
  private let group: MultiThreadedEventLoopGroup
  private let turns: TurnThread
  private let application: any Service

  /// Opens the database and makes everything ready; nothing is listened to yet.
  ///
  /// - Parameter onListening: Called with the port when clients can connect.
  /// - Throws: `StoreError` where the database cannot be used, an error of NIOSSL where the certificate cannot.
  package init(
    _ configuration: ServerConfiguration, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
  ) throws {
    self.configuration = configuration
    self.logger = logger
    group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoops)
    let loops = Array(group.makeIterator())
    let factory = HostFactory(
      location: configuration.database,
      configuration: Configuration(limits: configuration.limits, clock: configuration.clock),
      credentials: { .simulated })
    turns = try TurnThread(factory, loops: loops)
    let deadlines = configuration.deadlines
    let gateway = Gateway(
      policy: UpgradePolicy(
        adminToken: configuration.adminToken.map(AdminToken.digest), origins: configuration.origins),
      turns: turns,
      bounds: .init(
        connection: .init(
          messageBytes: configuration.limits.frameBytes * 4,
          sendQueueBytes: configuration.limits.sendQueueBytes,
          heartbeat: deadlines.heartbeat, partialMessage: deadlines.message, goodbye: deadlines.goodbye),
        header: deadlines.header),
      housekeeping: Housekeeping(loops: loops, interval: deadlines.check))
    var server = HTTPServerBuilder { responder in UpgradeChannel(responder: responder, gateway: gateway) }
    if let tls = configuration.tls {
      var tlsConfiguration = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem)))
      tlsConfiguration.minimumTLSVersion = .tlsv12
      server = try .tls(server, tlsConfiguration: tlsConfiguration)
    }
    var quiet = logger
    quiet.logLevel = .error
    application = Application(
      router: Routes(gateway: gateway).router(), server: server,
      configuration: .init(address: .hostname(configuration.host, port: configuration.port)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
      eventLoopGroupProvider: .shared(group), logger: quiet)
  }

  /// Serves until the task's graceful shutdown: then nobody new is let in, everybody is answered and told to reconnect, and
  /// the last turn is committed.
  package func run() async throws {
    turns.start()
    let outcome: Result<Void, any Error>
    do {
      outcome = .success(try await application.run())
    } catch {
      outcome = .failure(error)
    }
    await turns.stop()
    try await group.shutdownGracefully()
    try outcome.get()
  }
}
