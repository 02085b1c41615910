import Engine
import NIOCore
import Server
import Testing
import Wire

@Suite struct `Limits on connections` {
  @Test func `refuse what is too much from one address, and take it when there is room`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.connectionsPerAddress = 2
    try await ServerUnderTest.run(configuration) { server in
      let first = try await ChatSocket(server)
      let second = try await ChatSocket(server)
      let refused = try await server.ask("GET /healthz")
      #expect(refused.status == 429)
      #expect(refused.code == "too_many")
      try await second.sayGoodbye(1000)
      while await second.nextFrame() != nil {}
      var reply = try await server.ask("GET /metrics")
      try await eventually {
        if reply.status == 429 { reply = try await server.ask("GET /metrics") }
        return reply.status != 429
      }
      let page = try PrometheusPage(reply.body)
      #expect(page.values[#"verbatim_connections_refused_total{limit="address"}"#, default: 0] >= 1)
      #expect(page.values["verbatim_sockets"] == 2)
      _ = try await first.next("hello")
    }
  }

  @Test func `refuse what is too much for the server`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.connections = 1
    try await ServerUnderTest.run(configuration) { server in
      let first = try await ChatSocket(server)
      let refused = try await server.ask("GET /ws")
      #expect(refused.status == 503)
      #expect(refused.code == "unavailable")
      #expect(refused.headers["retry-after"] == "5")
      _ = try await first.next("hello")
    }
  }

  @Test func `can be off`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.connections = 1
    configuration.removeLimits()
    try await ServerUnderTest.run(configuration) { server in
      let socket = try await ChatSocket(server)
      _ = try await ChatSocket(server)
      guard case .object(let limits)? = try await socket.next("hello")["limits"] else {
        Issue.record("no limits")
        return
      }
      for limit in limits where limit.name.hasSuffix("_burst") {
        #expect(limit.value == .integer(1_000_000_000), "\(limit.name)")
      }
      #expect(server.log.all.contains { $0.contains(#""limits":"off""#) })
    }
  }

  @Test func `do not keep a server that goes away waiting for a request`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.deadlines.header = .seconds(60)
    let clock = ContinuousClock()
    var last = clock.now
    let connection = try await ServerUnderTest.run(configuration) { server in
      let connection = try await RawConnection(port: server.port)
      try await connection.send("GET /healthz HT")
      // Whoever came before has been taken note of when somebody later is answered.
      try await eventually { try await server.metrics()["verbatim_sockets"] == 2 }
      last = clock.now
      return connection
    }
    #expect(clock.now - last < .seconds(30))
    #expect(await connection.readToEnd() == "")
  }

  /// Of a crowd that comes at once, some come while the password of another is worked on.
  @Test func `refuse passwords that would wait too long`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.clock = .wall
    configuration.passwordThreads = 1
    configuration.passwordsWaiting = 0
    (configuration.limits[.loginFailuresBurst], configuration.limits[.peerLoginFailuresBurst]) = (1000, 1000)
    try await ServerUnderTest.run(configuration) { server in
      var replies: [HTTPReply] = []
      try await eventually {
        replies = try await withThrowingTaskGroup { group in
          for _ in 0..<4 {
            group.addTask { try await server.post("/login", "username=alice&password=long+enough") }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        return replies.contains { $0.status == 503 }
      }
      #expect(replies.contains { $0.status == 401 })
      for refused in replies where refused.status != 401 {
        #expect(refused.status == 503)
        #expect(refused.code == "unavailable")
        #expect(refused.headers["retry-after"] == "2")
      }
      let late = try await ChatSocket(server)
      try await late.send(#"{"type":"register","user":"alice","password":"long enough"}"#)
      _ = try await late.next("ready")
      #expect(try await server.post("/login", "username=alice&password=long+enough").status == 200)
    }
  }
}
