import NIOCore
import NIOWebSocket

/// Makes messages out of the frames of one WebSocket, and knows which frames no client may send (RFC 6455, section 5).
struct MessageAssembler {
  /// What a frame amounts to.
  enum Result {
    /// A whole message: one JSON text.
    case message([UInt8])
    /// A part of a message; the rest has yet to come.
    case incomplete
    case ping(ByteBuffer)
    case pong
    /// The peer says goodbye; the code is what it is to be answered with.
    case close(WebSocketErrorCode)
    /// The frame breaks the rules of WebSockets; the connection has to be closed with this code.
    case violation(WebSocketErrorCode, String)
  }

  /// The longest message that is put together, in bytes.
  private let longest: Int
  private var parts: [UInt8] = []
  private var isFragmented = false

  init(longest: Int) {
    self.longest = longest
  }

  /// Whether a message has begun and not ended.
  var isWaiting: Bool { isFragmented }

  /// Takes the next frame.
  mutating func take(_ frame: WebSocketFrame) -> Result {
    guard frame.maskKey != nil else {
      return .violation(.protocolError, "A client's frames must be masked (RFC 6455, section 5.1).")
    }
    guard frame.reservedBits.isEmpty else {
      return .violation(
        .protocolError, "A reserved bit is set, and no extension was agreed on (section 5.2).")
    }
    switch frame.opcode {
    case .text:
      guard !isFragmented else {
        return .violation(.protocolError, "A message begins inside another one (section 5.4).")
      }
      return add(frame)
    case .continuation:
      guard isFragmented else {
        return .violation(.protocolError, "A continuation continues nothing (section 5.4).")
      }
      return add(frame)
    case .binary:
      return .violation(.unacceptableData, "Frames are JSON texts; binary messages are not understood.")
    case .ping: return .ping(frame.unmaskedData)
    case .pong: return .pong
    case .connectionClose: return Self.goodbye(frame.unmaskedData)
    case _:
      return .violation(.protocolError, "The opcode is reserved (section 5.2).")
    }
  }

  private mutating func add(_ frame: WebSocketFrame) -> Result {
    let data = frame.unmaskedData
    guard parts.count + data.readableBytes <= longest else {
      return .violation(.messageTooLarge, "The message is longer than \(longest) bytes.")
    }
    if !isFragmented, frame.fin { return Self.text(Array(data.readableBytesView)) }
    parts.append(contentsOf: data.readableBytesView)
    isFragmented = !frame.fin
    guard frame.fin else { return .incomplete }
    defer { parts = [] }
    return Self.text(parts)
  }

  private static func text(_ bytes: [UInt8]) -> Result {
    String(validating: bytes, as: UTF8.self) != nil
      ? .message(bytes)
      : .violation(.dataInconsistentWithMessage, "A text message is not UTF-8 (section 8.1).")
  }

  /// The close frame of a peer: empty, or a code and a reason in UTF-8 (section 7.4).
  private static func goodbye(_ data: ByteBuffer) -> Result {
    var data = data
    guard data.readableBytes > 0 else { return .close(.normalClosure) }
    guard let number = data.readInteger(as: UInt16.self) else {
      return .violation(.protocolError, "A close frame has half a code (section 5.5.1).")
    }
    guard (1000...1003).contains(number) || (1007...1014).contains(number) || (3000...4999).contains(number)
    else { return .violation(.protocolError, "\(number) is no code for closing (section 7.4).") }
    guard String(validating: data.readableBytesView, as: UTF8.self) != nil else {
      return .violation(
        .dataInconsistentWithMessage, "The reason of a close frame is not UTF-8 (section 5.5.1).")
    }
    return .close(WebSocketErrorCode(codeNumber: Int(number)))
  }
}
