import Engine
import Server
import Testing
import Wire

@testable import Conformance

/// Frames that no client may send: each has its close code, and the server lives on.
@Suite struct `A frame that breaks the rules of WebSockets` {
  /// Bytes that a client sends after `hello`, and how the server closes.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let code: Int
    /// What the reason has in it.
    let reason: String

    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], _ code: Int, _ reason: String) {
      (self.name, self.bytes, self.code, self.reason) = (name, bytes, code, reason)
    }
  }

  private static let ping = #"{"type":"ping"}"#
  private static let long = [UInt8](repeating: 0x20, count: 4 * 65_536 + 1)

  static let heads: [Case] = [
    .init("an unmasked frame", [0x81, 0x02, 0x7b, 0x7d], 1002, "masked"),
    .init("an unmasked frame of which only the head came", [0x81, 0x7e], 1002, "masked"),
    .init("the first reserved bit", [0xc1, 0x80], 1002, "reserved bit"),
    .init("the second reserved bit", [0xa1, 0x80], 1002, "reserved bit"),
    .init("the third reserved bit", [0x91, 0x80], 1002, "reserved bit"),
    .init("the opcode 3", [0x83, 0x80], 1002, "opcode"),
    .init("the opcode 7", [0x87, 0x80], 1002, "opcode"),
    .init("the opcode 11", [0x8b, 0x80], 1002, "opcode"),
    .init("the opcode 15", [0x8f, 0x80], 1002, "opcode"),
    .init(
      "a length of 16 bits for one byte", Bytes.frame(.text, [0x7b], length: .in16Bits), 1002,
      "longer than it"),
    .init(
      "a length of 64 bits for one byte", Bytes.frame(.text, [0x7b], length: .in64Bits), 1002,
      "longer than it"),
    .init(
      "a length of 64 bits for 65,535 bytes", Bytes.head64(0x81, 65_535), 1002, "longer than it"),
    .init("a length of 2⁶³", Bytes.head64(0x81, 1 << 63), 1002, "first bit"),
    .init("a length of 2⁶⁴ − 1", Bytes.head64(0x81, .max), 1002, "first bit"),
    .init("a length of 2⁶²", Bytes.head64(0x81, 1 << 62), 1009, "longer than 262144"),
    .init("a length of 2⁶³ − 1", Bytes.head64(0x81, .max >> 1), 1009, "longer than 262144"),
    .init(
      "a text of one byte more than is read at all", Bytes.frame(.text, long), 1009, "longer than 262144"),
  ]

  static let controls: [Case] = [
    .init("a ping in fragments", Bytes.frame(.ping, "a", isFinal: false), 1002, "fragmented"),
    .init("a pong in fragments", Bytes.frame(.pong, "a", isFinal: false), 1002, "fragmented"),
    .init("a goodbye in fragments", Bytes.frame(.close, "a", isFinal: false), 1002, "fragmented"),
    .init("a ping of 126 bytes", Bytes.frame(.ping, [UInt8](repeating: 1, count: 126)), 1002, "125"),
    .init("a goodbye of 126 bytes", Bytes.close(1000, [UInt8](repeating: 97, count: 124)), 1002, "125"),
    .init("a goodbye with half a code", Bytes.frame(.close, [3]), 1002, "half a code"),
    .init("a goodbye whose reason is not UTF-8", Bytes.close(1000, [0xc3, 0x28]), 1007, "UTF-8"),
  ]

  static let codes: [Case] = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map {
    .init("a goodbye with the code \($0)", Bytes.close($0), 1002, "\($0) is no code")
  }

  static let messages: [Case] = [
    .init("a binary message", Bytes.frame(.binary, ping), 1003, "binary"),
    .init("an empty binary message", Bytes.frame(.binary), 1003, "binary"),
    .init("a continuation of nothing", Bytes.frame(.continuation, ping), 1002, "continues nothing"),
    .init(
      "a continuation of a message that has ended",
      Bytes.frame(.text, ping) + Bytes.frame(.continuation, "x"), 1002,
      "continues nothing"),
    .init(
      "a message inside of another", Bytes.frame(.text, "{", isFinal: false) + Bytes.frame(.text, ping), 1002,
      "inside another"),
    .init("a text that is not UTF-8", Bytes.frame(.text, [0x22, 0xc3, 0x28, 0x22]), 1007, "UTF-8"),
    .init(
      "half of a surrogate pair in UTF-8", Bytes.frame(.text, [0x22, 0xed, 0xa0, 0x80, 0x22]), 1007, "UTF-8"),
    .init("an overlong form of a slash", Bytes.frame(.text, [0xc0, 0xaf]), 1007, "UTF-8"),
    .init(
      "a character that one fragment begins and the next does not end",
      Bytes.frame(.text, [0x22, 0xe2, 0x82], isFinal: false) + Bytes.frame(.continuation, [0x28, 0x22]), 1007,
      "UTF-8"
    ),
    .init(
      "a message that ends inside of a character",
      Bytes.frame(.text, [0x22, 0xe2], isFinal: false) + Bytes.frame(.continuation, [0x82]), 1007, "UTF-8"),
    .init(
      "a message that is too long by its fragments",
      Bytes.frame(.text, "\"", isFinal: false)
        + (0..<5).flatMap { _ in
          Bytes.frame(.continuation, [UInt8](repeating: 97, count: 60_000), isFinal: false)
        },
      1009, "longer than 262144"),
  ]

  /// covers: WS-3 WS-4 WS-5 WS-6 WS-7 WS-8 WS-9 WS-13
  @Test(arguments: heads + controls + codes + messages)
  func `closes its connection with a code and a reason, and nobody else's`(_ example: Case) async throws {
    try await RunningServer.run { port in
      try await onThread {
        let bystander = try RawWebSocket.greeted(port: port)
        let client = try RawWebSocket.greeted(port: port)
        client.send(example.bytes)
        var frame = try client.next()
        // What came before the mistake is answered, if there was time.
        if case .text(let text) = frame, text.contains("pong") { frame = try client.next() }
        guard case .close(let code, let reason) = frame else {
          Issue.record("the server sent \(frame) and not a close frame")
          return
        }
        #expect(code == example.code)
        #expect(reason.contains(example.reason), "\(reason)")
        client.send(Bytes.close(code))
        #expect(try client.next() == .end)
        #expect(try bystander.ask(#""type":"ping""#)["type"] == .string("pong"))
        #expect(try RawWebSocket.greeted(port: port).ask(#""type":"ping""#)["type"] == .string("pong"))
      }
    }
  }
}

