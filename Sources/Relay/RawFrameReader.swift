/// Cuts the bytes of one direction into frames, and judges none of them.
package struct RawFrameReader {
  private var held: [UInt8] = []
  /// The longest payload that is looked at; what comes after a longer one passes unseen.
  private static let longest = 1 << 24
  package private(set) var isBlind = false

  package init() {}

  /// The frames that the bytes complete, each with its own bytes.
  package mutating func frames(in bytes: some Sequence<UInt8>) -> [(frame: RawFrame, bytes: [UInt8])] {
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
  package mutating func takeRest() -> [UInt8] {
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
