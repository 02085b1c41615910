// Strings: escapes, surrogates and UTF-8.
extension JSONScan {
  /// Goes over a string from its opening to past its closing quotation mark, and says whether U+0000 is in it.
  mutating func string() throws(JSONError) -> Bool {
    var holdsNUL = false
    var index = position + 1
    let end = bytes.count
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return holdsNUL
      }
      if byte == UInt8(ascii: "\\") {
        let escaped = try escape(at: index)
        index = escaped.end
        if escaped.isNUL { holdsNUL = true }
      } else if byte < 0x20 {
        throw failure(.controlCharacter, at: index)
      } else if byte < 0x80 {
        index += 1
      } else {
        index = try endOfScalar(at: index)
      }
    }
    throw failure(.expected(.endOfString), at: end)
  }

  /// Goes over the escape that begins with the backslash at the offset.
  private func escape(at start: Int) throws(JSONError) -> (end: Int, isNUL: Bool) {
    guard start + 1 < bytes.count else { throw failure(.expected(.escape), at: start + 1) }
    switch bytes[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return (start + 2, false)
    case UInt8(ascii: "u"):
      let unit = try codeUnit(at: start + 2)
      switch unit {
      case 0xd800...0xdbff:
        // A high half is whole only with the escape of a low half right behind it.
        guard start + 7 < bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
          bytes[start + 7] == UInt8(ascii: "u"), (0xdc00...0xdfff).contains(try codeUnit(at: start + 8))
        else { throw failure(.loneSurrogate, at: start) }
        return (start + 12, false)
      case 0xdc00...0xdfff: throw failure(.loneSurrogate, at: start)
      default: return (start + 6, unit == 0)
      }
    default: throw failure(.expected(.escape), at: start + 1)
    }
  }

  /// The UTF-16 code unit that four hexadecimal digits name.
  private func codeUnit(at start: Int) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for index in start..<start + 4 {
      guard index < bytes.count, let digit = bytes[index].hexadecimalDigit else {
        throw failure(.expected(.hexadecimalDigit), at: index)
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// Where the scalar that begins at the offset ends, by table 3-7 of the Unicode Standard (well-formed UTF-8).
  private func endOfScalar(at start: Int) throws(JSONError) -> Int {
    let second: ClosedRange<UInt8>
    let length: Int
    switch bytes[start] {
    case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
    case 0xe0: (length, second) = (3, 0xa0...0xbf)
    case 0xe1...0xec, 0xee...0xef: (length, second) = (3, 0x80...0xbf)
    case 0xed: (length, second) = (3, 0x80...0x9f)
    case 0xf0: (length, second) = (4, 0x90...0xbf)
    case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
    case 0xf4: (length, second) = (4, 0x80...0x8f)
    default: throw failure(.invalidUTF8, at: start)
    }
    guard bytes.count - start >= length, second.contains(bytes[start + 1]) else {
      throw failure(.invalidUTF8, at: start)
    }
    for index in start + 2..<start + length where bytes[index] & 0xc0 != 0x80 {
      throw failure(.invalidUTF8, at: start)
    }
    return start + length
  }
}
