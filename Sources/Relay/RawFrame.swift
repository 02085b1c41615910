/// A frame of WebSockets (RFC 6455, section 5.2) as it came, whether or not it may be so.
package struct RawFrame: Equatable {
  /// The first byte: whether it is the last of its message, the reserved bits, and the opcode.
  package var first: UInt8
  package var isMasked: Bool
  /// Whether its length is written as short as can be.
  package var isShortest = true
  /// What it holds, unmasked.
  package var payload: [UInt8]

  package var opcode: UInt8 {
    get { first & 0x0f }
    set { first = first & 0xf0 | newValue }
  }
  package var isFinal: Bool {
    get { first & 0x80 != 0 }
    set { first = newValue ? first | 0x80 : first & 0x7f }
  }
  package var isControl: Bool { first & 0x08 != 0 }

  package static let (continuation, text, binary, close, ping, pong) = (
    0 as UInt8, 1 as UInt8, 2 as UInt8, 8 as UInt8, 9 as UInt8, 10 as UInt8
  )

  /// A whole frame as either side may send it.
  package init(_ opcode: UInt8, _ payload: [UInt8], isMasked: Bool) {
    (first, self.isMasked, self.payload) = (0x80 | opcode, isMasked, payload)
  }

  /// A close frame with a code.
  package init(closing code: UInt16, isMasked: Bool) {
    self.init(Self.close, [UInt8(code >> 8), UInt8(code & 0xff)], isMasked: isMasked)
  }

  /// The code of a close frame that has one.
  package var code: UInt16? {
    get { opcode == Self.close && payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil }
    set {
      if let newValue { payload = [UInt8(newValue >> 8), UInt8(newValue & 0xff)] + payload.dropFirst(2) }
    }
  }

  /// The frame on the wire, with its length as short as can be; it is masked with zeros.
  package var bytes: [UInt8] {
    let mask: UInt8 = isMasked ? 0x80 : 0
    let length: [UInt8] =
      switch payload.count {
      case ..<126: [mask | UInt8(payload.count)]
      case ..<65_536: [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
      case let count: [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - $0 * 8)) }
      }
    return [first] + length + (isMasked ? [0, 0, 0, 0] : []) + payload
  }
}
