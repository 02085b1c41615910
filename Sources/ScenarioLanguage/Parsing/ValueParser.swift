import Wire

/// Reads values: words, strings, numbers, lists, objects and the matchers that are no values.
struct ValueParser {
  var scanner: LineScanner

  /// Reads one value, which must start at the next scalar.
  mutating func value(depth: Int = 0) throws(LineProblem) -> ValueSyntax {
    let start = scanner.position
    guard depth < ScenarioLimits.valueDepth else {
      throw LineProblem(
        .nestingTooDeep, "values nest deeper than \(ScenarioLimits.valueDepth) levels", at: scanner.here)
    }
    switch scanner.next {
    case "#" where scanner.peek(1).map(Self.isCountStart) == true:
      let matcher = try count()
      return leaf(matcher, from: start)
    case nil, ",", "]", "}", "=", "|", "#":
      throw LineProblem(
        .valueMissing, "a value is missing here",
        remedy: "write a word, a \"text\" in quotes, or * for anything",
        at: scanner.here)
    case "\"":
      let template = try StringLiteral.template(&scanner)
      return string(template, from: start, as: Matcher.text)
    case "~":
      scanner.position += 1
      guard scanner.next == "\"" else {
        throw LineProblem(
          .valueNotValid, "after ~ comes a text in quotes", remedy: "write ~\"part\"", at: start..<start + 1)
      }
      let template = try StringLiteral.template(&scanner)
      return leaf(.contains(template), from: start)
    case "[":
      return try list(depth: depth)
    case "{":
      return try startsObject() ? object(depth: depth) : list(depth: depth)
    case "/":
      // In two steps: an argument that moves the scanner would be evaluated after the method's own copy of it was taken.
      let matcher = try regex()
      return leaf(matcher, from: start)
    case "?":
      scanner.position += 1
      let range = scanner.takeWhile(WordRules.isNamePart)
      let name = scanner.text(range)
      guard WordRules.isName(name), isAtWordEnd else {
        throw LineProblem(
          .valueNotValid, "after ? comes a name", remedy: "write ?name with letters, digits and _",
          at: start..<scanner.wordHere.upperBound)
      }
      return leaf(.bind(name), from: start)
    case "*":
      scanner.position += 1
      guard isAtWordEnd else {
        throw LineProblem(
          .valueNotValid, "* stands alone and matches anything",
          remedy: "put a text that has a * in quotes, or use ~\"part\"",
          at: start..<scanner.wordHere.upperBound)
      }
      return leaf(.anything, from: start)
    case .some:
      return try word()
    }
  }

  var isAtWordEnd: Bool { scanner.next.map(WordRules.endsWord) ?? true }

  private func leaf(_ matcher: Matcher, from start: Int, text: String? = nil) -> ValueSyntax {
    let range = start..<scanner.position
    return ValueSyntax(kind: .leaf(matcher), range: range, plainText: text ?? scanner.text(range))
  }

  private func string(
    _ template: Template, from start: Int, as matcher: (Template) -> Matcher
  ) -> ValueSyntax {
    guard let literal = template.literal else { return leaf(matcher(template), from: start) }
    return leaf(.literal(.string(literal)), from: start, text: literal)
  }

  private mutating func word() throws(LineProblem) -> ValueSyntax {
    let range = scanner.takeWhile { !WordRules.endsWord($0) }
    if let offset = range.first(where: { WordRules.isInvisible(scanner.scalars[$0]) }) {
      throw LineProblem.invisible(scanner.scalars[offset], at: offset)
    }
    if let offset = range.first(where: { "'\\`".unicodeScalars.contains(scanner.scalars[$0]) }) {
      throw LineProblem(
        .characterNotAllowed, "a word cannot have \(scanner.scalars[offset]) in it",
        remedy: "put the text in double quotes", at: offset..<offset + 1)
    }
    if scanner.next == "\"" {
      throw LineProblem(
        .characterNotAllowed, "a quote inside a word",
        remedy: "put the whole text in quotes, with \\\" for a quote in it",
        at: scanner.here)
    }
    let written = scanner.text(range)
    if let sum = Self.sum(written) { return leaf(.sum(sum), from: range.lowerBound) }
    let template = Template(parsing: scanner.scalars[range])
    if template.names.count == 1, template.segments.count == 1 {
      return leaf(.bound(template.names[0]), from: range.lowerBound)
    }
    if let matcher = try WordValue.matcher(written, at: range) {
      return leaf(matcher, from: range.lowerBound)
    }
    return string(template, from: range.lowerBound, as: Matcher.text)
  }

  private mutating func regex() throws(LineProblem) -> Matcher {
    let start = scanner.position
    scanner.position += 1
    var source = String.UnicodeScalarView()
    while let scalar = scanner.next, scalar != "/" {
      scanner.position += 1
      if scalar == "\\", let escaped = scanner.next {
        if escaped != "/" { source.append(scalar) }
        source.append(escaped)
        scanner.position += 1
      } else {
        source.append(scalar)
      }
    }
    guard scanner.take("/") else {
      throw LineProblem(
        .regexUnterminated, "the regular expression has no closing /",
        remedy: "close it, or put a text that starts with / in quotes", at: start..<scanner.position)
    }
    let range = start..<scanner.position
    do throws(RegularExpression.Problem) {
      return .regex(try RegularExpression(String(source)))
    } catch {
      throw LineProblem(
        .regexNotValid, "the regular expression is not valid: \(error.message)", remedy: error.remedy,
        at: range)
    }
  }

