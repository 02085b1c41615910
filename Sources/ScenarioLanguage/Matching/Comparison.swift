/// How a value has to stand to another one.
package enum Comparison: String, CaseIterable, Hashable, Sendable {
  case atMost = "<="
  case atLeast = ">="
  case less = "<"
  case greater = ">"

  /// Whether a value stands to another one in this way.
  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .atMost: left <= right
    case .atLeast: left >= right
    case .less: left < right
    case .greater: left > right
    }
  }
}

extension Matcher {
  /// Whether it stands for a number or a time, or for something that may turn out to be one.
  var canBeComparedWith: Bool {
    switch self {
    case .literal(let value): Quantity(value) != nil
    case .bound, .sum: true
    case .text, .list, .object, .anything, .absent, .bind, .regex, .contains, .range, .count, .not, .compared:
      false
    }
  }
}
