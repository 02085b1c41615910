import Foundation
import Wire

/// A WebSocket that can break every rule of RFC 6455.
final class RawWebSocket {
  /// What the server sends.
  enum Frame: Equatable, CustomStringConvertible {
    case text(String)
    case pong([UInt8])
    case ping
    case close(Int, String)
    /// The connection ended without a close frame.
    case end

    var description: String {
      switch self {
      case .text(let text): "text \(text)"
      case .pong(let data): "pong \(data)"
      case .ping: "ping"
      case .close(let code, let reason): "close \(code) \(reason)"
      case .end: "end of the connection"
      }
    }
  }

  let socket: RawSocket

  /// Connects and reads the answer to the upgrade, but not `hello`.
  init(port: Int) throws {
    socket = try RawSocket(port: port)
    socket.send(Bytes.upgrade())
    let head = try socket.readHead()
    guard head.hasPrefix("HTTP/1.1 101 ") else { throw RawSocket.Problem(description: head) }
  }

  /// A connection on which `hello` has come.
  static func greeted(port: Int) throws -> RawWebSocket {
    let socket = try RawWebSocket(port: port)
    guard case .text(let hello) = try socket.next(), hello.contains("\"hello\"") else {
      throw RawSocket.Problem(description: "the first frame is no hello")
    }
    return socket
  }

  func send(_ bytes: [UInt8]) { socket.send(bytes) }

  func send(_ text: String) { socket.send(Bytes.frame(.text, text)) }

  /// The next frame; pings of the server are passed over.
  func next() throws -> Frame {
    guard let head = try socket.read(2) else { return .end }
    var length = Int(head[1])
    guard length < 128 else { throw RawSocket.Problem(description: "the server masks its frames") }
    if length >= 126, let extended = try socket.read(length == 126 ? 2 : 8) {
      length = extended.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let payload = try socket.read(length) else { return .end }
    switch head[0] {
    case 0x81: return .text(String(decoding: payload, as: UTF8.self))
    case 0x88:
      let code = payload.prefix(2).reduce(0) { $0 << 8 | Int($1) }
      return .close(code, String(decoding: payload.dropFirst(2), as: UTF8.self))
    case 0x89: return try next()
    case 0x8a: return .pong(payload)
    case let first: throw RawSocket.Problem(description: "the server sent a frame that begins with \(first)")
    }
  }

  /// The text of the next frame, as JSON.
  func json() throws -> JSON {
    guard case .text(let text) = try next() else { throw RawSocket.Problem(description: "no text came") }
    return try JSON.parse(Array(text.utf8), maximumBytes: 1 << 20, maximumDepth: 16)
  }

  /// Sends a command with an id and returns the frame that answers it; others are passed over.
  func ask(_ command: String) throws -> JSON {
    send("{\"id\":\"asked\",\(command)}")
    while true {
      let frame = try json()
      if frame["re"] == .string("asked") { return frame }
    }
  }
}

/// Bytes that clients send.
enum Bytes {
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

  /// A frame, right in all that is not said to be wrong.
  static func frame(
    _ opcode: Opcode, _ payload: [UInt8] = [], isFinal: Bool = true, length: Length = .least
  ) -> [UInt8] {
    head((isFinal ? 0x80 : 0) | opcode.rawValue, length: payload.count, as: length) + masked(payload)
  }

  static func frame(_ opcode: Opcode, _ text: String, isFinal: Bool = true) -> [UInt8] {
    frame(opcode, Array(text.utf8), isFinal: isFinal)
  }

  /// A close frame.
  static func close(_ code: Int, _ reason: [UInt8] = []) -> [UInt8] {
    frame(.close, [UInt8(code >> 8), UInt8(code & 0xff)] + reason)
  }

  /// A frame's head up to its mask, which follows.
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
    [first, 0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) } + mask
  }

  static func masked(_ payload: [UInt8]) -> [UInt8] {
    payload.enumerated().map { $1 ^ mask[$0 & 3] }
  }

  /// The request of an upgrade, with headers changed (nil: left out) or added.
  static func upgrade(path: String = "/ws", _ changes: KeyValuePairs<String, String?> = [:]) -> [UInt8] {
    var headers: [(name: String, value: String?)] = [
      ("Host", "127.0.0.1"), ("Connection", "Upgrade"), ("Upgrade", "websocket"),
      ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
      ("Sec-WebSocket-Protocol", "verbatim.v1"),
    ]
    for (name, value) in changes {
      headers.removeAll { $0.name == name }
      headers.append((name, value))
    }
    let lines = headers.compactMap { name, value in value.map { "\(name): \($0)\r\n" } }
    return Array("GET \(path) HTTP/1.1\r\n\(lines.joined())\r\n".utf8)
  }
}
