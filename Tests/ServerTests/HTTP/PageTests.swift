import Server
import Testing
import Wire

/// Web pages of other origins, as browsers ask for them (WHATWG Fetch, section 3.3); `Tests/HTTP/rfc.py` has the requests row by row.
@Suite struct `A page of another origin` {
  private static func configuration(_ origins: String...) -> ServerConfiguration {
    var configuration = ServerConfiguration.simulated
    configuration.origins = OriginList(origins.compactMap { OriginList.Entry($0) })
    return configuration
  }

  private static let page = ["Origin": "https://app.example"]

  @Test func `logs in with a cookie that comes back, where the connection is encrypted`() async throws {
    var configuration = Self.configuration("https://app.example")
    configuration.isBehindEncryption = true
    try await ServerUnderTest.run(configuration) { server in
      let made = try await server.post("/register", "username=alice&password=long+enough", Self.page)
      #expect(made.status == 200)
      #expect(made.headers["access-control-allow-origin"] == "https://app.example")
      #expect(made.headers["access-control-allow-credentials"] == "true")
      #expect(made.headers["set-cookie"]?.contains("; SameSite=None; Secure") == true)
      let cookie = try #require(made.cookie)
      #expect(cookie.hasPrefix("__Host-session="))
      // A cookie of another name could be set by anybody on the way.
      let plain = cookie.replacing("__Host-", with: "")
      #expect(try await server.post("/logout", "", ["Cookie": plain]).code == "auth_required")
      #expect(try await server.post("/logout", "", ["Cookie": "a=b; \(cookie)"]).status == 200)
    }
  }

  @Test func `that may connect with all others gets nothing with a cookie`() async throws {
    try await ServerUnderTest.run(Self.configuration("*")) { server in
      let reply = try await server.ask("GET /rooms", Self.page)
      #expect(reply.headers["access-control-allow-origin"] == "*")
      #expect(reply.headers["access-control-allow-credentials"] == nil)
      let made = try await server.post("/register", "username=alice&password=long+enough", Self.page)
      #expect(made.headers["set-cookie"]?.contains("SameSite=Lax") == true)
    }
  }

  @Test func `is told nothing where there is no list`() async throws {
    try await ServerUnderTest.run { server in
      let reply = try await server.ask("GET /rooms", ["Origin": "http://localhost:\(server.port)"])
      #expect(reply.status == 200)
      #expect(reply.headers["vary"] == nil)
      #expect(reply.headers["access-control-allow-origin"] == nil)
    }
  }

  @Test func `of the server's own host that came encrypted shows that a proxy ends the encryption`()
    async throws
  {
    try await ServerUnderTest.run { server in
      let made = try await server.post(
        "/register", "username=alice&password=long+enough", ["Origin": "https://localhost:\(server.port)"])
      #expect(made.headers["set-cookie"]?.hasPrefix("__Host-session=") == true)
      let socket = try await ChatSocket(server, ["Cookie": try #require(made.cookie)])
      #expect(try await socket.next("ready")["user"] == .string("alice"))
    }
  }
}
