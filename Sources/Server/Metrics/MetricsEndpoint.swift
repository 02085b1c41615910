import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Shows metrics of a program that is no server itself, at `/metrics` of a port of this machine.
package struct MetricsEndpoint: Service {
  private let port: Int
  private let onRunning: @Sendable (Int) -> Void
  private let page: @Sendable () -> String

  /// An endpoint at a port of 127.0.0.1; 0 takes a free one.
  ///
  /// - Parameters:
  ///   - onRunning: Is told the port once it can be asked.
  ///   - page: Makes the text of `PrometheusText` each time that somebody asks.
  package init(
    port: Int, onRunning: @escaping @Sendable (Int) -> Void, page: @escaping @Sendable () -> String
  ) {
    self.port = port
    self.onRunning = onRunning
    self.page = page
  }

  /// Answers until it is stopped. Errors: an `IOError` where the port cannot be had.
  package func run() async throws {
    let router = Router()
    let page = page
    router.get("metrics") { _, _ in
      PlainResponse(text: page(), contentType: PrometheusText.contentType).response
    }
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { [onRunning] channel in onRunning(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() })
    try await application.run()
  }
}
