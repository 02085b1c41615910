import Client
import Wire

/// A WebSocket from the client's side that can break every rule of RFC 6455, and does nothing by itself.
final class ProbeWebSocket {
  /// What the server sends.
  enum Inbound: Equatable {
    case text([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    /// A close frame; 1005 where it has no code.
    case close(Int)
    /// The connection ended without a close frame.
    case end

    /// What it is, for failures.
    var words: String {
      switch self {
      case .text(let bytes): "the text \(String(decoding: bytes.prefix(500), as: UTF8.self))"
      case .ping: "a ping"
      case .pong(let data): "a pong with \(data.count) bytes: \(data.prefix(16))"
      case .close(let code): "close \(code)"
      case .end: "the end of the connection"
      }
    }
  }

  /// The largest message of a server that is taken, in bytes.
  private static let mostMessageBytes = 1 << 23

  let socket: ProbeSocket
  private var message: [UInt8] = []

  /// Upgrades a connection, and reads nothing more.
  init(_ socket: ProbeSocket, to endpoint: Endpoint) throws(WebSocketError) {
    self.socket = socket
    try socket.send(ClientBytes.upgrade(to: endpoint))
    guard let response = try HTTPResponse(from: socket, until: socket.deadline) else { throw .closed }
    guard response.status == 101 else { throw .refused(status: response.status) }
  }

  func send(_ bytes: [UInt8]) throws(WebSocketError) { try socket.send(bytes) }

  func send(_ text: String) throws(WebSocketError) { try socket.send(ClientBytes.frame(.text, text)) }

  /// The next that the server sends, whatever it is.
  ///
  /// - Throws: `timeout` where nothing comes before the deadline, and `protocolViolation`.
  func next(until deadline: ContinuousClock.Instant? = nil) throws(WebSocketError) -> Inbound {
    let deadline = deadline ?? socket.deadline
    while true {
      guard let head = try socket.read(2, until: deadline) else { return .end }
      guard head[0] & 0x70 == 0, head[1] < 128 else {
        throw .protocolViolation(reason: "it sends frames that are masked or have reserved bits")
      }
      var length = UInt64(head[1])
      if length >= 126 {
        guard let extended = try socket.read(length == 126 ? 2 : 8, until: deadline) else { return .end }
        length = extended.reduce(0) { $0 << 8 | UInt64($1) }
      }
      guard length <= Self.mostMessageBytes - message.count else {
        throw .protocolViolation(reason: "it sends a message of more than \(Self.mostMessageBytes) bytes")
      }
      guard let payload = try socket.read(Int(length), until: deadline) else { return .end }
      switch head[0] & 0x0f {
      case 0, 1:
        message += payload
        guard head[0] & 0x80 != 0 else { continue }
        defer { message = [] }
        return .text(message)
      case 8: return .close(payload.count < 2 ? 1005 : Int(payload[0]) << 8 | Int(payload[1]))
      case 9: return .ping(payload)
      case 10: return .pong(payload)
      case let opcode: throw .protocolViolation(reason: "it sends a frame of the opcode \(opcode)")
      }
    }
  }

  /// Sends a command, of which the text has the fields, and gives the reply; what else comes is passed over.
  func asks(_ fields: String) throws(WebSocketError) -> JSON {
    try send(#"{"id":"probe",\#(fields)}"#)
    let deadline = socket.deadline
    while true {
      switch try next(until: deadline) {
      case .text(let bytes):
        guard let frame = JSON.read(bytes) else { throw .protocolViolation(reason: "it sends invalid JSON") }
        if frame["re"] == .string("probe") { return frame }
      case .ping, .pong: continue
      case .close, .end: throw .closed
      }
    }
  }
}
