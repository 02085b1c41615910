import Client
import Host
import LiveStage
import Wire

/// Commands without a connection.
extension Check {
  static let http: [Check] = [
    Check("http/commands", "What is asked over HTTP is done as over a WebSocket", covers: "HTTP-1") {
      probe throws(ProbeEnd) in
      let (room, hall) = (probe.name("room"), probe.name("hall"))
      let alice = try probe.user("alice", in: room)
      let bob = try probe.user("bob")
      let messages = "/rooms/\(room)/messages"
      try probe.asks("POST \(messages)", #"{"message":"hi"}"#, as: bob, gets: 201, #"{"seq":1,"re":null}"#)
      try alice.gets(#"{"type":"chat_message","room":"\#(room)","user":"\#(bob.name)","message":"hi"}"#)
      try alice.says(["there"], in: room)
      try probe.asks(
        "GET \(messages)?after=0&limit=1", as: bob, gets: 200,
        #"{"type":"history","messages":[{"seq":1,"message":"hi"}],"more":true,"re":null}"#)
      try probe.asks("GET /rooms/\(room)/users", as: bob, gets: 200, #"{"users":["\#(alice.name)"]}"#)
      try probe.asks("POST /rooms", #"{"room":"\#(hall)"}"#, as: bob, gets: 201, #"{"type":"ok"}"#)
      try alice.asks(#""type":"create_room","room":"\#(hall)""#, gets: #"{"code":"room_exists"}"#)
    },
    Check(
      "http/private", "Private messages go over HTTP, too", covers: "HTTP-1", profiles: [.private, .history]
    ) { probe throws(ProbeEnd) in
      let (alice, bob) = (try probe.user("alice"), try probe.user("bob"))
      try probe.asks(
        "POST /users/\(alice.name)/messages", #"{"message":"psst"}"#, as: bob, gets: 201,
        #"{"type":"private_message_delivered","target":"\#(alice.name)","sessions":1}"#)
      try alice.gets(#"{"type":"private_message","user":"\#(bob.name)","message":"psst"}"#)
      try probe.asks(
        "GET /users/\(bob.name)/messages", as: alice, gets: 200,
        #"{"with":"\#(bob.name)","messages":[{"seq":1,"message":"psst"}]}"#)
    },
    Check("http/refused", "What is refused over HTTP has a status, and says why in JSON", covers: "HTTP-2") {
      probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      let messages = "/rooms/\(room)/messages"
      let guest = try probe.asks(
        "POST \(messages)", #"{"message":"hi"}"#, gets: 401, #"{"code":"auth_required"}"#)
      guard guest.headers["www-authenticate"] != nil else {
        throw probe.failure("a 401 does not say how to log in", expected: "WWW-Authenticate", came: "none")
      }
      try probe.asks(
        "GET /rooms/\(probe.name("nowhere"))/messages", as: alice, gets: 404,
        #"{"code":"no_such_room","field":"room"}"#)
      try probe.asks(
        "GET \(messages)?limit=few", as: alice, gets: 400, #"{"code":"bad_frame","field":"limit"}"#)
      try probe.asks(
        "POST \(messages)", "{}", as: alice, gets: 400, #"{"code":"bad_frame","field":"message"}"#)
      try probe.asks("POST \(messages)", "{", as: alice, gets: 400, #"{"code":"bad_json"}"#)
      try probe.asks("POST /rooms", #"{"room":"\#(room)"}"#, as: alice, gets: 409, #"{"code":"room_exists"}"#)
    },
    Check("http/outside", "A user need not be in a room to say something there", covers: "HTTP-3") {
      probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      let bob = try probe.user("bob")
      try probe.asks("POST /rooms/\(room)/messages", #"{"message":"hi"}"#, as: bob, gets: 201, "{}")
      try alice.gets(#"{"type":"chat_message","user":"\#(bob.name)"}"#)
      try alice.getsNothing()
    },
    Check(
      "http/barred", "Whoever may not enter a room says nothing there over HTTP", covers: "HTTP-3",
      profiles: [.moderation]
    ) { probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      let bob = try probe.user("bob")
      try alice.asks(#""type":"ban","room":"\#(room)","user":"\#(bob.name)""#, gets: #"{"type":"ok"}"#)
      try probe.asks(
        "POST /rooms/\(room)/messages", #"{"message":"hi"}"#, as: bob, gets: 403, #"{"code":"forbidden"}"#)
    },
    Check("http/key", "A key is the same over HTTP and over a WebSocket", covers: "HTTP-4") {
      probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      try alice.asks(
        #""type":"chat_message","room":"\#(room)","message":"hi","key":"k""#, gets: #"{"seq":1}"#)
      for _ in 1...2 {
        try probe.asks(
          "POST /rooms/\(room)/messages", #"{"message":"hi"}"#, headers: ["Idempotency-Key": "k"], as: alice,
          gets: 201, #"{"seq":1,"duplicate":true}"#)
      }
    },
    Check("http/allowance", "Who has used up an allowance has none over HTTP", covers: "HTTP-5") {
      probe throws(ProbeEnd) in
      let limits: [(name: String, value: Int64)] = [("messages_burst", 3), ("messages_per_second", 1)]
      try probe.onServer(limits: limits) { probe throws(ProbeEnd) in
        let (room, alice) = try probe.room()
        try alice.says(["one", "two", "three"], in: room)
        // On a slow machine there may be something again.
        for attempt in 1...2 {
          let response = try probe.response(
            to: "POST /rooms/\(room)/messages", #"{"message":"four"}"#, as: alice)
          if response.status == 429, response.headers["retry-after"] != nil { return }
          if attempt == 2 { try probe.expect(429, of: response, for: "a message past the allowance") }
        }
      }
    },
    Check(
      "http/webhook", "The secret of a webhook says messages in its room, and logs nobody in",
      covers: "HTTP-10",
      profiles: [.administration]
    ) { probe throws(ProbeEnd) in
      let (room, name) = (probe.name("room"), probe.name("hook"))
      let alice = try probe.user("alice", in: room)
      let made = try probe.administer(.createToken(user: name, bot: true, label: "hook:\(room)"))
      guard let secret = made.text("token") else {
        throw probe.obstacle("the operator gets no webhook: \(made.shown)")
      }
      try probe.asks("POST /hooks/\(secret)", #"{"message":"built","key":"1"}"#, gets: 201, #"{"seq":1}"#)
      try alice.gets(#"{"type":"chat_message","user":"\#(name)","bot":true,"message":"built"}"#)
      try probe.asks(
        "POST /hooks/\(secret)x", #"{"message":"built"}"#, gets: 404, #"{"code":"no_such_token"}"#)
      try probe.asks(
        "GET /rooms/\(room)/users", headers: ["Authorization": "Bearer \(secret)"], gets: 401,
        #"{"code":"auth_failed"}"#)
      try probe.guest().asks(#""type":"login","token":"\#(secret)""#, gets: #"{"code":"auth_failed"}"#)
      try probe.asks(
        "POST /hooks/\(alice.token ?? "")", #"{"message":"hi"}"#, gets: 404, #"{"code":"no_such_token"}"#)
    },
  ]
}

extension Probe {
  /// Asks something on a connection of its own; the answer must have a status, and a JSON body with these members.
  @discardableResult
  func asks(
    _ line: String, _ body: String = "", headers: [String: String] = [:], as user: ProbeUser? = nil,
    gets status: Int, _ pattern: String
  ) throws(ProbeEnd) -> HTTPResponse {
    let response = try response(to: line, body, headers: headers, as: user)
    try expect(status, of: response, for: line)
    guard JSON.read(response.body)?.has(JSON.trusted(pattern)) == true else {
      throw failure(
        "\(line) is answered with something else", expected: pattern,
        came: String(decoding: response.body.prefix(500), as: UTF8.self))
    }
    return response
  }

  /// The answer to a request on a connection of its own.
  func response(
    to line: String, _ body: String = "", headers: [String: String] = [:], as user: ProbeUser? = nil
  ) throws(ProbeEnd) -> HTTPResponse {
    let request = ClientBytes.request(line, to: server.endpoint, body, headers: headers, token: user?.token)
    guard let response = try answer(to: request) else { throw failure(WebSocketError.closed.message) }
    return response
  }
}

extension ClientBytes {
  /// A request of the API, after which the connection ends.
  static func request(
    _ line: String, to endpoint: Endpoint, _ body: String = "", headers: [String: String] = [:],
    token: String?
  ) -> [UInt8] {
    var lines = ["\(line) HTTP/1.1", "Host: \(host(endpoint))", "Connection: close"]
    if let token { lines.append("Authorization: Bearer \(token)") }
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { lines.append("\(name): \(value)") }
    if !body.isEmpty {
      lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }
}
