import NIOCore
import Server
import Testing
import Wire

@testable import Conformance

/// Requests that become no WebSocket: each has a status and a JSON that says why. More of them are in the checks of the conformance suite,
/// which know no codes.
@Suite struct `A request that becomes no WebSocket` {
  struct Case: Sendable {
    let name: String
    let bytes: [UInt8]
    let status: Int
    /// The code in the JSON.
    let code: String
    /// A header line that has to be there, in lower case.
    var header: String?

    init(_ name: String, _ bytes: [UInt8], _ status: Int, _ code: String, header: String? = nil) {
      (self.name, self.bytes, self.status, self.code, self.header) = (name, bytes, status, code, header)
    }
  }

  private static let cases: [Case] = [
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
      "no version", Bytes.upgrade(["Sec-WebSocket-Version": nil]), 426, "upgrade_required",
      header: "sec-websocket-version: 13"),
    .init("no key", Bytes.upgrade(["Sec-WebSocket-Key": nil]), 400, "bad_request"),
    .init(
      "a key that is not base64", Bytes.upgrade(["Sec-WebSocket-Key": "????????????????????????"]), 400,
      "bad_request"),
    .init(
      "a key of another number of bytes", Bytes.upgrade(["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZTEy"]),
      400, "bad_request"),
    .init(
      "a token in the query, written otherwise", Bytes.upgrade(path: "/ws?a=b&%74oken=secret"), 400,
      "bad_request"),
    .init("the page of another site", Bytes.upgrade(["Origin": "https://evil.example"]), 403, "forbidden"),
    .init("a page of no site", Bytes.upgrade(["Origin": "null"]), 403, "forbidden"),
    .init("another path", Bytes.upgrade(path: "/wss"), 404, "not_found"),
    .init("garbage", Array("\u{1}\u{2}\u{3}hello\r\n\r\n".utf8), 400, "bad_request"),
    .init("TLS where there is none", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01], 400, "bad_request"),
    .init(
      "headers without end",
      Array("GET /ws HTTP/1.1\r\nHost: a\r\n".utf8) + (0..<2000).flatMap { Array("X-\($0): 1\r\n".utf8) },
      431, "too_large"),
  ]

  @Test func `is answered with a status and a reason`() async throws {
    try await RunningServer.run { port in
      try await onThread {
        for example in Self.cases {
          let socket = try RawSocket(port: port)
          socket.send(example.bytes)
          socket.finishSending()
          Self.expect(example, in: try socket.readToEnd())
        }
        #expect(try RawWebSocket.greeted(port: port).ask(#""type":"ping""#)["type"] == .string("pong"))
      }
    }
  }

  private static func expect(_ example: Case, in response: String) {
    let said = "\(example.name): \(response)"
    #expect(response.hasPrefix("HTTP/1.1 \(example.status) "), "\(said)")
    #expect(response.lowercased().contains("content-type: application/json"), "\(said)")
    #expect(response.contains("\"code\":\"\(example.code)\""), "\(said)")
    #expect(!response.contains("secret"), "\(said)")
    if let header = example.header { #expect(response.lowercased().contains("\(header)\r\n"), "\(said)") }
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
}
