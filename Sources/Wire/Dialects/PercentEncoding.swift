/// Text as a part of a URL (RFC 3986, section 2).
package enum PercentEncoding {
  /// A text as a segment of a path: all but unreserved characters are encoded (section 2.3).
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      case _:
        encoded += "%"
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
    return encoded
  }

  /// The bytes that were encoded, or nil where a percent sign has no two hexadecimal digits behind it.
  ///
  /// - Parameter plusIsSpace: Whether `+` stands for a space, as in forms (WHATWG URL, section 5.1).
  package static func bytes(
    _ encoded: some Sequence<UInt8>, plusIsSpace: Bool = false
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = encoded.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.next()?.hexadecimalDigit, let low = rest.next()?.hexadecimalDigit else {
          return nil
        }
        bytes.append(high << 4 | low)
      case _: bytes.append(byte)
      }
    }
    return bytes
  }

  /// The text that was encoded, or nil where that is none in UTF-8.
  package static func text(_ encoded: some Sequence<UInt8>, plusIsSpace: Bool = false) -> String? {
    bytes(encoded, plusIsSpace: plusIsSpace).flatMap { String(validating: $0, as: UTF8.self) }
  }
}

extension UInt8 {
  /// The number of a hexadecimal digit in ASCII, or nil where it is none.
  var hexadecimalDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    case _: nil
    }
  }
}
