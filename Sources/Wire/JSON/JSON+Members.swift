extension JSON {
  /// An object of the members that have a value, in their order.
  package static func members(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(members.compactMap { name, value in value.map { JSON.Member(name, $0) } })
  }

  /// An array of texts.
  package static func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

  /// The text, or nil where it is no text.
  package var asText: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The integer, or nil where it is none.
  package var asInteger: Int? {
    if case .integer(let integer) = self { Int(exactly: integer) } else { nil }
  }

  /// Whether it is `true`.
  package var isTrue: Bool { self == .bool(true) }

  /// The elements of an array, or none where it is no array.
  package var elements: [JSON] {
    if case .array(let elements) = self { elements } else { [] }
  }
}
