import HTTPTypes
import Testing
import Wire

@testable import struct Server.OriginList
@testable import class Server.Readiness
@testable import enum Server.Route

@Suite struct `HTTP` {
  @Test(
    arguments: [
      ("GET /healthz", 200, nil), ("GET /readyz", 200, nil), ("HEAD /readyz", 200, nil),
      ("GET /rooms", 200, nil),
      ("GET /nothing", 404, "not_found"), ("GET /", 404, "not_found"), ("GET //healthz", 404, "not_found"),
      ("GET /other", 404, "not_found"), ("POST /healthz", 405, "method_not_allowed"),
      ("DELETE /rooms", 405, "method_not_allowed"), ("GET /login", 405, "method_not_allowed"),
      ("POST /ws", 405, "method_not_allowed"), ("GET /ws", 426, "upgrade_required"),
      ("GET /ws/nothing", 404, "not_found"), ("GET /rooms?limit=x", 400, "bad_frame"),
      ("GET /rooms?cursor=x", 400, "cursor_invalid"),
    ] as [(String, Int, String?)])
  func `answers each request by name`(line: String, status: Int, code: String?) async throws {
    try await ServerUnderTest.run { server in
      let reply = try await server.ask(line)
      #expect(reply.status == status)
      #expect(reply.code == code)
      if status == 405 { #expect(reply.headers["allow"] != nil) }
    }
  }

  @Test func `lists rooms with how many are in them, a page at a time`() async throws {
    try await ServerUnderTest.run { server in
      let socket = try await ChatSocket(server)
      try await socket.send(#"{"type":"register","user":"alice","password":"long enough"}"#)
      for room in ["a", "b"] { try await socket.send(#"{"type":"join","room":"\#(room)"}"#) }
      _ = try await socket.next("user_list")
      _ = try await socket.next("user_list")
      let first = try await server.ask("GET /rooms?limit=1").json
      let room = { (name: String) in
        JSON.object([.init("room", .string(name)), .init("online", .integer(1))])
      }
      #expect(first["rooms"] == .array([room("a")]))
      guard case .string(let cursor)? = first["cursor"] else {
        Issue.record("no cursor")
        return
      }
      let second = try await server.ask("GET /rooms?limit=1&cursor=\(cursor)").json
      #expect(second["rooms"] == .array([room("b")]))
      // Asking changes nothing: no session, no input.
      let before = try await server.metrics()["verbatim_inputs_total"]
      _ = try await server.ask("GET /rooms")
      #expect(try await server.metrics()["verbatim_inputs_total"] == before)
    }
  }

  @Test(arguments: [
    ("https://chat.example", true), ("HTTPS://CHAT.example", true), ("http://chat.example", false),
    ("https://chat.example.evil.example", false), ("http://localhost:8080", true),
    ("https://localhost:8080", true), ("http://localhost", false), ("null", false), ("", false),
  ])
  func `knows the origins that may connect`(origin: String, may: Bool) {
    #expect(
      OriginList([OriginList.Entry("https://Chat.example/")!]).allows(origin, host: "Localhost:8080") == may)
  }

  /// What proxies add to `Host` and people write in other ways is the same origin.
  @Test(arguments: [
    ("https://chat.example", "chat.example:443", true), ("https://chat.example:443", "chat.example", true),
    ("https://Chat.Example", "CHAT.example", true), ("http://[::1]:8080", "[0:0::1]:8080", true),
    ("http://127.0.0.1", "127.0.0.1:80", true), ("https://chat.example", "chat.example:8443", false),
    ("https://chat.example.", "chat.example", false), ("https://chat.example/", "chat.example", false),
    ("https://a@chat.example", "chat.example", false), ("ftp://chat.example", "chat.example", false),
    ("https://chat.example:+443", "chat.example", false),
    ("https://chat.example:", "chat.example", false), ("https://", "", false),
  ])
  func `compares origins by scheme, host and port`(origin: String, host: String, may: Bool) {
    #expect(OriginList().allows(origin, host: host) == may)
  }

  @Test(arguments: [
    ("https://chat.example/", true), ("https://chat.example:8443", true), ("*", true),
    ("http://[2001:db8::1]", true), ("chat.example", false), ("https://*.chat.example", false),
    ("https://chat.example/path", false), ("null", false), ("", false), ("https://", false),
    ("https://b\u{fc}cher.example", false), ("https://chat.example:99999", false),
  ])
  func `takes only what is an origin into the list`(text: String, may: Bool) {
    #expect((OriginList.Entry(text) != nil) == may)
  }

  /// A name that anybody may own can be made to mean this machine (DNS rebinding).
  @Test(arguments: [
    ("127.0.0.1", true), ("192.0.2.1:80", true), ("[::1]:8080", true), ("localhost", true),
    ("a.localhost:1", true),
    ("evil.example", false), ("evil.example:8080", false), ("localhost.evil.example", false),
    ("127.0.0.1.evil.example", false),
  ])
  func `takes pages of its own host only where nobody else can own its name`(host: String, may: Bool) {
    #expect(OriginList().allows("http://\(host)", host: host) == may)
    // A page with a certificate for its name is its owner's.
    #expect(OriginList().allows("https://\(host)", host: host))
  }

  @Test func `is ready when it listens, and not while the database fails or the server goes away`() {
    let readiness = Readiness()
    #expect(readiness.state == .notReady(.starting))
    readiness.storeAnswered(true)
    #expect(readiness.state == .notReady(.starting))
    readiness.started()
    #expect(readiness.state == .ready)
    readiness.storeAnswered(false)
    #expect(readiness.state == .notReady(.store))
    readiness.storeAnswered(true)
    #expect(readiness.state == .ready)
    readiness.draining()
    readiness.storeAnswered(true)
    readiness.started()
    #expect(readiness.state == .notReady(.draining))
  }

  @Test func `knows its routes`() {
    for route in Route.allCases where route != .other { #expect(Route(path: "/\(route.rawValue)") == route) }
    for path in ["", "/", "ws", "/wsx", "/other", "/healthz/"] { #expect(Route(path: path) == .other) }
    #expect(Route(path: "/ws/chat/lobby/") == .webSocket)
  }
}
