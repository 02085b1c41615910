import Client
import Engine
import Logging
import NIOConcurrencyHelpers
import NIOPosix
import Server
import ServiceLifecycle
import Wire

/// A live server in the test's own process, and a person who talks with its bots.
struct LiveChat {
  let port: Int

  var url: String { "ws://127.0.0.1:\(port)/ws" }

  /// Starts a server, does what is to be done with it, and stops it.
  static func run(
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    isolation: isolated (any Actor)? = #isolation, _ body: (LiveChat) async throws -> Void
  ) async throws {
    var configuration = ServerConfiguration()
    configuration.port = 0
    change(&configuration)
    let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = try LiveServer(configuration, logger: silent) { port.yield($0) }
    var services = ServiceGroupConfiguration(services: [server], logger: silent)
    services.maximumGracefulShutdownDuration = .seconds(60)
    let group = ServiceGroup(configuration: services)
    let running = Task {
      defer { port.finish() }
      try await group.run()
    }
    var iterator = ports.makeAsyncIterator()
    guard let number = await iterator.next(isolation: isolation) else { return try await running.value }
    do {
      try await body(LiveChat(port: number))
    } catch {
      await group.triggerGracefulShutdown()
      throw error
    }
    await group.triggerGracefulShutdown()
    try await running.value
  }

  /// Makes a user, and gives the connection and the token.
  func register(_ name: String) async throws -> (person: Person, token: String) {
    let person = Person(try await .connect(to: endpoint, group: MultiThreadedEventLoopGroup.singleton))
    try await person.say(#"{"type":"register","user":"\#(name)","password":"open sesame"}"#)
    let ready = try await person.hear { $0["type"] == .string("ready") }
    return (person, try ready.text("token").orThrow())
  }

  private var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }

  struct Person {
    let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) { self.connection = connection }

    func say(_ frame: String) async throws { try await connection.send(frame) }

    /// Waits for the next frame of a kind; others before it are passed over.
    func hear(_ isWanted: (JSON) -> Bool) async throws -> JSON {
      while case .text(let bytes)? = await connection.next() {
        let frame = try JSON.parse(bytes, maximumBytes: 1 << 20, maximumDepth: 16)
        if isWanted(frame) { return frame }
      }
      throw ConnectionIsOver()
    }

    /// Waits until somebody has said something to this person alone or in a room.
    func hear(_ text: String, from user: String) async throws {
      _ = try await hear { $0.text("message") == text && $0.text("user") == user }
    }
  }

  struct ConnectionIsOver: Error {}
}

extension Optional {
  func orThrow() throws -> Wrapped {
    guard let self else { throw LiveChat.ConnectionIsOver() }
    return self
  }
}

/// The lines of a log.
final class Lines: Sendable {
  private let lines = NIOLockedValueBox<[String]>([])

  var all: [String] { lines.withLockedValue { $0 } }

  var logger: Logger {
    .lines(.text, level: .trace) { [self] line in lines.withLockedValue { $0.append(line) } }
  }
}
