import Harness

/// The URIs by which the protocol names files, and the paths that the language has for them.
enum DocumentURI {
  private static let scheme = "file://"

  /// The path of a file, or the whole URI where it names no file, such as that of a new buffer.
  static func path(of uri: String) -> String {
    guard uri.hasPrefix(scheme) else { return uri }
    let rest = uri.dropFirst(scheme.count)
    // A host, as in file://localhost/tmp, says nothing about the path.
    guard let slash = rest.firstIndex(of: "/") else { return uri }
    return decoded(rest[slash...])
  }

  /// The URI of the file at a path.
  static func uri(of path: String) -> String {
    guard path.hasPrefix("/") else { return path }
    return scheme
      + path.utf8.reduce(into: "") { text, byte in
        if isPlain(byte) {
          text.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
          text += "%" + byte.digits(2, radix: 16, uppercase: true)
        }
      }
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(decoded)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a byte stands for itself in the path of a URI (RFC 3986, section 3.3).
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    case _: false
    }
  }
}
