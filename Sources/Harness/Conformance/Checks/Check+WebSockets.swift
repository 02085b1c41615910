import Client
import Wire

/// Frames that break the rules of RFC 6455, and odd ones that do not.
extension Check {
  private static let ping = #"{"type":"ping"}"#
  /// More than a control frame can have.
  private static let long = [UInt8](repeating: 97, count: 126)

  /// A check of what the server closes connections for.
  private static func closing(
    _ code: Int, _ name: String, _ title: String, covers id: String,
    after misdeeds: [(name: String, bytes: [UInt8])], file: String = #filePath, line: Int = #line
  ) -> Check {
    Check(name, title, covers: id, file: file, line: line) { probe throws(ProbeEnd) in
      try probe.expectClose(code, after: misdeeds)
    }
  }

  static let webSockets: [Check] = [
    closing(
      1002, "websockets/frame_heads", "A frame whose head is wrong is closed with 1002", covers: "WS-3",
      after: [
        ("an unmasked frame", [0x81, 0x02, 0x7b, 0x7d]),
        ("the first reserved bit", ClientBytes.head(0xc1, length: 0)),
        ("the second reserved bit", ClientBytes.head(0xa1, length: 0)),
        ("the third reserved bit", ClientBytes.head(0x91, length: 0)),
        ("the opcode 3", ClientBytes.head(0x83, length: 0)),
        ("the opcode 11", ClientBytes.head(0x8b, length: 0)),
        ("a length of 16 bits for one byte", ClientBytes.frame(.text, [0x7b], length: .in16Bits)),
        ("a length of 64 bits for one byte", ClientBytes.frame(.text, [0x7b], length: .in64Bits)),
      ]),
    closing(
      1002, "websockets/control_frames", "A control frame in fragments or too long is closed with 1002",
      covers: "WS-4",
      after: [
        ("a ping in fragments", ClientBytes.frame(.ping, "a", isFinal: false)),
        ("a pong in fragments", ClientBytes.frame(.pong, "a", isFinal: false)),
        ("a goodbye in fragments", ClientBytes.frame(.close, [3, 232], isFinal: false)),
        ("a ping of 126 bytes", ClientBytes.frame(.ping, long)),
        ("a goodbye of 126 bytes", ClientBytes.close(1000, Array(long.dropLast(2)))),
      ]),
    closing(
      1002, "websockets/fragments", "Fragments that do not fit together are closed with 1002", covers: "WS-5",
      after: [
        ("a continuation of nothing", ClientBytes.frame(.continuation, ping)),
        (
          "a continuation of a message that has ended",
          ClientBytes.frame(.text, ping) + ClientBytes.frame(.continuation, "x")
        ),
        (
          "a message inside of another",
          ClientBytes.frame(.text, "{", isFinal: false) + ClientBytes.frame(.text, ping)
        ),
      ]),
    closing(
      1007, "websockets/utf8", "What is not UTF-8 is closed with 1007", covers: "WS-6",
      after: [
        ("a text that is not UTF-8", ClientBytes.frame(.text, [0x22, 0xc3, 0x28, 0x22])),
        ("half of a surrogate pair", ClientBytes.frame(.text, [0x22, 0xed, 0xa0, 0x80, 0x22])),
        ("an overlong form of a slash", ClientBytes.frame(.text, [0xc0, 0xaf])),
        (
          "a character that one fragment begins and the next does not end",
          ClientBytes.frame(.text, [0x22, 0xe2, 0x82], isFinal: false)
            + ClientBytes.frame(.continuation, [0x28, 0x22])
        ),
        (
          "a message that ends inside of a character",
          ClientBytes.frame(.text, [0x22, 0xe2], isFinal: false) + ClientBytes.frame(.continuation, [0x82])
        ),
        ("a goodbye whose reason is not UTF-8", ClientBytes.close(1000, [0xc3, 0x28])),
      ]),
    closing(
      1003, "websockets/binary", "A binary message is closed with 1003", covers: "WS-7",
      after: [
        ("a binary message", ClientBytes.frame(.binary, ping)),
        ("an empty binary message", ClientBytes.frame(.binary)),
      ]),
    Check(
      "websockets/length", "What is far too long is closed with 1009, what is a little too long is refused",
      covers: "WS-8", "FRAME-3"
    ) { probe throws(ProbeEnd) in
      let bound = try probe.limit("frame_bytes")
      guard bound <= 1 << 20 else {
        throw .notApplicable(
          reason: "its frames may have \(bound) bytes, and the suite sends no such amounts")
      }
      let spaces = [UInt8](repeating: 0x20, count: 4 * bound)
      let client = try probe.rawGuest()
      for frame in [Array(spaces.prefix(bound + 1)), spaces] {
        let came = try probe.attempt { () throws(WebSocketError) in
          try client.send(ClientBytes.frame(.text, frame))
          return try client.next()
        }
        guard case .text(let bytes) = came, JSON.trusted(#"{"type":"error","code":"too_large"}"#).isIn(bytes)
        else {
          throw probe.failure(
            "a frame of \(frame.count) bytes is not refused", expected: "too_large", came: came.words)
        }
      }
      try probe.expectPong(client, after: "frames that were refused")
      let fragment = [UInt8](repeating: 0x20, count: bound)
      try probe.expectClose(
        1009,
        after: [
          ("a frame of more than \(4 * bound) bytes", ClientBytes.frame(.text, spaces + [0x20])),
          ("a frame that says it has 2⁶² bytes", ClientBytes.head(0x81, length: 1 << 62)),
          (
            "fragments of more than \(4 * bound) bytes",
            ClientBytes.frame(.text, "", isFinal: false)
              + (0..<5).flatMap { _ in ClientBytes.frame(.continuation, fragment, isFinal: false) }
          ),
        ])
    },
    Check("websockets/goodbye", "A goodbye is answered with its own code, or with 1002", covers: "WS-9") {
      probe throws(ProbeEnd) in
      let wrong = [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map {
        (name: "a goodbye with the code \($0)", bytes: ClientBytes.close($0))
      }
      try probe.expectClose(
        1002, after: [("a goodbye with half a code", ClientBytes.frame(.close, [3]))] + wrong)
      for code in [1000, 1001, 1011, 3000, 4999] {
        let goodbye = ClientBytes.close(code, Array("à bientôt".utf8))
        try probe.expectClose(code, after: [("a goodbye with the code \(code)", goodbye)])
      }
    },
    Check("websockets/pings", "A ping is answered also between fragments, a pong is ignored", covers: "WS-10")
    {
      probe throws(ProbeEnd) in
      let client = try probe.rawGuest()
      let full = (0..<125).map { UInt8($0) }
      let text = Array(#"{"type":"ping","id":"ü€😀"}"#.utf8)
      try probe.attempt { () throws(WebSocketError) in
        try client.send(
          ClientBytes.frame(.pong, "unasked") + ClientBytes.frame(.pong) + ClientBytes.frame(.ping, full))
        try client.send(ClientBytes.frame(.text, [text[0]], isFinal: false))
        for byte in text.dropFirst() {
          try client.send(
            ClientBytes.frame(.ping, [byte]) + ClientBytes.frame(.continuation, [byte], isFinal: false))
        }
        try client.send(ClientBytes.frame(.continuation))
      }
      for data in [full] + text.dropFirst().map({ [$0] }) {
        let came = try probe.attempt { () throws(WebSocketError) in try client.next() }
        guard came == .pong(data) else {
          throw probe.failure(
            "a ping is not answered with its data", expected: ProbeWebSocket.Inbound.pong(data).words,
            came: came.words)
        }
      }
      let came = try probe.attempt { () throws(WebSocketError) in try client.next() }
      guard case .text(let bytes) = came, JSON.trusted(#"{"type":"pong","re":"ü€😀"}"#).isIn(bytes) else {
        throw probe.failure(
          "a message in fragments, with pings between, is not understood", expected: "pong", came: came.words)
      }
    },
    Check("websockets/neighbours", "What one connection does wrong is nobody else's harm", covers: "WS-13") {
      probe throws(ProbeEnd) in
      let room = probe.name("room")
      let bystander = try probe.user("bystander", in: room)
      let alice = try probe.user("alice", in: room)
      guard let token = alice.token else { throw probe.obstacle("the server gave no token") }
      try bystander.forgetsAll()
      for misdeed in [
        [0x81, 0x02, 0x7b, 0x7d], ClientBytes.frame(.binary, "x"), ClientBytes.frame(.text, [0xff]),
        ClientBytes.head(0x81, length: 1 << 62),
      ] {
        // The same user's other connection is another one too.
        let client = try probe.rawGuest()
        try probe.attempt { () throws(WebSocketError) in
          let ready = try client.asks(#""type":"login","token":"\#(token)""#)
          guard ready["type"] == .string("ready") else { throw .protocolViolation(reason: ready.shown) }
          try client.send(misdeed)
        }
        _ = try probe.ending(of: client, until: client.socket.deadline)
      }
      let broken = try probe.rawGuest()
      try probe.attempt { () throws(WebSocketError) in
        try broken.send(ClientBytes.head(0x81, length: 1000) + [1, 2, 3])
      }
      broken.socket.reset()
      let half = try probe.rawGuest()
      half.socket.finishSending()
      let garbage = try probe.socket()
      try probe.attempt { () throws(WebSocketError) in try garbage.send([0, 1, 2, 3, 13, 10, 13, 10]) }
      for user in [alice, bystander] { try user.getsNothing() }
      try alice.asks(
        #""type":"chat_message","room":"\#(room)","message":"hi""#, gets: #"{"type":"ack","seq":1}"#)
      try bystander.gets(#"{"type":"chat_message","room":"\#(room)","seq":1,"message":"hi"}"#)
    },
  ]
}

extension JSON {
  /// Whether bytes are JSON that has all of this.
  fileprivate func isIn(_ bytes: [UInt8]) -> Bool { JSON.read(bytes)?.has(self) == true }
}
