import Wire

extension JSON {
  /// The value as a text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether every field that the other names is here with that value; `null` stands for a field that is not there.
  func matches(_ wanted: JSON) -> Bool {
    switch (self, wanted) {
    case (.object, .object(let members)):
      members.allSatisfy { member in
        guard let value = self[member.name] else { return member.value == .null }
        return value.matches(member.value)
      }
    case (.array(let found), .array(let elements)):
      found.count == elements.count && zip(found, elements).allSatisfy { $0.matches($1) }
    case (.string(let found), .string(let text)):
      // Two strings that Swift calls equal may differ in their bytes.
      found.utf8.elementsEqual(text.utf8)
    default: self == wanted
    }
  }

  /// A field that is a text.
  func string(_ name: String) -> String? {
    if case .string(let text) = self[name] { text } else { nil }
  }

  /// A field that is an integer.
  func integer(_ name: String) -> Int64? {
    if case .integer(let number) = self[name] { number } else { nil }
  }

  /// The elements of a field that is an array.
  func array(_ name: String) -> [JSON] {
    if case .array(let elements) = self[name] { elements } else { [] }
  }
}
