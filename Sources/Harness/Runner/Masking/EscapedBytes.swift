/// Text in UTF-8 in which a character can stand as itself, as an escape such as `\n` or `\u0041`, or as `%41`.
enum EscapedBytes {
  /// What the escape at a place stands for, and how many bytes it takes; nil where there is none.
  static func escape(at index: Int, in bytes: [UInt8]) -> (bytes: [UInt8], length: Int)? {
    switch bytes[index] {
    case UInt8(ascii: "%"):
      number(in: bytes, at: index + 1, digits: 2).map { ([UInt8(truncatingIfNeeded: $0)], 3) }
    case UInt8(ascii: "\\"): backslashEscape(at: index, in: bytes)
    case _: nil
    }
  }

  /// The last byte of what an escape stands for that ends before a place, such as a quote for `\x22`; nil where none does.
  static func lastByte(endingAt end: Int, in bytes: [UInt8]) -> UInt8? {
    // `\n`, `%41`, `\x41`, `\u0041` and two of these for a pair of surrogates.
    for length in [2, 3, 4, 6, 12] where length <= end {
      if let escape = escape(at: end - length, in: bytes), escape.length == length {
        return escape.bytes.last
      }
    }
    return nil
  }

  /// The bytes with all escapes that begin with a backslash resolved.
  static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\"), let escape = backslashEscape(at: index, in: bytes) {
        result += escape.bytes
        index += escape.length
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// JSON's escapes, those of scenario files, and those of regular expressions, in which a backslash makes punctuation mean itself.
  private static func backslashEscape(at index: Int, in bytes: [UInt8]) -> (bytes: [UInt8], length: Int)? {
    guard index + 1 < bytes.count else { return nil }
    switch bytes[index + 1] {
    case UInt8(ascii: "n"): return ([0x0A], 2)
    case UInt8(ascii: "t"): return ([0x09], 2)
    case UInt8(ascii: "r"): return ([0x0D], 2)
    case UInt8(ascii: "b"): return ([0x08], 2)
    case UInt8(ascii: "f"): return ([0x0C], 2)
    case UInt8(ascii: "0"): return ([0x00], 2)
    case UInt8(ascii: "x"):
      return number(in: bytes, at: index + 2, digits: 2).map { ([UInt8(truncatingIfNeeded: $0)], 4) }
    case UInt8(ascii: "u"): return unicodeEscape(at: index, in: bytes)
    case 0x80...: return nil
    case let byte: return ([byte], 2)
    }
  }

  /// `\u0041`, a pair of surrogates, or `\u{41}`.
  private static func unicodeEscape(at index: Int, in bytes: [UInt8]) -> (bytes: [UInt8], length: Int)? {
    let start = index + 2
    if start < bytes.count, bytes[start] == UInt8(ascii: "{") {
      guard let end = bytes[start...].prefix(8).firstIndex(of: UInt8(ascii: "}")),
        let value = number(in: bytes, at: start + 1, digits: end - start - 1)
      else { return nil }
      return utf8(value).map { ($0, end + 1 - index) }
    }
    guard let first = number(in: bytes, at: start, digits: 4) else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return utf8(first).map { ($0, 6) } }
    guard start + 5 < bytes.count, bytes[start + 4] == UInt8(ascii: "\\"),
      bytes[start + 5] == UInt8(ascii: "u"),
      let second = number(in: bytes, at: start + 6, digits: 4), (0xDC00..<0xE000).contains(second)
    else { return nil }
    return utf8(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)).map { ($0, 12) }
  }

  private static func utf8(_ value: UInt32) -> [UInt8]? {
    Unicode.Scalar(value).map { Array(String(Character($0)).utf8) }
  }

  private static func number(in bytes: [UInt8], at start: Int, digits count: Int) -> UInt32? {
    guard count > 0, start + count <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[start..<(start + count)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
