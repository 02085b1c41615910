/// Writes WebSocket frames as clients send them: whole and masked.
package enum ClientFrame {
  /// The bytes of a mask, the first to be used first.
  static func bytes(of mask: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: mask >> UInt32(24 - 8 * $0)) }
  }

  /// How many bytes come before the payload.
  static func headLength(ofPayload length: Int) -> Int {
    (length < 126 ? 2 : length < 65_536 ? 4 : 10) + 4
  }

  /// A frame of this kind.
  package static func bytes(opcode: UInt8, payload: [UInt8], mask: UInt32) -> [UInt8] {
    let mask = bytes(of: mask)
    var frame: [UInt8] = []
    frame.reserveCapacity(headLength(ofPayload: payload.count) + payload.count)
    frame.append(0x80 | opcode)
    let length = payload.count
    if length < 126 {
      frame.append(0x80 | UInt8(length))
    } else {
      let further = length < 65_536 ? 2 : 8
      frame.append(0x80 | (further == 2 ? 126 : 127))
      for index in 0..<further {
        frame.append(UInt8(truncatingIfNeeded: length >> (8 * (further - 1 - index))))
      }
    }
    frame += mask
    for (index, byte) in payload.enumerated() { frame.append(byte ^ mask[index & 3]) }
    return frame
  }
}
