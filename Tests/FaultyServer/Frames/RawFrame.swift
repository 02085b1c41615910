/// A frame of WebSockets (RFC 6455, section 5.2) as it came, whether or not it may be so.
struct RawFrame: Equatable {
  /// The first byte: whether it is the last of its message, the reserved bits, and the opcode.
  var first: UInt8
  var isMasked: Bool
  /// Whether its length is written as short as can be.
  var isShortest = true
  /// What it holds, unmasked.
  var payload: [UInt8]

  var opcode: UInt8 {
    get { first & 0x0f }
    set { first = first & 0xf0 | newValue }
  }
  var isFinal: Bool {
    get { first & 0x80 != 0 }
    set { first = newValue ? first | 0x80 : first & 0x7f }
  }
  var isControl: Bool { first & 0x08 != 0 }

  static let (continuation, text, binary, close, ping, pong) = (
    0 as UInt8, 1 as UInt8, 2 as UInt8, 8 as UInt8, 9 as UInt8, 10 as UInt8
  )

  /// A whole frame as either side may send it.
  init(_ opcode: UInt8, _ payload: [UInt8], isMasked: Bool) {
    (first, self.isMasked, self.payload) = (0x80 | opcode, isMasked, payload)
  }

  /// A close frame with a code.
  init(closing code: UInt16, isMasked: Bool) {
    self.init(Self.close, [UInt8(code >> 8), UInt8(code & 0xff)], isMasked: isMasked)
  }

  /// The code of a close frame that has one.
  var code: UInt16? {
    get { opcode == Self.close && payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil }
    set {
      if let newValue { payload = [UInt8(newValue >> 8), UInt8(newValue & 0xff)] + payload.dropFirst(2) }
    }
  }

  /// The frame on the wire, with its length as short as can be; it is masked with zeros.
  var bytes: [UInt8] {
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

/// Cuts the bytes of one direction into frames, and judges none of them.
struct RawFrameReader {
  private var held: [UInt8] = []
  /// The longest payload that is looked at; what comes after a longer one passes unseen.
  private static let longest = 1 << 24
  private(set) var isBlind = false

  /// The frames that the bytes complete, each with its own bytes.
  mutating func frames(in bytes: some Sequence<UInt8>) -> [(frame: RawFrame, bytes: [UInt8])] {
    held += bytes
    var found: [(RawFrame, [UInt8])] = []
    var start = 0
    while let (frame, end) = frame(at: start) {
      found.append((frame, Array(held[start..<end])))
      start = end
    }
    held.removeFirst(start)
    return found
  }

  /// What came and is not a whole frame.
  mutating func takeRest() -> [UInt8] {
    defer { held = [] }
    return held
  }

  private mutating func frame(at start: Int) -> (RawFrame, end: Int)? {
    guard held.count >= start + 2, !isBlind else { return nil }
    let (first, second) = (held[start], held[start + 1])
    let width = [126: 2, 127: 8][second & 0x7f] ?? 0
    guard held.count >= start + 2 + width else { return nil }
    let written = held[start + 2..<start + 2 + width].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    let length = width == 0 ? UInt64(second & 0x7f) : written
    guard length <= Self.longest else {
      isBlind = true
      return nil
    }
    let isMasked = second & 0x80 != 0
    let content = start + 2 + width + (isMasked ? 4 : 0)
    guard held.count >= content + Int(length) else { return nil }
    var payload = Array(held[content..<content + Int(length)])
    if isMasked { for index in payload.indices { payload[index] ^= held[content - 4 + (index & 3)] } }
    var frame = RawFrame(first & 0x0f, payload, isMasked: isMasked)
    frame.first = first
    frame.isShortest = width == 0 || length >= (width == 2 ? 126 : 65_536)
    return (frame, content + Int(length))
  }
}
