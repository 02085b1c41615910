import Client
import LiveStage

/// What RFC 9110, RFC 9112 and browsers want of whatever answers over HTTP.
extension Check {
  static let httpRules: [Check] = [
    Check("http/foreign", "A page of another site may neither ask nor read", covers: "HTTP-11") {
      probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      let page = ["Origin": "https://evil.example", "Access-Control-Request-Method": "POST"]
      for (line, body) in [
        ("OPTIONS /rooms/\(room)/messages", ""), ("GET /rooms/\(room)/users", ""),
        ("POST /rooms/\(room)/messages", #"{"message":"hi"}"#),
      ] {
        let response = try probe.asks(
          line, body, headers: page, as: alice, gets: 403, #"{"code":"forbidden"}"#)
        guard response.headers["access-control-allow-origin"] == nil else {
          throw probe.failure(
            "a page of another site may read the answer to \(line)",
            expected: "no Access-Control-Allow-Origin",
            came: response.headers["access-control-allow-origin"])
        }
      }
    },
    Check("http/closed", "HTTP/1.0 ends a connection with the answer", covers: "HTTP-12") {
      probe throws(ProbeEnd) in
      let socket = try probe.socket()
      let answer = try probe.attempt { () throws(WebSocketError) in
        try socket.send(Array("GET /rooms HTTP/1.0\r\n\r\n".utf8))
        return try socket.readToEnd(until: .now + .seconds(10))
      }
      guard answer.starts(with: Array("HTTP/1.1 200 ".utf8)) else {
        throw probe.failure(
          "a request of HTTP/1.0 is not answered", expected: "status 200",
          came: String(decoding: answer.prefix(100), as: UTF8.self))
      }
    },
    Check("http/host", "HTTP/1.1 says once which host is meant", covers: "HTTP-13") {
      probe throws(ProbeEnd) in
      for (what, headers) in [("a request without a host", ""), ("two hosts", "Host: a\r\nHost: b\r\n")] {
        let request = "GET /rooms HTTP/1.1\r\nConnection: close\r\n\(headers)\r\n"
        _ = try probe.response(to: Array(request.utf8), in: what, status: 400)
      }
    },
    Check("http/continue", "Who waits for it is told to send a body", covers: "HTTP-14") {
      probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      let body = #"{"message":"hi"}"#
      let request = ClientBytes.request(
        "POST /rooms/\(room)/messages", to: probe.server.endpoint, body,
        headers: ["Expect": "100-continue"], token: alice.token)
      let socket = try probe.socket()
      let head = try probe.attempt { () throws(WebSocketError) in
        try socket.send(Array(request.dropLast(body.utf8.count)))
        return try socket.read(to: "\r\n\r\n", until: .now + .seconds(4)) ?? ""
      }
      guard head.hasPrefix("HTTP/1.1 100") else {
        throw probe.failure(
          "a client that waits with its body is not told to send it", expected: "status 100", came: head)
      }
      let response = try probe.attempt { () throws(WebSocketError) in
        try socket.send(Array(body.utf8))
        return try HTTPResponse(from: socket, until: socket.deadline)
      }
      try probe.expect(201, of: response, for: "the body that was asked for")
    },
    Check("http/codings", "A body whose end is in doubt is refused", covers: "HTTP-15") {
      probe throws(ProbeEnd) in
      for headers in [
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
      ] {
        let socket = try probe.socket()
        let request =
          "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\(headers)\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
          + "GET /rooms HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let answer = try probe.attempt { () throws(WebSocketError) in
          try socket.send(Array(request.utf8), untilAnswered: true)
          return String(decoding: try socket.readToEnd(until: socket.deadline), as: UTF8.self)
        }
        let isRefused = ["HTTP/1.1 400", "HTTP/1.1 501"].contains { answer.hasPrefix($0) }
        guard isRefused, !answer.contains("HTTP/1.1 200") else {
          throw probe.failure(
            "a request with \(headers) is taken", expected: "status 400 or 501, and the end",
            came: String(answer.prefix(200)))
        }
      }
    },
  ]
}
