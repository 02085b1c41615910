import Wire

extension JSON {
  /// What the server has sent; nil where it is no JSON.
  static func read(_ bytes: [UInt8]) -> JSON? { try? parse(bytes) }

  /// A JSON text that the suite itself has written.
  static func trusted(_ text: String) -> JSON {
    guard let json = read(Array(text.utf8)) else {
      preconditionFailure("this is not JSON: \(text)")
    }
    return json
  }

  /// The text of it, for failures.
  var shown: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether everything that is expected is there: an object may have further members, but none that is expected to be `null`.
  func has(_ expected: JSON) -> Bool {
    switch (self, expected) {
    case (.object, .object(let members)):
      members.allSatisfy { member in (self[member.name] ?? .null).has(member.value) }
    case (.array(let elements), .array(let others)):
      elements.count == others.count && zip(elements, others).allSatisfy { $0.has($1) }
    case _: self == expected
    }
  }
}
