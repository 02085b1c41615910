/// How texts and numbers are written in JSON: what json-c writes for them, byte for byte.
extension [UInt8] {
  /// Adds a text with its quotation marks. Control characters, `"` and `\` are escaped, and nothing else.
  ///
  /// Source: RFC 8259, section 7; where it leaves a choice, json-c's `json_escape_str` without `\/`.
  mutating func append(jsonString text: String) {
    var text = text
    append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      // Few texts have anything to escape, and many bytes can be looked at together.
      guard utf8.reduce(UInt8(0), { $0 | ($1.isEscapedInJSON ? 1 : 0) }) != 0 else {
        return append(contentsOf: utf8)
      }
      var written = 0
      for (place, byte) in utf8.enumerated() where byte.isEscapedInJSON {
        append(contentsOf: utf8[written..<place])
        append(escapeOf: byte)
        written = place + 1
      }
      append(contentsOf: utf8[written...])
    }
    append(UInt8(ascii: "\""))
  }

  /// Adds an integer in decimal digits.
  mutating func append(decimal integer: some FixedWidthInteger) {
    if integer < 0 { append(UInt8(ascii: "-")) }
    let first = count
    var rest = integer.magnitude
    repeat {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    self[first...].reverse()
  }

  private mutating func append(escapeOf byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0a: append(UInt8(ascii: "n"))
    case 0x0c: append(UInt8(ascii: "f"))
    case 0x0d: append(UInt8(ascii: "r"))
    case _:
      append(contentsOf: "u00".utf8)
      append(UInt8(ascii: "0") + byte >> 4)
      let low = byte & 0xf
      append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
    }
  }
}

extension UInt8 {
  fileprivate var isEscapedInJSON: Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
  }
}
