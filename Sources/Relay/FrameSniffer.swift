/// Reads the frames of one direction of a WebSocket (RFC 6455, section 5.2) as they pass by; it changes nothing.
struct FrameSniffer {
  enum Sniffed: Hashable {
    case text([UInt8])
    case close(code: UInt16?)
  }

  /// A frame as it came, and what it completes, where that matters.
  struct Passing {
    let bytes: ArraySlice<UInt8>
    let completes: Sniffed?
  }

  private var buffer: [UInt8] = []
  private var text: [UInt8]?
  /// Whether what passes is no WebSocket, or too much to be remembered.
  private var isBlind = false
  private let longest = 1 << 24

  mutating func take(_ bytes: some Sequence<UInt8>) -> [Sniffed] { frames(in: bytes).compactMap(\.completes) }

  /// The frames that the bytes complete.
  mutating func frames(in bytes: some Sequence<UInt8>) -> [Passing] {
    guard !isBlind else { return [] }
    buffer.append(contentsOf: bytes)
    var found: [Passing] = []
    var start = 0
    while let frame = frame(at: start), !isBlind {
      var completes: Sniffed?
      switch (frame.opcode, frame.isFinal) {
      case (1, _), (0, _):
        let whole = (text ?? []) + frame.payload
        text = frame.isFinal ? nil : whole
        if frame.isFinal { completes = .text(whole) }
        if whole.count > longest { isBlind = true }
      case (8, _):
        let code = frame.payload.count >= 2 ? UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1]) : nil
        completes = .close(code: code)
      case _: break
      }
      found.append(Passing(bytes: buffer[start..<frame.end], completes: completes))
      start = frame.end
    }
    buffer.removeFirst(start)
    return found
  }

  /// A text as one frame; a client's is masked, here with zeros.
  static func frame(ofText text: [UInt8], isClient: Bool) -> [UInt8] {
    let mask: UInt8 = isClient ? 0x80 : 0
    let length: [UInt8] =
      switch text.count {
      case ..<126: [mask | UInt8(text.count)]
      case ..<65_536: [mask | 126, UInt8(text.count >> 8), UInt8(text.count & 0xff)]
      case let count: [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - $0 * 8)) }
      }
    return [0x81] + length + (isClient ? [0, 0, 0, 0] : []) + text
  }

  private mutating func frame(
    at start: Int
  ) -> (opcode: UInt8, isFinal: Bool, payload: [UInt8], end: Int)? {
    var place = start
    func number(_ count: Int) -> Int? {
      guard place + count <= buffer.count else { return nil }
      return buffer[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }
    guard place + 2 <= buffer.count else { return nil }
    let (first, second) = (buffer[place], buffer[place + 1])
    place += 2
    var length = Int(second & 0x7f)
    if length >= 126 {
      let size = length == 126 ? 2 : 8
      guard place + size <= buffer.count else { return nil }
      guard buffer[place] < 0x80 || size == 2, let extended = number(size), extended <= longest else {
        isBlind = true
        return nil
      }
      length = extended
      place += size
    }
    var mask: [UInt8] = []
    if second & 0x80 != 0 {
      guard place + 4 <= buffer.count else { return nil }
      mask = Array(buffer[place..<place + 4])
      place += 4
    }
    guard place + length <= buffer.count else { return nil }
    var payload = Array(buffer[place..<place + length])
    if !mask.isEmpty { for index in payload.indices { payload[index] ^= mask[index & 3] } }
    return (first & 0x0f, first & 0x80 != 0, payload, place + length)
  }
}
