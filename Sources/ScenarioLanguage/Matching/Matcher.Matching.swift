package import Wire

extension Matcher {
  /// The first difference between a value and what is expected of it, or nil where it matches.
  ///
  /// - Parameters:
  ///   - value: What is there, or nil where nothing is.
  ///   - path: The way to the value inside the event, for the mismatch.
  ///   - bindings: What names stand for; `?name` and named groups add to it even where the match fails further on, so callers keep a
  ///     copy.
  package func mismatch(_ value: JSON?, at path: String, bindings: inout [String: JSON]) -> Mismatch? {
    func no(
      _ note: String? = nil, expected: String? = nil, text: JSON? = nil, isUndecided: Bool = false
    ) -> Mismatch {
      Mismatch(
        path: path, expected: expected ?? ScenarioText.matcher(self),
        actual: value.map(ScenarioText.value) ?? "absent", note: note,
        texts: TextDifference(expected: text, actual: value), isUndecided: isUndecided)
    }
    if case .absent = self { return value == nil ? nil : no() }
    guard let value else { return no() }
    do throws(NoValue) {
      switch self {
      case .absent, .anything:
        return nil
      case .literal(let literal):
        return literal.isSameValue(as: value) ? nil : no(text: literal)
      case .bind(let name):
        // A name is bound once, but by a line for several users each of them comes by here: they have to agree.
        guard let bound = bindings[name] else {
          bindings[name] = value
          return nil
        }
        return bound.isSameValue(as: value)
          ? nil : no(expected: "\(ScenarioText.value(bound)) (?\(name))", text: bound)
      case .bound, .sum:
        guard let wanted = try self.value(with: bindings) else { return no() }
        let expected = "\(ScenarioText.value(wanted)) (\(ScenarioText.matcher(self)))"
        return wanted.isSameValue(as: value) ? nil : no(expected: expected, text: wanted)
      case .text(let template):
        let literal = JSON.string(try template.filled(with: bindings))
        return literal.isSameValue(as: value) ? nil : no(expected: ScenarioText.value(literal), text: literal)
      case .contains(let template):
        guard case .string(let text) = value else { return no("a part can be found in a string only") }
        let part = try template.filled(with: bindings)
        return text.containsExactly(part) ? nil : no(expected: ScenarioText.part(part))
      case .regex(let expression):
        guard case .string(let text) = value else { return no("a regular expression matches a string only") }
        switch expression.firstMatch(in: text) {
        case .noMatch:
          return no()
        case .gaveUp:
          let steps = "the expression gave up after \(ScenarioLimits.regexSteps) steps"
          return no("\(steps); make its repetitions smaller, or expect a part with ~\"…\"", isUndecided: true)
        case .match(let groups):
          for name in expression.names {
            guard let text = groups[name] else { continue }
            if let mismatch = Matcher.bind(name).mismatch(.string(text), at: path, bindings: &bindings) {
              return mismatch
            }
          }
          return nil
        }
      case .range(let range):
        guard case .integer(let integer) = value else { return no("a range matches an integer only") }
        return range.contains(integer) ? nil : no()
      case .count(let range):
        let count: Int
        switch value {
        case .array(let elements): count = elements.count
        case .string(let text): count = text.unicodeScalars.count
        case .object(let members): count = members.count
        case .null, .bool, .integer, .number: return no("only a list, a string or an object has a count")
        }
        return range.contains(Int64(count)) ? nil : no("it has \(count)")
      case .not(let matcher):
        var attempt = bindings
        guard let mismatch = matcher.mismatch(value, at: path, bindings: &attempt) else { return no() }
        return mismatch.isUndecided ? mismatch : nil
      case .compared(let comparison, let operand):
        let limit = try operand.value(with: bindings)
        let right = limit.flatMap { Quantity($0, readsText: operand.literalValue == nil) }
        let note = "a number can be compared with a number, and a time with a time"
        guard let limit, let right else { return no(note, isUndecided: true) }
        // Null says that there is no value. Any other kind is a slip, which must not count as a value that does not match.
        if case .null = value { return no(note) }
        guard let holds = Quantity(value)?.stands(comparison, to: right) else {
          return no(note, isUndecided: true)
        }
        if holds { return nil }
        guard operand.literalValue == nil else { return no() }
        let sign = comparison.rawValue
        return no(expected: "\(sign)\(ScenarioText.value(limit)) (\(ScenarioText.matcher(operand)))")
      case .list(let elements, let shape):
        guard case .array(let values) = value else { return no() }
        var match = ListMatch(elements: elements, values: values, path: path)
        switch match.find(shape, &bindings) {
        case .match: return nil
        case .mismatch(let mismatch): return mismatch
        case .noMatch(let note): return no(note)
        case .gaveUp(let note): return no(note, isUndecided: true)
        }
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
    } catch {
      return no(error.note, isUndecided: true)
    }
  }

  /// The value that it stands for, or nil where it stands for none or for several.
  func value(with bindings: [String: JSON]) throws(NoValue) -> JSON? {
    switch self {
    case .literal(let value):
      return value
    case .bound(let name):
      guard let value = bindings[name] else { throw .unbound(name) }
      return value
    case .sum(let sum):
      return try sum.value(with: bindings)
    case .text, .list, .object, .anything, .absent, .bind, .regex, .contains, .range, .count, .not, .compared:
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
    let part = Array(part.utf8)
    guard !part.isEmpty else { return true }
    // The search of Knuth, Morris and Pratt, whose time is linear: how long a beginning of the part ends at each of its bytes.
    var borders = part.map { _ in 0 }
    var length = 0
    for index in part.indices.dropFirst() {
      while length > 0, part[index] != part[length] { length = borders[length - 1] }
      if part[index] == part[length] { length += 1 }
      borders[index] = length
    }
    var found = 0
    for byte in utf8 {
      while found > 0, byte != part[found] { found = borders[found - 1] }
      if byte == part[found] { found += 1 }
      if found == part.count { return true }
    }
    return false
  }
}
