/// Reads the frames of one direction of a WebSocket (RFC 6455, section 5.2) as they pass by; it changes nothing.
struct FrameSniffer {
  enum Sniffed: Hashable {
    case text([UInt8])
    case close(code: UInt16?)
  }

  /// A frame as it came, and what it completes, where that matters.
  struct Passing {
    let bytes: [UInt8]
    let completes: Sniffed?
    /// Whether it is a part of a text that a later one completes.
    var isPartOfText = false
    /// What it holds, where it is the answer to a ping.
    var pong: [UInt8]?
  }

  private var reader = RawFrameReader()
  private var text: [UInt8]?
  /// Whether what passes is too much to be remembered.
  private var isBlind = false
  private let longest = 1 << 24

  mutating func take(_ bytes: some Sequence<UInt8>) -> [Sniffed] { frames(in: bytes).compactMap(\.completes) }

  /// The frames that the bytes complete.
  mutating func frames(in bytes: some Sequence<UInt8>) -> [Passing] {
    guard !isBlind, !reader.isBlind else { return [Passing(bytes: Array(bytes), completes: nil)] }
    var found: [Passing] = []
    for (frame, bytes) in reader.frames(in: bytes) {
      guard !isBlind else {
        found.append(Passing(bytes: bytes, completes: nil))
        continue
      }
      var completes: Sniffed?
      switch frame.opcode {
      case RawFrame.text, RawFrame.continuation:
        let whole = (text ?? []) + frame.payload
        text = frame.isFinal ? nil : whole
        if frame.isFinal { completes = .text(whole) }
        if whole.count > longest { isBlind = true }
      case RawFrame.close: completes = .close(code: frame.code)
      case _: break
      }
      found.append(
        Passing(
          bytes: bytes, completes: completes, isPartOfText: text != nil && !frame.isControl,
          pong: frame.opcode == RawFrame.pong ? frame.payload : nil))
    }
    if reader.isBlind { found.append(Passing(bytes: reader.takeRest(), completes: nil)) }
    return found
  }
}
