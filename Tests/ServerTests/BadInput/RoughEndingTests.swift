import Engine
import Server
import TestSupport
import Testing
import Wire

@testable import Conformance

/// Connections that read nothing or come in masses; those that stall or break are in the checks of the conformance suite.
@Suite struct `A connection that is not looked after` {
  @Test func `is closed where it pings and never reads the pongs`() async throws {
    try await RunningServer.run {
      $0.limits[.sendQueueBytes] = 65_536
    } _: { port in
      try await onThread {
        let client = try RawWebSocket.greeted(port: port)
        let pings = (0..<500).flatMap { _ in Bytes.frame(.ping, [UInt8](repeating: 1, count: 125)) }
        // The buffers of the two sockets hold several megabytes; all beyond would have to be the server's memory.
        for _ in 0..<1000 { client.send(pings) }
        while true {
          switch try client.next() {
          case .pong: continue
          case let end:
            // Whether the close frame arrives depends on what the client's last bytes met.
            switch end {
            case .close(4002, _), .end: return
            case _: Issue.record("the server sent \(end)")
            }
            return
          }
        }
      }
    }
  }

  @Test func `is one of a great many from one address, and each is served`() async throws {
    try await RunningServer.run {
      $0.connectionsPerAddress = nil
    } _: { port in
      try await onThread {
        let clients = try (0..<Soak.rounds(500, of: 2000)).map { _ in try RawWebSocket(port: port) }
        let last = try #require(clients.last)
        for client in clients {
          guard case .text(let hello) = try client.next() else {
            Issue.record("a connection got no hello")
            return
          }
          #expect(hello.contains("\"hello\""))
        }
        #expect(try last.ask(#""type":"ping""#)["type"] == .string("pong"))
        for client in clients.dropLast() { client.socket.reset() }
        #expect(try last.ask(#""type":"ping""#)["type"] == .string("pong"))
      }
    }
  }
}
