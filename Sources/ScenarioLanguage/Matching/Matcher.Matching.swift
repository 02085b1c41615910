package import Wire

extension Matcher {
  /// The first difference between a value and what is expected of it, or nil where it matches.
  ///
  /// - Parameters:
  ///   - value: What is there, or nil where nothing is.
  ///   - path: The way to the value inside the event, for the mismatch.
  ///   - bindings: What names stand for; `?name` adds to it even where the match fails further on, so callers keep a copy.
  package func mismatch(_ value: JSON?, at path: String, bindings: inout [String: JSON]) -> Mismatch? {
    func no(_ note: String? = nil, expected: String? = nil, text: JSON? = nil) -> Mismatch {
      Mismatch(
        path: path, expected: expected ?? ScenarioText.matcher(self),
        actual: value.map(ScenarioText.value) ?? "absent", note: note,
        texts: TextDifference(expected: text, actual: value))
    }
    if case .absent = self { return value == nil ? nil : no() }
    guard let value else { return no() }
    switch self {
    case .absent, .anything:
      return nil
    case .literal(let literal):
      return literal.isSameValue(as: value) ? nil : no(text: literal)
    case .bind(let name):
      if bindings[name] != nil { return no("\(name) is bound already; use $\(name)") }
      bindings[name] = value
      return nil
    case .bound(let name):
      guard let bound = bindings[name] else { return no("nothing has bound \(name) yet") }
      return bound.isSameValue(as: value)
        ? nil : no(expected: "\(ScenarioText.value(bound)) ($\(name))", text: bound)
    case .text(let template):
      do {
        let literal = JSON.string(try template.filled(with: bindings))
        return literal.isSameValue(as: value)
          ? nil : no(expected: ScenarioText.value(literal), text: literal)
      } catch {
        return no("nothing has bound \(error.name) yet")
      }
    case .contains(let template):
      guard case .string(let text) = value else { return no("a part can be found in a string only") }
      do {
        let part = try template.filled(with: bindings)
        return text.containsExactly(part) ? nil : no(expected: ScenarioText.part(part))
      } catch {
        return no("nothing has bound \(error.name) yet")
      }
    case .regex(let source):
      guard case .string(let text) = value else { return no("a regular expression matches a string only") }
      // A compiled expression cannot be shared between threads, so the tree keeps its source, which the parser has tried.
      guard let regex = try? Regex(source) else { return no("the regular expression is not valid") }
      return text.firstMatch(of: regex) == nil ? no() : nil
    case .range(let range):
      guard case .integer(let integer) = value else { return no("a range matches an integer only") }
      return range.contains(integer) ? nil : no()
    case .list(let elements, let isOpen):
      guard case .array(let values) = value else { return no() }
      // The first element that differs says more than the count, so the count is compared last.
      for (index, (element, value)) in zip(elements, values).enumerated() {
        if let mismatch = element.mismatch(value, at: "\(path)[\(index)]", bindings: &bindings) {
          return mismatch
        }
      }
      if values.count == elements.count || (isOpen && values.count > elements.count) { return nil }
      return no("\(elements.count) elements expected, \(values.count) came")
    case .object(let members):
      guard case .object = value else { return no() }
      for member in members {
        let memberPath = "\(path).\(ScenarioText.fieldName(member.name))"
        if let mismatch = member.matcher.mismatch(value[member.name], at: memberPath, bindings: &bindings) {
          return mismatch
        }
      }
      return nil
    }
  }
}

extension JSON {
  /// Whether two values are the same to a client: strings scalar by scalar, objects whatever the order of their members.
  ///
  /// Swift's own comparison of strings takes two ways to write `é` for one; a test of bytes must not.
  package func isSameValue(as other: JSON) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.isExactly(right)
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSameValue(as: $1) }
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { member in
          right.contains { $0.name.isExactly(member.name) && member.value.isSameValue(as: $0.value) }
        }
    case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _): false
    }
  }
}

extension String {
  /// Whether two strings have the same Unicode scalars.
  func isExactly(_ other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }

  /// Whether the other string's Unicode scalars occur in this one's, next to each other.
  func containsExactly(_ part: String) -> Bool {
    let text = Array(utf8)
    let part = Array(part.utf8)
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { start in
      text[start..<(start + part.count)].elementsEqual(part)
    }
  }
}
