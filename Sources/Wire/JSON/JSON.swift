/// A JSON value (RFC 8259) as a client sees it: what a frame holds before anyone gives it a meaning.
///
/// Objects keep the order of their members. Integers that fit 64 bits are exact; every other number, one with a
/// fraction or an exponent or an integer beyond 64 bits, is a `Double`.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One name and its value inside an object.
  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: JSON

    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// The value of the first member with this name, or nil where there is none or this is no object.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    // `String` calls texts equal that differ only in normalisation; names of members do not (RFC 8259, section 8.3).
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}

extension JSON {
  /// A frame of a type with these members.
  package static func frame(_ type: String, _ members: (String, JSON)...) -> JSON {
    .object([Member("type", .string(type))] + members.map { Member($0.0, $0.1) })
  }

  /// The object with one more member at its end.
  package func with(_ name: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members + [Member(name, value)])
  }

  /// The data of a message, which was read once already; as a value it may write numbers in other digits.
  package static func data(_ text: String) -> JSON? {
    try? parse(Array(text.utf8))
  }

  /// Reads one JSON text; whoever reads many keeps a `JSONReader` instead.
  ///
  /// The text is I-JSON (RFC 7493) but for large numbers: UTF-8 without a byte-order mark, no lone surrogates, and no
  /// name twice in one object. White space may stand around it, nothing else.
  /// - Throws: `JSONError`, which says what is wrong and at which byte.
  package static func parse(
    _ bytes: [UInt8], maximumBytes: Int = .max, maximumDepth: Int = .max
  ) throws(JSONError) -> JSON {
    try JSONReader(maximumBytes: maximumBytes, maximumDepth: maximumDepth).read(bytes)
  }
}
