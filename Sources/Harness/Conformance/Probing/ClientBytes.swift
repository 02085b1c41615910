import Client

/// Bytes that a client sends, right in all that is not said to be wrong.
enum ClientBytes {
  enum Opcode: UInt8 {
    case continuation, text, binary
    case close = 8
    case ping, pong
  }

  /// How the length of a frame is written.
  enum Length {
    case least, in16Bits, in64Bits
  }

  private static let mask: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]

  static func frame(
    _ opcode: Opcode, _ payload: [UInt8] = [], isFinal: Bool = true, length: Length = .least
  ) -> [UInt8] {
    head((isFinal ? 0x80 : 0) | opcode.rawValue, length: payload.count, as: length)
      + payload.enumerated().map { $1 ^ mask[$0 & 3] }
  }

  static func frame(_ opcode: Opcode, _ text: String, isFinal: Bool = true) -> [UInt8] {
    frame(opcode, Array(text.utf8), isFinal: isFinal)
  }

  /// A close frame.
  static func close(_ code: Int, _ reason: [UInt8] = []) -> [UInt8] {
    frame(.close, [UInt8(code >> 8), UInt8(code & 0xff)] + reason)
  }

  /// A frame's head with its mask.
  static func head(_ first: UInt8, length: Int, as form: Length = .least) -> [UInt8] {
    switch form {
    case .least where length < 126: [first, 0x80 | UInt8(length)] + mask
    case .least where length < 65_536, .in16Bits:
      [first, 0x80 | 126, UInt8(length >> 8), UInt8(length & 0xff)] + mask
    case .least, .in64Bits: head64(first, UInt64(length))
    }
  }

  /// A frame's head with a length of 64 bits, however large.
  static func head64(_ first: UInt8, _ length: UInt64) -> [UInt8] {
    [first, 0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) } + mask
  }

  /// The value of the header `Host`.
  static func host(_ endpoint: Endpoint) -> String {
    "\(endpoint.bracketedHost):\(endpoint.port)"
  }

  /// The request of an upgrade, with headers changed (nil: left out) or added.
  static func upgrade(
    to endpoint: Endpoint, path: String? = nil, _ changes: KeyValuePairs<String, String?> = [:]
  ) -> [UInt8] {
    var headers: [(name: String, value: String?)] = [
      ("Host", host(endpoint)), ("Connection", "Upgrade"), ("Upgrade", "websocket"),
      ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
      ("Sec-WebSocket-Protocol", "verbatim.v1"),
    ]
    for (name, value) in changes {
      headers.removeAll { $0.name == name }
      headers.append((name, value))
    }
    let lines = headers.compactMap { name, value in value.map { "\(name): \($0)\r\n" } }
    return Array("GET \(path ?? endpoint.path) HTTP/1.1\r\n\(lines.joined())\r\n".utf8)
  }
}
