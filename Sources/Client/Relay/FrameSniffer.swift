/// Reads the frames of one direction of a WebSocket (RFC 6455, section 5.2) as they pass by; it changes nothing.
struct FrameSniffer {
  enum Sniffed: Hashable {
    case text([UInt8])
    case close(code: UInt16?)
  }

  private var buffer: [UInt8] = []
  private var text: [UInt8]?
  /// Whether what passes is no WebSocket, or too much to be remembered.
  private var isBlind = false
  private let longest = 1 << 24

  mutating func take(_ bytes: some Sequence<UInt8>) -> [Sniffed] {
    guard !isBlind else { return [] }
    buffer.append(contentsOf: bytes)
    var found: [Sniffed] = []
    var start = 0
    while let frame = frame(at: start), !isBlind {
      start = frame.end
      switch (frame.opcode, frame.isFinal) {
      case (1, _), (0, _):
        let whole = (text ?? []) + frame.payload
        text = frame.isFinal ? nil : whole
        if frame.isFinal { found.append(.text(whole)) }
        if whole.count > longest { isBlind = true }
      case (8, _):
        let code = frame.payload.count >= 2 ? UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1]) : nil
        found.append(.close(code: code))
      case _: break
      }
    }
    buffer.removeFirst(start)
    return found
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
