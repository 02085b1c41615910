/// The head of a WebSocket frame as servers send it (RFC 6455, section 5.2).
package struct FrameHead: Hashable, Sendable {
  /// What a head turned out to be.
  package enum Reading: Hashable, Sendable {
    /// More bytes have to come.
    case incomplete
    /// No server may send it.
    case invalid
    case head(FrameHead)
  }

  package static let continuation: UInt8 = 0
  package static let text: UInt8 = 1
  package static let close: UInt8 = 8
  package static let ping: UInt8 = 9
  package static let pong: UInt8 = 10

  package var isFinal: Bool
  package var opcode: UInt8
  /// How many bytes the head itself has.
  package var length: Int
  package var payloadLength: Int

  package init(isFinal: Bool, opcode: UInt8, length: Int, payloadLength: Int) {
    self.isFinal = isFinal
    self.opcode = opcode
    self.length = length
    self.payloadLength = payloadLength
  }

  /// Reads the head with which some bytes begin.
  package static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
    guard bytes.count >= 2 else { return .incomplete }
    let (first, second) = (bytes[0], bytes[1])
    // Reserved bits mean extensions, which were not asked for; only clients mask.
    guard first & 0x70 == 0, second & 0x80 == 0 else { return .invalid }
    var head = FrameHead(
      isFinal: first & 0x80 != 0, opcode: first & 0x0f, length: 2, payloadLength: Int(second))
    let further = second == 127 ? 8 : second == 126 ? 2 : 0
    guard further > 0 else { return .head(head) }
    head.length += further
    guard bytes.count >= head.length else { return .incomplete }
    var length: UInt64 = 0
    for index in 2..<head.length { length = length << 8 | UInt64(bytes[index]) }
    guard let count = Int(exactly: length) else { return .invalid }
    head.payloadLength = count
    return .head(head)
  }
}
