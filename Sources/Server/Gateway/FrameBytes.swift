import NIOCore
import NIOWebSocket

/// Frames as a server writes them: unmasked and whole (RFC 6455, section 5.2), so that all receivers share their bytes.
enum FrameBytes {
  static func text(_ bytes: [UInt8]) -> ByteBuffer { frame(.text, bytes) }

  /// Several messages in one buffer, which costs their receivers one write.
  static func texts(_ messages: [[UInt8]]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(messages.reduce(0) { $0 + $1.count + 10 })
    for message in messages { write(.text, message, to: &buffer) }
    return buffer
  }

  /// The messages in such a buffer.
  static func messages(in buffer: ByteBuffer) -> [[UInt8]] {
    var (rest, messages) = (buffer, [[UInt8]]())
    while rest.readInteger(as: UInt8.self) != nil, let first = rest.readInteger(as: UInt8.self) {
      let length: Int? =
        switch first {
        case 126: rest.readInteger(as: UInt16.self).map { Int($0) }
        case 127: rest.readInteger(as: UInt64.self).map { Int($0) }
        case _: Int(first)
        }
      guard let length, let message = rest.readBytes(length: length) else { break }
      messages.append(message)
    }
    return messages
  }

  static func control(_ control: ConnectionState.ControlFrame) -> ByteBuffer {
    switch control {
    case .ping: frame(.ping, [])
    case .pong(let data): frame(.pong, data)
    case .close(let code, let reason): close(code, reason: reason)
    }
  }

  /// A close frame; the reason is cut to what a control frame has room for.
  private static func close(_ code: UInt16, reason: String) -> ByteBuffer {
    var text = Substring(reason)
    while text.utf8.count > 123 { text.removeLast() }
    return frame(.connectionClose, [UInt8(code >> 8), UInt8(code & 0xff)] + Array(text.utf8))
  }

  private static func frame(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(payload.count + 10)
    write(opcode, payload, to: &buffer)
    return buffer
  }

  private static func write(_ opcode: WebSocketOpcode, _ payload: [UInt8], to buffer: inout ByteBuffer) {
    buffer.writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
    switch payload.count {
    case ...125:
      buffer.writeInteger(UInt8(payload.count))
    case ...0xffff:
      buffer.writeInteger(126 as UInt8)
      buffer.writeInteger(UInt16(payload.count))
    case _:
      buffer.writeInteger(127 as UInt8)
      buffer.writeInteger(UInt64(payload.count))
    }
    buffer.writeBytes(payload)
  }
}
