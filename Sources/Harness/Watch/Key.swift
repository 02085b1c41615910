/// A key that was pressed at a terminal.
package enum Key: Hashable, Sendable {
  case character(Character)
  case enter, escape, up, down, pageUp, pageDown
  /// Ctrl-C, which comes as a key where the terminal makes no signal of it.
  case interrupt

  /// The keys of what a terminal sent. What stands for other keys is left out.
  package static func keys(in bytes: some Sequence<UInt8>) -> [Key] {
    var keys: [Key] = []
    var rest = Array(bytes)[...]
    while let first = rest.popFirst() {
      switch first {
      case 0x03: keys.append(.interrupt)
      case 0x0A, 0x0D: keys.append(.enter)
      case 0x1B: keys += afterEscape(&rest)
      case 0x20..<0x7F: keys.append(.character(Character(Unicode.Scalar(first))))
      case _: break
      }
    }
    return keys
  }

  /// What comes after an escape: a sequence (ECMA-48) with one key, or nothing where the key itself was pressed.
  private static func afterEscape(_ rest: inout ArraySlice<UInt8>) -> [Key] {
    guard rest.first == UInt8(ascii: "[") || rest.first == UInt8(ascii: "O") else { return [.escape] }
    rest.removeFirst()
    let parameters = rest.prefix { (0x20..<0x40).contains($0) }
    rest = rest.dropFirst(parameters.count)
    switch rest.popFirst() {
    case UInt8(ascii: "A"): return [.up]
    case UInt8(ascii: "B"): return [.down]
    case UInt8(ascii: "~") where parameters.elementsEqual("5".utf8): return [.pageUp]
    case UInt8(ascii: "~") where parameters.elementsEqual("6".utf8): return [.pageDown]
    case _: return []
    }
  }
}
