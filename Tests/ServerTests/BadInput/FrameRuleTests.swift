import Engine
import Server
import Testing
import Wire

@testable import Conformance

/// Frames that no client may send: each has its close code and reason, and the server lives on. More of them are in the checks of the
/// conformance suite, which know no reasons.
@Suite struct `A frame that breaks the rules of WebSockets` {
  private static let ping = #"{"type":"ping"}"#

  /// What a client sends after `hello`, the close code, and what the reason has in it.
  private static let examples: [(name: String, bytes: [UInt8], code: Int, reason: String)] = [
    ("an unmasked frame of which only the head came", [0x81, 0x7e], 1002, "masked"),
    ("the third reserved bit", [0x91, 0x80], 1002, "reserved bit"),
    ("the opcode 7", [0x87, 0x80], 1002, "opcode"), ("the opcode 15", [0x8f, 0x80], 1002, "opcode"),
    (
      "a length of 16 bits for one byte", Bytes.frame(.text, [0x7b], length: .in16Bits), 1002,
      "longer than it"
    ),
    ("a length of 64 bits for 65,535 bytes", Bytes.head64(0x81, 65_535), 1002, "longer than it"),
    ("a length of 2⁶³", Bytes.head64(0x81, 1 << 63), 1002, "first bit"),
    ("a length of 2⁶⁴ − 1", Bytes.head64(0x81, .max), 1002, "first bit"),
    ("a length of 2⁶³ − 1", Bytes.head64(0x81, .max >> 1), 1009, "longer than 262144"),
    ("a ping in fragments", Bytes.frame(.ping, "a", isFinal: false), 1002, "fragmented"),
    ("a ping of 126 bytes", Bytes.frame(.ping, [UInt8](repeating: 1, count: 126)), 1002, "125"),
    ("a goodbye with half a code", Bytes.frame(.close, [3]), 1002, "half a code"),
    ("a goodbye with the code 1", Bytes.close(1), 1002, "1 is no code"),
    ("a goodbye whose reason is not UTF-8", Bytes.close(1000, [0xc3, 0x28]), 1007, "UTF-8"),
    ("a binary message", Bytes.frame(.binary, ping), 1003, "binary"),
    ("a continuation of nothing", Bytes.frame(.continuation, ping), 1002, "continues nothing"),
    (
      "a message inside of another", Bytes.frame(.text, "{", isFinal: false) + Bytes.frame(.text, ping), 1002,
      "inside another"
    ),
    ("a text that is not UTF-8", Bytes.frame(.text, [0x22, 0xc3, 0x28, 0x22]), 1007, "UTF-8"),
  ]

  @Test func `closes its connection with a code and a reason, and nobody else's`() async throws {
    try await RunningServer.run { port in
      try await onThread {
        let bystander = try RawWebSocket.greeted(port: port)
        for example in Self.examples {
          let client = try RawWebSocket.greeted(port: port)
          client.send(example.bytes)
          guard case .close(let code, let reason) = try client.next() else {
            Issue.record("\(example.name): no close frame came")
            continue
          }
          #expect(code == example.code, "\(example.name)")
          #expect(reason.contains(example.reason), "\(example.name): \(reason)")
          client.send(Bytes.close(code))
          #expect(try client.next() == .end, "\(example.name)")
        }
        #expect(try bystander.ask(#""type":"ping""#)["type"] == .string("pong"))
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

  @Test func `five thousand pings come at once`() async throws {
    try await Self.conversation { client throws in
      client.send((0..<5000).flatMap { Bytes.frame(.ping, "\($0)") })
      for number in 0..<5000 { #expect(try client.next() == .pong(Array("\(number)".utf8))) }
    }
  }
}
