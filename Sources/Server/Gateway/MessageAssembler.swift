import NIOWebSocket

/// Makes messages out of the frames of one WebSocket, and knows in which order they may come (RFC 6455, section 5.4).
struct MessageAssembler {
  /// What a frame amounts to.
  enum Result: Equatable {
    /// A whole message: one JSON text.
    case message([UInt8])
    /// A part of a message; the rest has yet to come.
    case incomplete
    case ping([UInt8])
    case pong
    /// The peer says goodbye; the code is what it is to be answered with.
    case close(UInt16)
  }

  /// The longest message that is put together, in bytes.
  private let longest: Int
  private var parts: [UInt8] = []
  /// Whether a message has begun and not ended.
  private(set) var isWaiting = false

  init(longest: Int) {
    self.longest = longest
  }

  /// Takes the next frame.
  mutating func take(_ frame: ClientFrame) throws(FrameViolation) -> Result {
    switch frame.opcode {
    case .text:
      guard !isWaiting else {
        throw FrameViolation(.protocolError, "A message begins inside another one (section 5.4).")
      }
      return try add(frame)
    case .continuation:
      guard isWaiting else {
        throw FrameViolation(.protocolError, "A continuation continues nothing (section 5.4).")
      }
      return try add(frame)
    case .ping: return .ping(frame.payload)
    case .pong: return .pong
    case .connectionClose: return .close(try Self.goodbye(frame.payload))
    case _:
      throw FrameViolation(
        .unacceptableData, "Frames are JSON texts; binary messages are not understood.")
    }
  }

  private mutating func add(_ frame: ClientFrame) throws(FrameViolation) -> Result {
    guard parts.count + frame.payload.count <= longest else {
      throw FrameViolation(.messageTooLarge, "The message is longer than \(longest) bytes.")
    }
    if !isWaiting, frame.isFinal { return try Self.text(frame.payload) }
    parts.append(contentsOf: frame.payload)
    isWaiting = !frame.isFinal
    guard frame.isFinal else { return .incomplete }
    defer { parts = [] }
    return try Self.text(parts)
  }

  private static func text(_ bytes: [UInt8]) throws(FrameViolation) -> Result {
    guard isUTF8(bytes) else {
      throw FrameViolation(.dataInconsistentWithMessage, "A text message is not UTF-8 (section 8.1).")
    }
    return .message(bytes)
  }

  /// The close frame of a peer: empty, or a code and a reason in UTF-8 (section 7.4).
  private static func goodbye(_ payload: [UInt8]) throws(FrameViolation) -> UInt16 {
    guard !payload.isEmpty else { return 1000 }
    guard payload.count > 1 else {
      throw FrameViolation(.protocolError, "A close frame has half a code (section 5.5.1).")
    }
    let number = UInt16(payload[0]) << 8 | UInt16(payload[1])
    guard (1000...1003).contains(number) || (1007...1014).contains(number) || (3000...4999).contains(number)
    else { throw FrameViolation(.protocolError, "\(number) is no code for closing (section 7.4).") }
    guard isUTF8(payload[2...]) else {
      throw FrameViolation(
        .dataInconsistentWithMessage, "The reason of a close frame is not UTF-8 (section 5.5.1).")
    }
    return number
  }

  private static func isUTF8(_ bytes: some Collection<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }
}
