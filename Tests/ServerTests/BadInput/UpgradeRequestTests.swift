import NIOCore
import Server
import Testing
import Wire

@testable import Conformance

/// Requests that become no WebSocket: each has a status and a JSON that says why.
@Suite struct `A request that becomes no WebSocket` {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let status: Int
    /// The code in the JSON.
    let code: String
    /// A header line that has to be there, in lower case.
    var header: String?

    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], _ status: Int, _ code: String, header: String? = nil) {
      (self.name, self.bytes, self.status, self.code, self.header) = (name, bytes, status, code, header)
    }
  }

  private static let plain: KeyValuePairs<String, String?> = [
    "Connection": "close", "Upgrade": nil, "Sec-WebSocket-Version": nil, "Sec-WebSocket-Key": nil,
    "Sec-WebSocket-Protocol": nil,
  ]

  static let cases: [Case] = [
    .init("no upgrade", Bytes.upgrade(plain), 426, "upgrade_required", header: "upgrade: websocket"),
    .init(
      "an upgrade to something else", Bytes.upgrade(["Upgrade": "h2c"]), 426, "upgrade_required",
      header: "sec-websocket-version: 13"),
    .init(
      "no connection header", Bytes.upgrade(["Connection": nil]), 426, "upgrade_required",
      header: "upgrade: websocket"),
    .init(
      "a connection that is not upgraded", Bytes.upgrade(["Connection": "keep-alive, Upgraded"]), 426,
      "upgrade_required"),
    .init(
      "the version 8", Bytes.upgrade(["Sec-WebSocket-Version": "8"]), 426, "upgrade_required",
      header: "sec-websocket-version: 13"),
    .init(
      "no version", Bytes.upgrade(["Sec-WebSocket-Version": nil]), 426, "upgrade_required",
      header: "sec-websocket-version: 13"),
    .init("no key", Bytes.upgrade(["Sec-WebSocket-Key": nil]), 400, "bad_request"),
    .init("a key of the wrong length", Bytes.upgrade(["Sec-WebSocket-Key": "c2hvcnQ="]), 400, "bad_request"),
    .init(
      "a key that is not base64", Bytes.upgrade(["Sec-WebSocket-Key": "????????????????????????"]), 400,
      "bad_request"
    ),
    .init(
      "a key of another number of bytes", Bytes.upgrade(["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZTEy"]),
      400,
      "bad_request"),
    .init("another subprotocol", Bytes.upgrade(["Sec-WebSocket-Protocol": "mqtt, wamp"]), 400, "bad_request"),
    .init("a token in the query", Bytes.upgrade(path: "/ws?token=secret"), 400, "bad_request"),
    .init(
      "a token in the query, written otherwise", Bytes.upgrade(path: "/ws?a=b&%74oken=secret"), 400,
      "bad_request"),
    .init("the page of another site", Bytes.upgrade(["Origin": "https://evil.example"]), 403, "forbidden"),
    .init("a page of no site", Bytes.upgrade(["Origin": "null"]), 403, "forbidden"),
    .init("another path", Bytes.upgrade(path: "/wss"), 404, "not_found"),
    .init("garbage", Array("\u{1}\u{2}\u{3}hello\r\n\r\n".utf8), 400, "bad_request"),
    .init("TLS where there is none", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01], 400, "bad_request"),
    .init("a version of HTTP that is none", Array("GET /ws HTTP/9.9\r\n\r\n".utf8), 400, "bad_request"),
    .init(
      "a header that never ends",
      Array("GET /ws HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [UInt8](repeating: 97, count: 70_000),
      431, "too_large"),
    .init(
      "headers without end",
      Array("GET /ws HTTP/1.1\r\nHost: a\r\n".utf8) + (0..<2000).flatMap { Array("X-\($0): 1\r\n".utf8) },
      431,
      "too_large"),
  ]

  /// covers: WS-1 WS-2
  @Test(arguments: cases)
  func `is answered with a status and a reason`(_ example: Case) async throws {
    try await RunningServer.run { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send(example.bytes)
        socket.finishSending()
        try Self.expect(example, in: try socket.readToEnd())
        #expect(try RawWebSocket.greeted(port: port).ask(#""type":"ping""#)["type"] == .string("pong"))
      }
    }
  }

  private static func expect(_ example: Case, in response: String) throws {
    #expect(response.hasPrefix("HTTP/1.1 \(example.status) "), "\(response)")
    #expect(response.lowercased().contains("content-type: application/json"), "\(response)")
    #expect(response.contains("\"code\":\"\(example.code)\""), "\(response)")
    #expect(!response.contains("secret"))
    if let header = example.header { #expect(response.lowercased().contains("\(header)\r\n"), "\(response)") }
  }

  /// covers: WS-2
  @Test(arguments: ["", "GET /ws HTTP/1.1\r\n", "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"])
  func `is not waited for longer than the deadline`(_ beginning: String) async throws {
    try await RunningServer.run {
      $0.deadlines.header = .milliseconds(50)
    } _: { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send(beginning)
        let response = try socket.readToEnd()
        #expect(response.hasPrefix("HTTP/1.1 408 "), "\(response)")
        #expect(response.contains("\"code\":\"bad_request\""), "\(response)")
      }
    }
  }

  @Test func `a client may send frames before it has the answer to its upgrade`() async throws {
    try await RunningServer.run { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send(
          Bytes.upgrade() + Bytes.frame(.text, #"{"type":"ping","id":"early"}"#) + Bytes.close(1000))
        let answer = try socket.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 101 "))
      }
    }
  }

  @Test(arguments: ["keep-alive, Upgrade", "upgrade", "close , UPGRADE"])
  func `an upgrade may be one of several things that a connection is to be`(_ header: String) async throws {
    try await RunningServer.run { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send(Bytes.upgrade(["Connection": header]))
        #expect(try socket.readHead().hasPrefix("HTTP/1.1 101 "))
      }
    }
  }

  @Test func `a client that is no browser and offers no subprotocol is served`() async throws {
    try await RunningServer.run { port in
      try await onThread {
        let socket = try RawSocket(port: port)
        socket.send(Bytes.upgrade(["Sec-WebSocket-Protocol": nil]))
        let head = try socket.readHead()
        #expect(head.hasPrefix("HTTP/1.1 101 "))
        #expect(!head.lowercased().contains("sec-websocket-protocol"))
      }
    }
  }
}
