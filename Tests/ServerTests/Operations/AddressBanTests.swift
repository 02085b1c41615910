import Engine
import Server
import Testing
import Wire

@Suite struct `Banned addresses` {
  @Test func `do not get in, by a WebSocket or HTTP, and their connections end`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.adminToken = "the operator's token"
    configuration.proxies = TrustedProxies(["127.0.0.1"].compactMap(IPRange.init))
    try await ServerUnderTest.run(configuration) { server in
      let (bad, good) = (["X-Forwarded-For": "192.0.2.7"], ["X-Forwarded-For": "198.51.100.1"])
      let (mallory, alice) = (try await ChatSocket(server, bad), try await ChatSocket(server, good))
      _ = try await mallory.next("hello")
      _ = try await alice.next("hello")
      let control = try await ChatSocket(server, ["Authorization": "Bearer the operator's token"])
      func administer(_ request: String) async throws {
        try await control.send(#"{"type":"administer","id":"1","request":\#(request)}"#)
        #expect(try await control.next("administered")["answer"]?["error"] == nil)
      }
      try await administer(#"{"do":"ban_address","address":"192.0.2.0/24"}"#)
      #expect(await mallory.closeCode() == 4503)
      await #expect(throws: ChatSocket.Refused.self) { _ = try await ChatSocket(server, bad) }
      let refused = try await server.ask("GET /rooms", bad)
      #expect(refused.status == 403 && refused.code == "forbidden")
      #expect(try await server.ask("GET /rooms", good).status == 200)
      _ = try await ChatSocket(server, good).next("hello")
      try await administer(#"{"do":"lift_ban","address":"192.0.2.0/24"}"#)
      _ = try await ChatSocket(server, bad).next("hello")
    }
  }
}