/// What looks odd and is allowed.
@Suite struct `A frame that is unusual but allowed` {
  private static func conversation(_ body: @escaping @Sendable (RawWebSocket) throws -> Void) async throws {
    try await RunningServer.run {
      // What is asked afterwards is to be answered, however soon it comes.
      $0.limits[.commandsBurst] = 1000
    } _: { port in
      try await onThread {
        let client = try RawWebSocket.greeted(port: port)
        try body(client)
        #expect(try client.ask(#""type":"ping""#)["type"] == .string("pong"))
        client.send(Bytes.close(1000, Array("done".utf8)))
        #expect(try client.next() == .close(1000, ""))
        #expect(try client.next() == .end)
      }
    }
  }

  /// covers: WS-10
  @Test func `a message comes in fragments, with pings between and characters cut apart`() async throws {
    try await Self.conversation { client throws in
      let text = Array(#"{"type":"ping","id":"ü€😀"}"#.utf8)
      client.send(Bytes.frame(.text, [text[0]], isFinal: false))
      for byte in text.dropFirst() {
        client.send(Bytes.frame(.ping, [byte]) + Bytes.frame(.continuation, [byte], isFinal: false))
      }
      client.send(Bytes.frame(.continuation))
      for byte in text.dropFirst() { #expect(try client.next() == .pong([byte])) }
      #expect(try client.json()["re"] == .string("ü€😀"))
    }
  }

  @Test func `every byte comes by itself`() async throws {
    try await Self.conversation { client throws in
      for byte in Bytes.frame(.text, #"{"type":"ping","id":"slow"}"#) { client.send([byte]) }
      #expect(try client.json()["re"] == .string("slow"))
    }
  }

  @Test func `a hundred frames come at once`() async throws {
    try await Self.conversation { client throws in
      client.send((0..<100).flatMap { Bytes.frame(.text, #"{"type":"ping","id":"\#($0)"}"#) })
      for number in 0..<100 {
        let reply = try client.json()
        #expect(reply["type"] == .string("pong"))
        #expect(reply["re"] == .string("\(number)"))
      }
    }
  }

  @Test func `a ping has 125 bytes, and a pong is not asked for`() async throws {
    try await Self.conversation { client throws in
      let data = (0..<125).map { UInt8($0) }
      client.send(Bytes.frame(.pong, "unasked") + Bytes.frame(.pong))
      client.send(Bytes.frame(.ping, data))
      #expect(try client.next() == .pong(data))
    }
  }

  @Test func `five thousand pings come at once`() async throws {
    try await Self.conversation { client throws in
      client.send((0..<5000).flatMap { Bytes.frame(.ping, "\($0)") })
      for number in 0..<5000 { #expect(try client.next() == .pong(Array("\(number)".utf8))) }
    }
  }

  /// covers: WS-9
  @Test(arguments: [1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999])
  func `a goodbye is answered with its own code`(_ code: Int) async throws {
    try await RunningServer.run { port in
      try await onThread {
        let client = try RawWebSocket.greeted(port: port)
        client.send(Bytes.close(code, Array("à bientôt".utf8)))
        #expect(try client.next() == .close(code, ""))
        #expect(try client.next() == .end)
      }
    }
  }

  /// covers: WS-8 FRAME-3
  @Test func `a message a little above the limit is refused by name, and the connection lives`() async throws
  {
    try await Self.conversation { client throws in
      client.send(Bytes.frame(.text, [UInt8](repeating: 0x20, count: 65_537)))
      let reply = try client.json()
      #expect(reply["type"] == .string("error"))
      #expect(reply["code"] == .string("too_large"))
      client.send(Bytes.frame(.text, [UInt8](repeating: 0x20, count: 4 * 65_536)))
      #expect(try client.json()["code"] == .string("too_large"))
    }
  }
}