  private static func isCountStart(_ scalar: Unicode.Scalar) -> Bool {
    WordRules.isDigit(scalar) || scalar == "."
  }

  /// Reads `#3`, `#1..5`, `#1..` or `#..5`.
  private mutating func count() throws(LineProblem) -> Matcher {
    let start = scanner.position
    scanner.position += 1
    let range = scanner.takeWhile { !WordRules.endsWord($0) }
    switch try WordValue.matcher(scanner.text(range), at: range) {
    case .literal(.integer(let count)): return .count(count...count)
    case .range(let range): return .count(range)
    case _:
      // Whatever else a word can be is no count.
      throw LineProblem(
        .valueNotValid, "after # comes a count", remedy: "write #3, #1..5, #1.. or #..5",
        at: start..<range.upperBound)
    }
  }

  private static func sum(_ word: String) -> Sum? {
    var scanner = LineScanner(word)
    guard let sum = Sum.read(&scanner, allowsSpaces: false), scanner.isAtEnd else { return nil }
    return sum
  }

  /// Reads `[a, b]` or, where the order does not matter, `{a, b}`.
  private mutating func list(depth: Int) throws(LineProblem) -> ValueSyntax {
    let start = scanner.position
    let isOrdered = scanner.next == "["
    let closing: Unicode.Scalar = isOrdered ? "]" : "}"
    scanner.position += 1
    var elements: [ValueSyntax] = []
    var shape = ListShape(isOrdered: isOrdered)
    scanner.skipSpaces()
    while scanner.next != closing || !elements.isEmpty || !shape.gaps.isEmpty {
      if scanner.isAtEnd { throw unterminated(.listUnterminated, "list", closing, from: start) }
      if scanner.take("...") {
        guard shape.gaps.insert(elements.count).inserted else {
          throw LineProblem(
            .valueNotValid, "... stands twice in the same place", remedy: "delete one",
            at: scanner.position - 3..<scanner.position)
        }
      } else {
        elements.append(try element(depth: depth))
      }
      scanner.skipSpaces()
      guard scanner.take(",") else { break }
      scanner.skipSpaces()
    }
    guard scanner.take(closing) else { throw unterminated(.listUnterminated, "list", closing, from: start) }
    if !isOrdered && elements.count > ScenarioLimits.unorderedElements {
      throw LineProblem(
        .valueNotValid,
        "a list in any order has more than \(ScenarioLimits.unorderedElements) elements",
        remedy: "write it in order, with [ and ]", at: start..<scanner.position)
    }
    return ValueSyntax(kind: .list(elements, shape), range: start..<scanner.position, plainText: "")
  }

  private mutating func element(depth: Int) throws(LineProblem) -> ValueSyntax {
    let element = try value(depth: depth + 1)
    if case .leaf(.absent) = element.kind {
      throw LineProblem(
        .absentMisplaced, "absent says that a field is not there; a list has no fields",
        remedy: "leave the element out, or write \"absent\" for the word", at: element.range)
    }
    return element
  }

  /// Whether what stands in the braces that start here are fields: nothing, or a name and an operator.
  private func startsObject() throws(LineProblem) -> Bool {
    var ahead = self
    ahead.scanner.position += 1
    ahead.scanner.skipSpaces()
    if ahead.scanner.next == "}" || ahead.scanner.isAtEnd { return true }
    // A regular expression may have an operator in it. A name that begins with a slash is quoted.
    if ahead.scanner.next == "/" { return false }
    if ahead.scanner.next == "\"" {
      _ = try StringLiteral.text(&ahead.scanner)
    } else {
      _ = ahead.scanner.takeWhile { !WordRules.endsFieldName($0) }
    }
    ahead.scanner.skipSpaces()
    return ahead.takeOperator() != nil
  }

  private mutating func object(depth: Int) throws(LineProblem) -> ValueSyntax {
    let start = scanner.position
    scanner.position += 1
    var fields: [FieldSyntax] = []
    var seen: Set<String> = []
    scanner.skipSpaces()
    while scanner.next != "}" || !fields.isEmpty {
      if scanner.isAtEnd { throw unterminated(.objectUnterminated, "object", "}", from: start) }
      fields.append(try field(seen: &seen, depth: depth + 1))
      scanner.skipSpaces()
      guard scanner.take(",") else { break }
      scanner.skipSpaces()
    }
    guard scanner.take("}") else { throw unterminated(.objectUnterminated, "object", "}", from: start) }
    return ValueSyntax(kind: .object(fields), range: start..<scanner.position, plainText: "")
  }

  private func unterminated(
    _ code: DiagnosticCode, _ what: String, _ closing: Unicode.Scalar, from start: Int
  ) -> LineProblem {
    guard let found = scanner.next else {
      return LineProblem(
        code, "the \(what) that starts here has no \(closing)", remedy: "close it with \(closing)",
        at: start..<max(scanner.position, start + 1))
    }
    return LineProblem(
      code, "a comma or \(closing) has to come here, not \(found)",
      remedy: "separate with commas, and put a text with spaces in quotes", at: scanner.here)
  }
}

extension LineProblem {
  /// A character that cannot be seen, where a word is expected.
  static func invisible(_ scalar: Unicode.Scalar, at offset: Int) -> LineProblem {
    LineProblem(
      .characterNotAllowed, "an invisible character (\(WordRules.codePoint(of: scalar))) in a word",
      remedy: "delete it, or write \(WordRules.escape(of: scalar)) inside quotes", at: offset..<offset + 1)
  }
}
