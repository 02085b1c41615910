import Engine
import Foundation
import Logging
import Server
import ServiceLifecycle
import UnixSignals

/// The real server on a port that nobody is told, and the proxy before it.
struct ProxiedServer {
  let defect: Defect?
  private let proxy: @Sendable (Int) -> Proxy
  private let configuration: ServerConfiguration

  init(defect: Defect?, faults: Faults, configuration: ServerConfiguration) {
    self.defect = defect
    self.configuration = configuration
    // It is handed over to the proxy's event loop, once.
    nonisolated(unsafe) let faults = faults
    proxy = { port in
      Proxy(
        to: port, defect: defect, faults: faults, adminToken: configuration.adminToken,
        longestMessage: configuration.limits[.frameBytes] * 4)
    }
  }

  /// Serves until it is told to stop.
  func run(host: String, port: Int, onListening: @escaping @Sendable (Int) -> Void) async throws {
    let proxy = proxy
    let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
    let server = try LiveServer(configuration, logger: silent) { inner in
      do {
        onListening(try await proxy(inner).listen(host: host, port: port))
      } catch {
        FileHandle.standardError.write(
          Data("faulty-server: it cannot listen on \(host):\(port): \(error)\n".utf8))
        exit(2)
      }
    }
    let group = ServiceGroup(
      configuration: .init(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: silent))
    try await group.run()
  }
}
