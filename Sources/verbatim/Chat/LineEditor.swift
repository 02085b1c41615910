import Client

/// The line that a person is typing on a terminal that echoes nothing by itself.
struct LineEditor: Sendable {
  /// What a key led to.
  enum Outcome: Hashable, Sendable {
    /// Nothing to be seen.
    case nothing
    /// The line has changed.
    case changed
    /// The line is complete.
    case line(String)
    /// Ctrl-D on an empty line, or ctrl-C.
    case end
  }

  private enum Escape { case none, begun, sequence }

  private var bytes: [UInt8] = []
  private var escape = Escape.none
  private let longest = 65_536

  /// Takes one byte from the terminal. Arrows and function keys do nothing.
  mutating func take(_ byte: UInt8) -> Outcome {
    switch (escape, byte) {
    case (.begun, UInt8(ascii: "[")), (.begun, UInt8(ascii: "O")):
      escape = .sequence
      return .nothing
    case (.begun, _):
      escape = .none
      return .nothing
    case (.sequence, 0x40...0x7e):
      escape = .none
      return .nothing
    case (.sequence, _): return .nothing
    case (.none, _): break
    }
    switch byte {
    case 0x1b: escape = .begun
    case 0x0a, 0x0d:
      let line = String(decoding: bytes, as: UTF8.self)
      bytes = []
      return .line(line)
    case 0x03: return .end
    case 0x04: if bytes.isEmpty { return .end }
    case 0x08, 0x7f:
      var text = String(decoding: bytes, as: UTF8.self)
      _ = text.popLast()
      bytes = Array(text.utf8)
      return .changed
    case 0x15:
      bytes = []
      return .changed
    case 0x09, 0x20...:
      guard bytes.count < longest else { return .nothing }
      bytes.append(byte)
      return .changed
    case _: break
    }
    return .nothing
  }

  /// What is typed so far, its end where it is longer than so many characters; a character of which bytes are still to
  /// come is not there yet.
  func shown(atMost characters: Int) -> String {
    var whole = bytes
    while let last = whole.last, last >= 0x80, String(validating: whole, as: UTF8.self) == nil {
      whole.removeLast()
    }
    return String(VisibleText.of(String(decoding: whole, as: UTF8.self)).suffix(max(0, characters)))
  }
}
