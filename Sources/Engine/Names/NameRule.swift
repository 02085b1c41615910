/// What a name of a user or a room may look like.
enum NameRule {
  case user
  case room

  /// A name that nobody may register, because the server speaks under it to the tutorials' clients.
  private static let reserved = NameKey("server")

  /// Refuses a text that cannot be a name, and says which character is wrong.
  func check(_ text: String, limits: Limits) throws(Refusal) {
    let limit = self == .user ? limits[.userNameCharacters] : limits[.roomNameCharacters]
    let field = self == .user ? "user" : "room"
    guard !text.isEmpty else {
      throw Refusal(.nameInvalid, "The name is empty.", field: field)
    }
    guard text.isAtMost(characters: limit) else {
      throw Refusal(.nameInvalid, "The name is longer than \(limit) characters.", field: field)
    }
    for (position, scalar) in text.unicodeScalars.enumerated() {
      if let fault = Self.fault(of: scalar) {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        throw Refusal(
          .nameInvalid, "Character \(position + 1) of the name, U+\(padded), is \(fault.description).",
          field: field)
      }
    }
    if self == .user, NameKey(text) == Self.reserved {
      throw Refusal(.nameInvalid, "The name is kept for the server itself.", field: field)
    }
  }

  /// What is wrong with a character in a name, or nil where nothing is.
  private static func fault(of scalar: Unicode.Scalar) -> NameTable.Fault? {
    guard scalar.isASCII else { return NameTable.shared.fault(of: scalar) }
    if scalar.value < 0x20 || scalar.value == 0x7f { return .control }
    return scalar == " " ? .whiteSpace : nil
  }
}

extension String {
  /// Whether the text has no control character in it.
  var isLine: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }

  /// Whether a byte is in the text's UTF-8, where it seldom is: all are looked at, for which many can be compared at once.
  func hasByte(_ byte: UInt8) -> Bool {
    let found = utf8.withContiguousStorageIfAvailable { bytes in
      bytes.reduce(UInt8(0)) { $0 | ($1 == byte ? 1 : 0) } != 0
    }
    return found ?? utf8.contains(byte)
  }

  /// Whether the text has at most this many Unicode scalar values; it does not count further than it has to.
  func isAtMost(characters limit: Int) -> Bool {
    utf8.count <= limit || unicodeScalars.dropFirst(limit).isEmpty
  }
}
