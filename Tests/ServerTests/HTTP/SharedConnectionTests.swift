import NIOCore
import Server
import Testing

@testable import Conformance

/// Requests that share a connection, as clients that keep connections and proxies make them (RFC 9112, section 9.3).
@Suite struct `Requests on one connection` {
  private static let plain = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
  private static let cleartextHTTP2 =
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    + "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n\r\n"
  private static let upgrade = String(decoding: Bytes.upgrade(), as: UTF8.self)

  /// Sends each request when the one before was answered; returns the status of each.
  private static func statuses(of requests: [String], port: Int) async throws -> [String] {
    try await onThread {
      let socket = try RawSocket(port: port)
      return try requests.map { request in
        socket.send(request)
        let head = try socket.readHead()
        let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length: ") }
        if let length = length.flatMap({ Int($0.dropFirst("content-length: ".count)) }) {
          _ = try socket.read(length)
        }
        return String(head.dropFirst("HTTP/1.1 ".count).prefix(3))
      }
    }
  }

  /// covers: WS-1
  @Test(arguments: [
    ([plain, upgrade], ["200", "101"]), ([plain, plain, upgrade], ["200", "200", "101"]),
    ([cleartextHTTP2, plain], ["200", "200"]),
    ([cleartextHTTP2, cleartextHTTP2, upgrade], ["200", "200", "101"]),
    (
      [plain.replacing("Host", with: "Upgrade: foo/2\r\nConnection: upgrade\r\nHost"), plain], ["200", "200"]
    ),
    ([plain.replacing("Host", with: "Upgrade: websocket\r\nHost"), plain], ["404", ""]),
    (["CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n", plain], ["404", "200"]),
    (
      [
        "POST /healthz HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc",
        plain,
      ],
      ["405", "200"]
    ),
    (
      ["GET /healthz HTTP/1.1\r\nHost: a\r\nProxy-Connection: upgrade\r\nUpgrade: foo\r\n\r\n", plain],
      ["200", "200"]
    ),
  ])
  func `are answered one after the other, whatever they ask to become`(requests: [String], expected: [String])
    async throws
  {
    try await RunningServer.run { port in
      if expected.last == "" {
        // A refused upgrade ends the connection at once.
        try await onThread {
          let socket = try RawSocket(port: port)
          socket.send(requests.joined())
          let answer = try socket.readToEnd()
          #expect(answer.hasPrefix("HTTP/1.1 \(expected[0]) "))
          #expect(answer.contains("Connection: close\r\n"))
        }
      } else {
        #expect(try await Self.statuses(of: requests, port: port) == expected)
      }
    }
  }

  @Test
  func `may be sent before the answers to those before, and a WebSocket with its first frames behind them`()
    async throws
  {
    try await RunningServer.run { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        let frame = Bytes.frame(.text, #"{"type":"ping","id":"early"}"#)
        socket.send(Array((Self.plain + Self.cleartextHTTP2 + Self.upgrade).utf8) + frame)
        var answer = ""
        while !answer.contains(#""re":"early""#), let byte = try socket.read(1) {
          answer += String(decoding: byte, as: UTF8.self)
        }
        #expect(answer.matches(of: #/HTTP/1.1 (\d+)/#).map(\.1) == ["200", "200", "101"])
        #expect(answer.contains(#""re":"early""#))
      }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let request: String
    let answer: String
    var testDescription: String { name }

    init(_ name: String, _ request: String, _ answer: String) {
      (self.name, self.request, self.answer) = (name, request, answer)
    }
  }

  @Test(arguments: [
    Case(
      "an upgrade that a parser may read otherwise",
      "GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade: foo\r\nConnection: upgrade\t\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
      "400"),
    Case(
      "an upgrade to nothing",
      "GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade:\r\nConnection: upgrade\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
      "400"),
    Case(
      "an upgrade behind a wide space",
      "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: \u{2003}upgrade\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
      "400"),
    Case(
      "a whole address of nothing", "GET HTTP://localhost HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "404"),
  ])
  func `are answered as HTTP has it`(_ example: Case) async throws {
    try await RunningServer.run { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send(example.request)
        let answer = try socket.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 \(example.answer) "), "\(answer)")
      }
    }
  }

  @Test func `behind one that is refused are not carried out`() async throws {
    try await ServerUnderTest.run { server in
      let port = server.port
      try await onThread {
        let form = "username=mallory&password=open+sesame"
        let socket = try RawSocket(port: port)
        socket.send(
          Self.plain
            + "GET /healthz HTTP/1.1\r\n\r\nPOST /register HTTP/1.1\r\nHost: a\r\nContent-Length: \(form.utf8.count)\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n" + form)
        let answers = try socket.readToEnd()
        #expect(answers.matches(of: #/HTTP/1.1 (\d+)/#).map(\.1) == ["200", "400"])
      }
      #expect(try await server.metrics()["verbatim_users"] == 0)
    }
  }

  /// covers: WS-2
  @Test func `are not waited for longer than the deadline of their bodies`() async throws {
    try await RunningServer.run {
      $0.deadlines.body = .milliseconds(50)
    } _: { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
        #expect(try socket.readToEnd().hasPrefix("HTTP/1.1 408 "))
      }
    }
  }
}
