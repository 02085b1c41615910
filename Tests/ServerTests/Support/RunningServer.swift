import Logging
import Server
import ServiceLifecycle

/// Runs a server on a free port for the time of a test.
enum RunningServer {
  /// Calls the body with the server's port, and stops the server afterwards.
  static func run(
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws {
    var configuration = ServerConfiguration()
    configuration.port = 0
    change(&configuration)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let server = try LiveServer(configuration, logger: logger) { continuation.yield($0) }
    let group = ServiceGroup(configuration: .bounded([server], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { continuation.finish() }
        try await group.run()
      }
      for await port in ports {
        do {
          try await body(port)
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
        break
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}

extension ServiceGroupConfiguration {
  /// A server that does not stop ends the tests with a crash instead of holding them up for ever.
  static func bounded(_ services: [any Service], logger: Logger) -> ServiceGroupConfiguration {
    var configuration = ServiceGroupConfiguration(services: services, logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(60)
    configuration.maximumCancellationDuration = .seconds(30)
    return configuration
  }
}
