import Engine
import NIOCore
import Server
import Testing
import Wire

@testable import Harness

/// Connections that stall, break or come in masses.
@Suite struct `A connection that is not looked after` {
  /// A client of a server that waits 50 milliseconds for the rest of a message.
  private func hurriedClient(_ body: @escaping @Sendable (RawWebSocket) throws -> Void) async throws {
    try await RunningServer.run {
      $0.deadlines.message = .milliseconds(50)
      $0.deadlines.check = .milliseconds(10)
    } _: { port in
      try await onThread { try body(RawWebSocket.greeted(port: port)) }
    }
  }

  /// covers: WS-11
  @Test(arguments: [
    ("in the middle of a frame", Bytes.head(0x81, length: 100) + [1, 2, 3]),
    ("after the first byte", [0x81]),
    ("between fragments", Bytes.frame(.text, "{", isFinal: false)),
  ])
  func `is closed where the rest of a message does not come`(_ name: String, _ bytes: [UInt8]) async throws {
    try await hurriedClient { client in
      client.send(bytes)
      #expect(try client.next() == .close(1008, "The rest of a message did not come in time."))
    }
  }

  /// covers: WS-11
  @Test func `is closed where fragments come without end, with pings between`() async throws {
    try await hurriedClient { client in
      client.send(Bytes.frame(.text, "{", isFinal: false))
      while true {
        client.send(Bytes.frame(.continuation, " ", isFinal: false) + Bytes.frame(.ping, "x"))
        switch try client.next() {
        case .pong: continue
        case let end:
          #expect(end == .close(1008, "The rest of a message did not come in time."))
          return
        }
      }
    }
  }

  /// covers: WS-12
  @Test func `is closed with 4003 where no pong comes`() async throws {
    try await RunningServer.run {
      $0.limits[.heartbeatSeconds] = 1
      $0.deadlines.check = .milliseconds(10)
    } _: { port in
      try await onThread {
        let client = try RawWebSocket.greeted(port: port)
        guard case .close(4003, _) = try client.next() else {
          Issue.record("the connection was not closed with 4003")
          return
        }
      }
    }
  }

  /// covers: WS-13
  @Test func `may be shut on one side, or reset in the middle of a message, without harm to others`()
    async throws
  {
    try await RunningServer.run { port in
      try await onThread {
        let bystander = try RawWebSocket.greeted(port: port)
        _ = try bystander.ask(#""type":"register","user":"bob","password":"open sesame""#)
        _ = try bystander.ask(#""type":"join","room":"lobby""#)

        let half = try RawWebSocket.greeted(port: port)
        half.socket.finishSending()
        #expect(try half.next() == .end)

        let reset = try RawWebSocket.greeted(port: port)
        _ = try reset.ask(#""type":"register","user":"alice","password":"open sesame""#)
        _ = try reset.ask(#""type":"join","room":"lobby""#)
        reset.send(Bytes.head(0x81, length: 1000) + [1, 2, 3])
        reset.socket.reset()

        // A reset is a cut: alice stays in the room until her session can no longer be resumed.
        let list = try bystander.ask(#""type":"who","room":"lobby""#)
        #expect(list["online"] == .integer(2))
      }
    }
  }

  @Test func `is closed with 4500 after too many frames that cannot be read`() async throws {
    try await RunningServer.run { port in
      try await onThread {
        let client = try RawWebSocket.greeted(port: port)
        client.send((0..<30).flatMap { _ in Bytes.frame(.text, "nonsense") })
        for _ in 0..<20 { #expect(try client.json()["code"] == .string("bad_json")) }
        guard case .close(4500, _) = try client.next() else {
          Issue.record("the connection was not closed with 4500")
          return
        }
      }
    }
  }

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

  @Test func `is one of two thousand from one address, and each is served`() async throws {
    try await RunningServer.run {
      $0.connectionsPerAddress = nil
    } _: { port in
      try await onThread {
        let clients = try (0..<2000).map { _ in try RawWebSocket(port: port) }
        for client in clients {
          guard case .text(let hello) = try client.next() else {
            Issue.record("a connection got no hello")
            return
          }
          #expect(hello.contains("\"hello\""))
        }
        #expect(try clients[1999].ask(#""type":"ping""#)["type"] == .string("pong"))
        for client in clients.dropLast() { client.socket.reset() }
        #expect(try clients[1999].ask(#""type":"ping""#)["type"] == .string("pong"))
      }
    }
  }

  @Test func `is refused where its address has as many as are allowed, and let in when one has gone`()
    async throws
  {
    try await RunningServer.run {
      $0.connectionsPerAddress = 3
    } _: { port in
      try await onThread {
        let clients = try (0..<3).map { _ in try RawWebSocket.greeted(port: port) }
        let fourth = try RawSocket(port: port)
        fourth.send(Bytes.upgrade())
        let answer = try fourth.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 429 "))
        #expect(answer.contains("\"code\":\"too_many\""))
        clients[0].send(Bytes.close(1000))
        while try clients[0].next() != .end {}
        fourth.close()
        #expect(try clients[1].ask(#""type":"ping""#)["type"] == .string("pong"))
      }
    }
  }
}
