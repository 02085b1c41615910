import Client
import Foundation
import Wire

@testable import Conformance

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
typealias Bytes = ClientBytes

extension Bytes {
  /// The request of an upgrade, with headers changed (nil: left out) or added.
  static func upgrade(path: String = "/ws", _ changes: KeyValuePairs<String, String?> = [:]) -> [UInt8] {
    upgrade(to: Endpoint(host: "127.0.0.1", port: 80), path: path, changes)
  }
}
