extension ValueParser {
  /// Reads `name=value`, or with another operator; white space around it is accepted, and taken away by the formatter.
  ///
  /// - Parameter seen: The names of the fields with `=` before it, to which its own is added. With other operators a field may be
  ///   named again.
  mutating func field(seen: inout Set<String>, depth: Int = 0) throws(LineProblem) -> FieldSyntax {
    let start = scanner.position
    let name: String
    if scanner.next == "\"" {
      name = try StringLiteral.text(&scanner)
    } else {
      let range = scanner.takeWhile { !WordRules.endsFieldName($0) }
      name = scanner.text(range)
      if let offset = range.first(where: { WordRules.isInvisible(scanner.scalars[$0]) }) {
        throw LineProblem.invisible(scanner.scalars[offset], at: offset)
      }
    }
    let nameRange = start..<scanner.position
    scanner.skipSpaces()
    guard !nameRange.isEmpty, let fieldOperator = takeOperator() else {
      throw LineProblem(
        .fieldNotValid, "a field is written name=value",
        remedy: "put a text with spaces in it in quotes: name=\"two words\"",
        at: start..<max(nameRange.upperBound, start + 1))
    }
    scanner.skipSpaces()
    if fieldOperator == .matches, !seen.insert(name).inserted {
      throw LineProblem(.fieldDuplicate, "the field \(name) is named twice", at: nameRange)
    }
    if let sign = scanner.next, "=!<>".unicodeScalars.contains(sign) {
      let written = scanner.text(nameRange)
      throw LineProblem(
        .valueNotValid, "\(sign) begins no value, and is no part of the operator before it",
        remedy: Self.remedy(for: sign, after: fieldOperator, of: written), at: scanner.here)
    }
    let value = try value(depth: depth)
    try check(value, after: fieldOperator)
    return FieldSyntax(name: name, nameRange: nameRange, operator: fieldOperator, value: value)
  }

  /// Reads the operator between a field and its value, or nothing where there is none.
  mutating func takeOperator() -> FieldOperator? {
    if scanner.take("=") { return .matches }
    if scanner.take("!=") { return .differs }
    // In the order of their cases the longer ones come before those that they begin with.
    for comparison in Comparison.allCases where scanner.take(comparison.rawValue) {
      return .compares(comparison)
    }
    return nil
  }

  /// What was meant by a sign that follows an operator, as in `seq=>0`.
  private static func remedy(
    for sign: Unicode.Scalar, after fieldOperator: FieldOperator, of name: String
  ) -> String {
    let quoted = "put a text that begins with \(sign) in quotes"
    guard fieldOperator == .matches else { return quoted }
    return sign == "=" ? "write \(name)=…" : "write \(name)\(sign)=…, or \(quoted)"
  }

  private func check(_ value: ValueSyntax, after fieldOperator: FieldOperator) throws(LineProblem) {
    switch fieldOperator {
    case .matches:
      return
    case .differs:
      guard let name = value.matcher.boundNames.first else { return }
      throw LineProblem(
        .valueNotValid, "what must not match cannot bind \(name)",
        remedy: "bind it in a field of its own with =", at: value.range)
    case .compares(let comparison):
      guard !value.matcher.canBeComparedWith else { return }
      throw LineProblem(
        .valueNotValid, "after \(comparison.rawValue) comes a number or a time",
        remedy: "write 5, \"2026-01-01T00:00:00.000Z\", $name or $name+5", at: value.range)
    }
  }
}
