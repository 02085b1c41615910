import Wire

extension JSON {
  /// The value over several lines, as people and `diff` read it: what fits a line of 100 characters stays on one.
  func pretty(indentation: Int = 0) -> String {
    let line = String(decoding: bytes, as: UTF8.self)
    let inner = String(repeating: " ", count: indentation + 2)
    let outer = String(repeating: " ", count: indentation)
    switch self {
    case .null, .bool, .integer, .number, .string: return line
    case .array(let elements):
      let isShort = elements.allSatisfy(\.isScalar) && indentation + line.count <= 100
      guard !isShort else { return "[\(elements.map { $0.pretty() }.joined(separator: ", "))]" }
      let lines = elements.map { inner + $0.pretty(indentation: indentation + 2) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    case .object(let members):
      let isShort = members.count == 1 && members[0].value.isScalar && indentation + line.count <= 100
      let parts = members.map {
        let name = JSON.string($0.name).pretty()
        return "\(name): \($0.value.pretty(indentation: isShort ? 0 : indentation + 2))"
      }
      guard !isShort, !members.isEmpty else { return "{\(parts.joined())}" }
      return "{\n\(parts.map { inner + $0 }.joined(separator: ",\n"))\n\(outer)}"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .null, .bool, .integer, .number, .string: true
    case .array, .object: false
    }
  }
}
