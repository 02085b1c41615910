import NIOCore
import NIOWebSocket

/// A frame of a client, unmasked.
struct ClientFrame: Hashable, Sendable {
  var isFinal: Bool
  var opcode: WebSocketOpcode
  var payload: [UInt8]
}

/// What a client did that WebSockets do not allow, and the code and reason with which its connection is closed.
struct FrameViolation: Error, Equatable {
  let code: WebSocketErrorCode
  let reason: String

  init(_ code: WebSocketErrorCode, _ reason: String) {
    self.code = code
    self.reason = reason
  }
}

/// Cuts the bytes of a client into frames (RFC 6455, section 5.2), and refuses a frame as soon as its head is wrong.
///
/// NIO's own decoder waits for the whole of a frame that is refused anyway, and does not tell what it holds, or that a
/// length is written longer than it has to be.
struct FrameReader {
  /// The longest frame that is read, in bytes of its payload.
  private let longest: Int
  /// What came and is not a whole frame yet.
  private var held = ByteBuffer()

  init(longest: Int) {
    self.longest = longest
  }

  /// Whether a frame has begun and not ended.
  var isInsideFrame: Bool { held.readableBytes > 0 }

  /// Takes what came; `next` gives the frames in it.
  mutating func append(_ bytes: ByteBuffer) {
    if held.readableBytes == 0 { held = bytes } else { held.writeImmutableBuffer(bytes) }
  }

  /// The next whole frame, or nil where more has to come first.
  mutating func next() throws(FrameViolation) -> ClientFrame? {
    guard let head = try FrameHead(held, longest: longest), held.readableBytes >= head.size + head.length
    else {
      keepOnlyTheRest()
      return nil
    }
    held.moveReaderIndex(forwardBy: head.size)
    let mask = head.mask
    let payload = held.readWithUnsafeReadableBytes { bytes -> (Int, [UInt8]) in
      let payload = [UInt8](unsafeUninitializedCapacity: head.length) { target, count in
        for index in 0..<head.length { target[index] = bytes[index] ^ mask[index & 3] }
        count = head.length
      }
      return (head.length, payload)
    }
    return ClientFrame(isFinal: head.isFinal, opcode: head.opcode, payload: payload)
  }

  /// Forgets all that came, where nothing more of it is read.
  mutating func discard() {
    held = ByteBuffer()
  }

  /// A part of a frame is copied, so that it does not keep the large buffer that the socket was read into.
  private mutating func keepOnlyTheRest() {
    if held.readableBytes == 0 {
      held = ByteBuffer()
    } else if held.readerIndex > 0 || held.storageCapacity > 2 * held.readableBytes {
      held = ByteBuffer(bytes: held.readableBytesView)
    }
  }
}

/// The head of a frame: what it is, how long it is, and what it is masked with.
private struct FrameHead {
  let isFinal: Bool
  let opcode: WebSocketOpcode
  /// The length of the payload, in bytes.
  let length: Int
  let mask: InlineArray<4, UInt8>
  /// The length of the head itself, in bytes.
  let size: Int

  /// Reads the head at the beginning of the bytes, or is nil where more has to come first.
  init?(_ bytes: ByteBuffer, longest: Int) throws(FrameViolation) {
    let start = bytes.readerIndex
    guard let first: UInt8 = bytes.getInteger(at: start) else { return nil }
    isFinal = first & 0x80 != 0
    guard first & 0x70 == 0 else {
      throw FrameViolation(
        .protocolError, "A reserved bit is set, and no extension was agreed on (section 5.2).")
    }
    opcode = try Self.opcode(of: first)
    guard let second: UInt8 = bytes.getInteger(at: start + 1) else { return nil }
    guard second & 0x80 != 0 else {
      throw FrameViolation(.protocolError, "A client's frames must be masked (RFC 6455, section 5.1).")
    }
    if first & 0x08 != 0 { try Self.checkControl(isFinal: isFinal, length: second & 0x7f) }
    guard let (length, width) = try Self.length(after: second & 0x7f, in: bytes, at: start + 2) else {
      return nil
    }
    guard length <= longest else {
      throw FrameViolation(.messageTooLarge, "The frame is longer than \(longest) bytes.")
    }
    self.length = Int(length)
    size = 2 + width + 4
    guard let key: UInt32 = bytes.getInteger(at: start + 2 + width) else { return nil }
    mask = [UInt8(key >> 24), UInt8(key >> 16 & 0xff), UInt8(key >> 8 & 0xff), UInt8(key & 0xff)]
  }

  private static func opcode(of first: UInt8) throws(FrameViolation) -> WebSocketOpcode {
    guard let opcode = WebSocketOpcode(encodedWebSocketOpcode: first & 0x0f) else {
      preconditionFailure("an opcode has four bits")
    }
    switch opcode {
    case .continuation, .text, .binary, .connectionClose, .ping, .pong: return opcode
    case _: throw FrameViolation(.protocolError, "The opcode is reserved (section 5.2).")
    }
  }

  private static func checkControl(isFinal: Bool, length: UInt8) throws(FrameViolation) {
    guard isFinal else {
      throw FrameViolation(.protocolError, "A control frame is fragmented (section 5.5).")
    }
    guard length <= 125 else {
      throw FrameViolation(.protocolError, "A control frame is longer than 125 bytes (section 5.5).")
    }
  }

  /// The length of the payload, and how many bytes it took to say so beyond the first; nil where more has to come first.
  private static func length(
    after short: UInt8, in bytes: ByteBuffer, at index: Int
  ) throws(FrameViolation) -> (UInt64, width: Int)? {
    let least: UInt64
    let found: (length: UInt64, width: Int)
    switch short {
    case 126:
      guard let length: UInt16 = bytes.getInteger(at: index) else { return nil }
      (found, least) = ((UInt64(length), 2), 126)
    case 127:
      guard let length: UInt64 = bytes.getInteger(at: index) else { return nil }
      guard length >> 63 == 0 else {
        throw FrameViolation(.protocolError, "The first bit of a length of 64 bits is set (section 5.2).")
      }
      (found, least) = ((length, 8), 65_536)
    case _: return (UInt64(short), 0)
    }
    guard found.length >= least else {
      throw FrameViolation(.protocolError, "A length is written longer than it has to be (section 5.2).")
    }
    return found
  }
}
