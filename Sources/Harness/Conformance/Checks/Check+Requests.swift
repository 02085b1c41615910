import Client
import LiveStage
import Wire

/// Requests that become no WebSocket.
extension Check {
  static let requests: [Check] = [
    Check(
      "requests/refused", "A request that becomes no WebSocket is told why, in JSON", covers: "WS-1"
    ) { probe throws(ProbeEnd) in
      let plain: KeyValuePairs<String, String?> = [
        "Connection": "close", "Upgrade": nil, "Sec-WebSocket-Version": nil, "Sec-WebSocket-Key": nil,
        "Sec-WebSocket-Protocol": nil,
      ]
      let endpoint = probe.server.endpoint
      func expect(
        _ status: Int, for what: String, path: String? = nil, _ changes: KeyValuePairs<String, String?> = [:]
      ) throws(ProbeEnd) {
        let request = ClientBytes.upgrade(to: endpoint, path: path, changes)
        let response = try probe.response(to: request, in: what, status: status)
        let body = JSON.read(response.body)
        guard body?.text("code") != nil, body?.text("message") != nil else {
          throw probe.failure(
            "the answer to \(what) does not say why", expected: "JSON with `code` and `message`",
            came: String(decoding: response.body.prefix(500), as: UTF8.self))
        }
        guard status == 426 else { return }
        guard response.headers["sec-websocket-version"] == "13",
          response.headers["upgrade"]?.lowercased() == "websocket"
        else {
          throw probe.failure(
            "the answer to \(what) does not say how to do it",
            expected: "Upgrade: websocket, Sec-WebSocket-Version: 13",
            came: "\(response.headers)")
        }
      }
      try expect(426, for: "a request without an upgrade", plain)
      try expect(426, for: "an upgrade to something else", ["Upgrade": "h2c"])
      try expect(426, for: "the version 8", ["Sec-WebSocket-Version": "8"])
      try expect(400, for: "an upgrade without a key", ["Sec-WebSocket-Key": nil])
      try expect(400, for: "a key of the wrong length", ["Sec-WebSocket-Key": "c2hvcnQ="])
      try expect(400, for: "another subprotocol", ["Sec-WebSocket-Protocol": "mqtt"])
      try expect(400, for: "a token in the query", path: endpoint.path + "?token=secret")
      try expect(403, for: "the page of another site", ["Origin": "https://evil.example"])
      try expect(404, for: "a path that there is not", path: "/\(probe.name("nowhere"))")
    },
    Check(
      "requests/subprotocol", "The subprotocol that a client offers is the one that it gets", covers: "WS-14"
    ) { probe throws(ProbeEnd) in
      let offers: [(offered: String?, expected: String?)] = [
        ("verbatim.v1", "verbatim.v1"), ("mqtt, verbatim.v1", "verbatim.v1"), (nil, nil),
      ]
      for (offered, expected) in offers {
        let request = ClientBytes.upgrade(to: probe.server.endpoint, ["Sec-WebSocket-Protocol": offered])
        let what = offered.map { "an upgrade that offers `\($0)`" } ?? "an upgrade that offers no subprotocol"
        let chosen = try probe.response(to: request, in: what, status: 101).headers["sec-websocket-protocol"]
        guard chosen == expected else {
          throw probe.failure(
            "\(what) is answered with another one", expected: expected ?? "none", came: chosen ?? "none")
        }
      }
    },
    Check(
      "requests/unreadable", "What is no HTTP is answered with 400, and a long head with 431", covers: "WS-2"
    ) {
      probe throws(ProbeEnd) in
      for (what, bytes) in [
        ("bytes that are no HTTP", Array("\u{1}\u{2}\u{3}hello\r\n\r\n".utf8)),
        ("a version of HTTP that there is not", Array("GET /ws HTTP/9.9\r\n\r\n".utf8)),
      ] { _ = try probe.response(to: bytes, in: what, status: 400) }
      let begin = Array("GET /ws HTTP/1.1\r\nHost: a\r\n".utf8)
      for (what, bytes) in [
        ("a header that never ends", begin + Array("X: ".utf8) + [UInt8](repeating: 97, count: 1 << 20)),
        ("headers without end", begin + (0..<100_000).flatMap { Array("X-\($0): 1\r\n".utf8) }),
      ] { _ = try probe.response(to: bytes, in: what, status: 431) }
    },
  ]
}

extension Probe {
  /// The server's answer to a request on a connection of its own, which must have a status.
  func response(to request: [UInt8], in what: String, status: Int) throws(ProbeEnd) -> HTTPResponse {
    try expect(status, of: answer(to: request), for: what)
  }

  /// The server's answer to a request on a connection of its own; nil where this ends before.
  func answer(to request: [UInt8]) throws(ProbeEnd) -> HTTPResponse? {
    let socket = try socket()
    return try attempt { () throws(WebSocketError) in
      try socket.send(request, untilAnswered: true)
      return try HTTPResponse(from: socket, until: socket.deadline)
    }
  }

  /// Shows that an answer has a status.
  @discardableResult
  func expect(_ status: Int, of response: HTTPResponse?, for what: String) throws(ProbeEnd) -> HTTPResponse {
    guard let response, response.status == status else {
      throw failure(
        "\(what) is not answered as it must be", expected: "status \(status)",
        came: response.map { "status \($0.status)" } ?? "the end of the connection")
    }
    return response
  }
}
