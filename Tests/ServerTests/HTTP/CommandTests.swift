import Engine
import Server
import Testing
import Wire

@Suite struct `Commands over HTTP` {
  @Test func `are said and read in a room that one is not in`() async throws {
    try await ServerUnderTest.run { server in
      let (alice, bob) = (try await server.user("alice"), try await server.user("bob"))
      let socket = try await ChatSocket(server, alice)
      try await socket.send(#"{"type":"join","room":"caf\u00e9/1"}"#)
      _ = try await socket.next("user_list")
      let messages = "/rooms/caf%C3%A9%2F1/messages"
      let said = try await server.ask("POST \(messages)", bob, body: #" {"message":"hi"} "#)
      #expect(said.status == 201)
      #expect(said.json["seq"] == .integer(1))
      #expect(said.json["re"] == nil)
      #expect(try await socket.next("chat_message")["user"] == .string("bob"))

      let edited = try await server.ask("PATCH \(messages)/1", bob, body: #"{"message":"hi you"}"#)
      #expect(edited.json == .object([.init("type", .string("ok"))]))
      #expect(try await socket.next("message_edited")["message"] == .string("hi you"))
      #expect(try await server.ask("PATCH \(messages)/1", alice, body: #"{"message":"no"}"#).status == 403)

      let found = try await server.ask("GET /search?in=messages&query=hi+you&room=caf%C3%A9%2F1", bob)
      #expect(found.status == 200)
      guard case .array(let results)? = found.json["results"] else {
        Issue.record("no results")
        return
      }
      #expect(results.map { $0["seq"] } == [.integer(1)])

      #expect(try await server.ask("DELETE \(messages)/1", bob).status == 200)
      #expect(try await socket.next("message_deleted")["seq"] == .integer(1))
      let history = try await server.ask("GET \(messages)", bob)
      guard case .array(let left)? = history.json["messages"] else {
        Issue.record("no messages")
        return
      }
      #expect(left.map { $0["deleted"] } == [.bool(true)])
    }
  }

  struct Refused: Sendable {
    let line: String
    var isGuest = false
    var headers = ["Content-Type": "application/json"]
    var body = ""
    let status: Int
    let code: String
  }

  @Test(arguments: [
    Refused(line: "GET /rooms/nowhere/messages", status: 404, code: "no_such_room"),
    Refused(line: "GET /rooms/nowhere/events", status: 404, code: "no_such_room"),
    Refused(line: "GET /rooms//messages", status: 404, code: "no_such_room"),
    Refused(line: "GET /rooms/lobby/", status: 404, code: "not_found"),
    Refused(line: "GET /rooms/lobby/nothing", status: 404, code: "not_found"),
    Refused(line: "GET /rooms/%ff/messages", status: 404, code: "not_found"),
    Refused(line: "GET /users/nobody/messages", status: 404, code: "no_such_user"),
    Refused(line: "GET /users", status: 404, code: "not_found"),
    Refused(line: "PUT /rooms/lobby/messages", status: 405, code: "method_not_allowed"),
    Refused(line: "HEAD /rooms/lobby/events", status: 405, code: ""),
    Refused(line: "GET /rooms/lobby/messages?limit=0", status: 400, code: "bad_frame"),
    Refused(line: "GET /rooms/lobby/messages?limit=1&limit=2", status: 400, code: "bad_frame"),
    Refused(line: "GET /rooms/lobby/messages?before=1&after=1", status: 400, code: "bad_frame"),
    Refused(line: "GET /rooms/lobby/messages?after=%zz", status: 400, code: "bad_frame"),
    Refused(line: "GET /rooms/lobby/events?after=-1", status: 400, code: "bad_frame"),
    Refused(line: "GET /rooms/lobby/events", headers: ["Last-Event-ID": "x"], status: 400, code: "bad_frame"),
    Refused(line: "GET /search?in=nothing&query=a", status: 400, code: "bad_frame"),
    Refused(line: "GET /search", status: 400, code: "bad_frame"),
    Refused(line: "POST /rooms", body: #"{"room":"lobby"}"#, status: 409, code: "room_exists"),
    Refused(line: "POST /rooms", body: #"["room"]"#, status: 400, code: "bad_frame"),
    Refused(line: "POST /rooms", body: #"{"room":"a""#, status: 400, code: "bad_json"),
    Refused(line: "POST /rooms", body: #"{"room":"a","type":"ping"}"#, status: 400, code: "bad_frame"),
    Refused(line: "POST /rooms", headers: [:], body: #"{"room":"a"}"#, status: 415, code: "bad_request"),
    Refused(
      line: "POST /rooms/lobby/messages", body: #"{"message":"a","room":"b"}"#, status: 400, code: "bad_frame"
    ),
    Refused(
      line: "POST /rooms/lobby/messages",
      headers: ["Content-Type": "application/json", "Idempotency-Key": "a"],
      body: #"{"message":"a","key":"b"}"#, status: 400, code: "bad_frame"),
    Refused(line: "POST /rooms/lobby/messages", body: #"{"message":" "}"#, status: 400, code: "bad_frame"),
    Refused(line: "PATCH /rooms/lobby/messages/x", body: #"{"message":"a"}"#, status: 400, code: "bad_frame"),
    Refused(
      line: "PATCH /rooms/lobby/messages/1", body: #"{"message":"a"}"#, status: 404, code: "no_such_message"),
    Refused(
      line: "POST /rooms/lobby/messages", isGuest: true, body: #"{"message":"a"}"#, status: 401,
      code: "auth_required"),
    Refused(
      line: "GET /rooms/lobby/messages",
      headers: ["Authorization": "Bearer nobody"], status: 401, code: "auth_failed"),
    Refused(
      line: "GET /rooms/lobby/messages", headers: ["Origin": "https://evil.example"], status: 403,
      code: "forbidden"),
  ])
  func `are refused by status and name`(_ refused: Refused) async throws {
    try await ServerUnderTest.run { server in
      let alice = refused.isGuest ? [:] : try await server.user("alice")
      _ = try await server.ask("POST /rooms", try await server.user("bob"), body: #"{"room":"lobby"}"#)
      let headers = alice.filter { $0.key != "Content-Type" }.merging(refused.headers) { $1 }
      let reply = try await server.ask(refused.line, headers, body: refused.body)
      #expect(reply.status == refused.status)
      #expect(reply.code ?? "" == refused.code)
      if reply.status == 401 { #expect(reply.headers["www-authenticate"] == "Bearer") }
    }
  }

  @Test func `use up the allowances of their user, which a change of the password does not`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.limits[.messagesBurst] = 2
    configuration.limits[.commandsBurst] = 1
    try await ServerUnderTest.run(configuration) { server in
      let alice = try await server.user("alice")
      #expect(try await server.ask("POST /rooms", alice, body: #"{"room":"lobby"}"#).status == 201)
      #expect(try await server.ask("POST /rooms", alice, body: #"{"room":"hall"}"#).status == 429)
      for status in [201, 201, 429] {
        let said = try await server.ask("POST /rooms/lobby/messages", alice, body: #"{"message":"hi"}"#)
        #expect(said.status == status)
        if status == 429 {
          #expect(said.code == "rate_limited")
          #expect(said.headers["retry-after"] == "1")
        }
      }
      let changed = try await server.post(
        "/password", "old_password=correct+horse&password=battery+staple",
        alice.filter { $0.key == "Authorization" })
      #expect(changed.status == 200)
    }
  }

  @Test func `take a body as long as the longest message, however it is written`() async throws {
    try await ServerUnderTest.run { server in
      let alice = try await server.user("alice")
      _ = try await server.ask("POST /rooms", alice, body: #"{"room":"lobby"}"#)
      let text = String(repeating: #"\ud83d\ude00"#, count: 4096)
      let said = try await server.ask("POST /rooms/lobby/messages", alice, body: #"{"message":"\#(text)"}"#)
      #expect(said.status == 201)
    }
  }
}

extension ServerUnderTest {
  /// Makes an account; returns the headers with which it asks.
  func user(_ name: String) async throws -> [String: String] {
    let made = try await post("/register", "username=\(name)&password=correct+horse")
    let cookie = try #require(made.cookie)
    return [
      "Authorization": "Bearer \(cookie.dropFirst("session=".count))", "Content-Type": "application/json",
    ]
  }
}
