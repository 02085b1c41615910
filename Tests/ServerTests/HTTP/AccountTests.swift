import Engine
import Server
import Testing
import Wire

@Suite struct `Accounts over HTTP` {
  @Test func `are made, and the cookie opens a WebSocket`() async throws {
    try await ServerUnderTest.run { server in
      let made = try await server.post("/register", "username=alice&password=correct+horse%21")
      #expect(made.status == 200)
      #expect(made.json == .object([.init("user", .string("alice"))]))
      let cookie = try #require(made.headers["set-cookie"])
      #expect(cookie.hasPrefix("session="))
      for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        #expect(cookie.contains("; \(part)"))
      }
      #expect(!cookie.contains("Secure"))

      let socket = try await ChatSocket(server, ["Cookie": "theme=dark; \(made.cookie ?? "")"])
      #expect(try await socket.next("ready")["user"] == .string("alice"))

      let again = try await server.ask(
        "POST /login", ["Content-Type": "application/json; charset=utf-8"],
        body: #"{"username":"alice","password":"correct horse!"}"#)
      #expect(again.status == 200)
      #expect(again.cookie != nil && again.cookie != made.cookie)
    }
  }

  @Test func `are left, and the cookie is worth nothing then`() async throws {
    try await ServerUnderTest.run { server in
      let made = try await server.post("/register", "username=alice&password=correct+horse")
      let cookie = try #require(made.cookie)
      let left = try await server.post("/logout", "", ["Cookie": cookie])
      #expect(left.status == 200)
      #expect(left.headers["set-cookie"]?.hasPrefix("session=; Max-Age=0") == true)
      #expect(try await server.post("/logout", "", ["Cookie": cookie]).code == "auth_failed")
      let socket = try await ChatSocket(server, ["Cookie": cookie])
      #expect(try await socket.next("error")["code"] == .string("auth_failed"))
      #expect(await socket.closeCode() == 4502)
    }
  }

  @Test func `get another password`() async throws {
    try await ServerUnderTest.run { server in
      let made = try await server.post("/register", "username=alice&password=correct+horse")
      let cookie = ["Cookie": try #require(made.cookie)]
      let form = "old_password=correct+horse&password=battery+staple"
      #expect(try await server.post("/password", form).code == "auth_required")
      #expect(try await server.post("/password", form, cookie).status == 200)
      #expect(try await server.post("/password", form, cookie).code == "auth_failed")
      #expect(try await server.post("/login", "username=alice&password=correct+horse").status == 401)
      #expect(try await server.post("/login", "username=alice&password=battery+staple").status == 200)
      // A program sends the token in a header.
      let token = "Bearer \(try #require(made.cookie).dropFirst("session=".count))"
      #expect(try await server.post("/logout", "", ["Authorization": token]).status == 200)
    }
  }

  struct Refused: Sendable {
    let path: String
    var headers = ["Content-Type": "application/x-www-form-urlencoded"]
    let body: String
    let status: Int
    let code: String
  }

  @Test(arguments: [
    Refused(
      path: "/register", body: "username=alice&password=correct+horse", status: 409, code: "name_taken"),
    Refused(
      path: "/register", body: "username=b%20b&password=correct+horse", status: 400, code: "name_invalid"),
    Refused(path: "/register", body: "username=bob&password=short", status: 400, code: "bad_frame"),
    Refused(path: "/login", body: "username=alice&password=wrong", status: 401, code: "auth_failed"),
    Refused(path: "/login", body: "username=nobody&password=wrong", status: 401, code: "auth_failed"),
    Refused(path: "/login", body: "username=alice", status: 400, code: "bad_frame"),
    Refused(path: "/login", body: "username=alice&username=bob&password=x", status: 400, code: "bad_frame"),
    Refused(path: "/login", body: "username=%ff&password=x", status: 400, code: "bad_frame"),
    Refused(path: "/login", body: "username=%2&password=x", status: 400, code: "bad_frame"),
    Refused(path: "/login", headers: [:], body: "username=a", status: 415, code: "bad_request"),
    Refused(
      path: "/login", headers: ["Content-Type": "application/json"], body: "[]", status: 400,
      code: "bad_frame"),
    Refused(
      path: "/login", headers: ["Content-Type": "application/json"], body: #"{"username":1,"password":"x"}"#,
      status: 400, code: "bad_frame"),
    Refused(
      path: "/login", body: "password=" + String(repeating: "x", count: 65_536), status: 413,
      code: "too_large"),
    Refused(
      path: "/login",
      headers: ["Origin": "https://evil.example", "Content-Type": "application/x-www-form-urlencoded"],
      body: "username=alice&password=correct+horse", status: 403, code: "forbidden"),
    Refused(path: "/logout", body: "", status: 401, code: "auth_required"),
    Refused(
      path: "/logout", headers: ["Cookie": "session=stale"], body: "", status: 401, code: "auth_failed"),
  ])
  func `are refused by name`(_ refused: Refused) async throws {
    try await ServerUnderTest.run { server in
      _ = try await server.post("/register", "username=alice&password=correct+horse")
      let reply = try await server.ask("POST \(refused.path)", refused.headers, body: refused.body)
      #expect(reply.status == refused.status)
      #expect(reply.code == refused.code)
    }
  }

  @Test func `are made by those who were invited, where that is the rule`() async throws {
    var configuration = ServerConfiguration.simulated
    (configuration.limits[.registration], configuration.limits[.guests]) = (1, 0)
    try await ServerUnderTest.run(configuration) { server in
      for form in [
        "username=alice&password=correct+horse", "username=alice&password=correct+horse&invitation=x",
      ] {
        let refused = try await server.post("/register", form)
        #expect(refused.status == 403 && refused.code == "invitation_invalid")
      }
      let rooms = try await server.ask("GET /rooms")
      #expect(rooms.status == 401 && rooms.code == "auth_required")
    }
  }

  @Test func `are limited, and told when to come back`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.limits[.loginFailuresBurst] = 2
    try await ServerUnderTest.run(configuration) { server in
      _ = try await server.post("/register", "username=alice&password=correct+horse")
      for _ in 1...2 { #expect(try await server.post("/login", "username=alice&password=no").status == 401) }
      let limited = try await server.post("/login", "username=alice&password=correct+horse")
      #expect(limited.status == 429)
      #expect(limited.code == "rate_limited")
      #expect(limited.headers["retry-after"] == "10")
    }
  }
}
