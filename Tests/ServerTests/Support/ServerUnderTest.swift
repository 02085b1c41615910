import Engine
import Logging
import NIOConcurrencyHelpers
import Server
import ServiceLifecycle

/// A live server inside of the test, on a free port of the loopback.
struct ServerUnderTest {
  let port: Int
  let log: LogLines

  /// Starts a server, does what is to be done with it, and stops it as an operator would.
  static func run<Result>(
    _ configuration: ServerConfiguration = .simulated, level: Logger.Level = .trace,
    format: LogFormat = .json,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (ServerUnderTest) async throws -> Result
  ) async throws -> Result {
    let log = LogLines()
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let logger = Logger.lines(format, level: level) { log.add($0) }
    let server = try LiveServer(configuration, logger: logger) { port.yield($0) }
    let group = ServiceGroup(configuration: .bounded([server], logger: logger))
    let running = Task {
      defer { port.finish() }
      try await group.run()
    }
    var iterator = ports.makeAsyncIterator()
    guard let number = await iterator.next(isolation: isolation) else {
      try await running.value
      throw DidNotStart()
    }
    do {
      let result = try await body(ServerUnderTest(port: number, log: log))
      await group.triggerGracefulShutdown()
      try await running.value
      return result
    } catch {
      await group.triggerGracefulShutdown()
      try? await running.value
      throw error
    }
  }

  struct DidNotStart: Error {}
}

extension ServerConfiguration {
  /// In memory, on a free port and a virtual clock, on which passwords cost nothing.
  static var simulated: ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.clock = .virtual
    configuration.eventLoops = 1
    return configuration
  }
}

/// The lines of a log, in memory.
final class LogLines: Sendable {
  private let lines = NIOLockedValueBox<[String]>([])

  func add(_ line: String) { lines.withLockedValue { $0.append(line) } }

  var all: [String] { lines.withLockedValue { $0 } }
}
