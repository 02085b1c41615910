import Wire

/// Which JSON a field of an event holds.
package enum FieldKind: Hashable, Sendable {
  case text
  /// A text as the server writes times.
  case time
  case integer
  case truth
  case list
  case object

  /// Whether any value of this kind can match: false only where none ever does, whatever the names stand for.
  func canMatch(_ matcher: Matcher) -> Bool {
    switch matcher {
    case .anything, .absent, .bind, .bound: true
    case .literal(let value): canBe(value)
    case .text, .regex, .contains: self == .text || self == .time
    case .list: self == .list
    case .object: self == .object
    case .sum: self == .integer || self == .time || self == .text
    case .range: self == .integer
    case .count: self != .integer && self != .truth
    case .not(let matcher): canMatch(matcher)
    case .compared(_, let operand): canBeCompared(with: operand)
    }
  }

  private func canBe(_ value: JSON) -> Bool {
    switch value {
    // No field holds it, which a scenario may well say.
    case .null: true
    case .bool: self == .truth
    case .integer: self == .integer
    case .number: false
    case .string(let text): self == .text || (self == .time && Self.isTime(text))
    case .array: self == .list
    case .object: self == .object
    }
  }

  private func canBeCompared(with operand: Matcher) -> Bool {
    switch (self, operand) {
    case (.list, _), (.object, _), (.truth, _), (.integer, .literal(.string)): false
    case (.time, .literal(.integer)), (.time, .literal(.number)), (.text, .literal(.integer)),
      (.text, .literal(.number)):
      false
    case (.integer, _), (.time, _), (.text, _): true
    }
  }

  private static func isTime(_ text: String) -> Bool {
    Timestamp.milliseconds(of: text).map { Timestamp.text(ofMilliseconds: $0) } == text
  }

  /// What a value of this kind is called.
  var noun: String {
    switch self {
    case .text: "a text"
    case .time: "a time"
    case .integer: "an integer"
    case .truth: "true or false"
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// How to write what can match.
  var remedy: String {
    switch self {
    case .text: #"write a word, a text in quotes such as "12", ~"part" or /regex/"#
    case .time: #"write the time in full, as "2026-01-01T00:00:00.000Z", or $name+10m"#
    case .integer: "write 5, a range such as 1..5, or >=5 in place of =5"
    case .truth: "write true or false"
    case .list: "write [a, b], [a, ...] or {a, b}, or #2 for the number of elements"
    case .object: "write {name=value}"
    }
  }
}
