/// How a value has to stand to another one.
package enum Comparison: String, CaseIterable, Hashable, Sendable {
  case atMost = "<="
  case atLeast = ">="
  case less = "<"
  case greater = ">"

  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .atMost: left <= right
    case .atLeast: left >= right
    case .less: left < right
    case .greater: left > right
    }
  }
}
