import Engine
import NIOCore
import Testing

@testable import Conformance
@testable import Server

@Suite struct AddressBudgetTests {
  private static let address = ClientAddress(IPAddress("192.0.2.1"))
  private static let other = ClientAddress(IPAddress("192.0.2.2"))
  private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  @Test func `so much is read at once, and so much in the long run`() {
    let budget = AddressBudget(bytesPerSecond: 1000)
    #expect(budget.spend(32_000, of: Self.address, at: Self.start) == nil)
    #expect(budget.spend(500, of: Self.address, at: Self.start) == .milliseconds(500))
    #expect(budget.spend(1000, of: Self.other, at: Self.start) == nil)
    #expect(budget.spend(0, of: Self.address, at: Self.start + .milliseconds(499)) == .milliseconds(1))
    #expect(budget.spend(0, of: Self.address, at: Self.start + .milliseconds(500)) == nil)
    #expect(budget.spend(1000, of: Self.address, at: Self.start + .milliseconds(500)) == .seconds(1))
  }

  @Test func `a request that is not taken is not counted`() {
    let budget = AddressBudget(bytesPerSecond: 1000)
    #expect(budget.admit(40_000, of: Self.address, at: Self.start) == nil)
    for _ in 1...3 { #expect(budget.admit(1000, of: Self.address, at: Self.start) == .seconds(8)) }
    #expect(budget.admit(1000, of: Self.address, at: Self.start + .seconds(8)) == nil)
  }

  @Test func `the list of rooms has an allowance of its own, which the server's own machine has too`()
    async throws
  {
    try await RunningServer.run {
      ($0.limits[.queriesBurst], $0.limits[.queriesPerSecond]) = (3, 1)
    } _: { port in
      try await onThread {
        let statuses = try (1...12).map { _ in
          let socket = try RawSocket(port: port)
          socket.send("GET /rooms HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
          return try socket.readHead().split(separator: " ")[1]
        }
        #expect(statuses.filter { $0 == "429" }.count >= 1 && statuses.prefix(3) == ["200", "200", "200"])
      }
    }
  }

  @Test func `the server's own machine has no bound`() {
    for text in ["127.0.0.1", "::1"] { #expect(ClientAddress(IPAddress(text)).isThisMachine) }
    #expect(ClientAddress(nil).isThisMachine)
    for text in ["127.0.0.2", "::2:0:0:0:1", "192.0.2.1"] {
      #expect(!ClientAddress(IPAddress(text)).isThisMachine)
    }
  }

  @Test func `whoever sends too much is read later, and loses nothing`() async throws {
    try await RunningServer.run {
      $0.bytesPerSecond = 1000
      $0.proxies = TrustedProxies([IPRange("127.0.0.1")!])
    } _: { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send(Bytes.upgrade(["X-Forwarded-For": "192.0.2.7"]))
        #expect(try socket.readHead().hasPrefix("HTTP/1.1 101 "))
        let pings = (1...550).flatMap { Bytes.frame(.text, #"{"type":"ping","id":"\#($0)"}"#) }
        socket.send(pings)
        // Nothing more is read before what has come is answered.
        #expect(try socket.read(20_000) != nil)
        // Another request of the address has to wait, and one of another address has not.
        func status(of client: String) throws -> Substring {
          let socket = try RawSocket(port: port)
          socket.send(
            "GET /rooms HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: \(client)\r\n\r\n")
          return try socket.readHead().split(separator: " ")[1]
        }
        #expect(try status(of: "192.0.2.7") == "429")
        #expect(try status(of: "192.0.2.8") == "200")
      }
    }
  }
}
