import Wire

extension StepParser {
  /// Reads a line that starts with a word and has no operator.
  mutating func keyword(from start: Int) throws(LineProblem) -> ParsedLine {
    let range = scanner.takeWord()
    let word = scanner.text(range)
    if let kind = BlockKind(rawValue: word) {
      return try ParsedLine(.block(kind), from: start, endingAt: scanner)
    }
    switch word {
    case "end": return try ParsedLine(.end, from: start, endingAt: scanner)
    case "include": return try include(from: start, keyword: range)
    case "macro": return try macro(from: start, keyword: range)
    case "repeat": return try `repeat`(from: start, keyword: range)
    case "for": return try forEach(from: start, keyword: range)
    case "until": return try until(from: start, keyword: range)
    // Followed by something else it may be the name of a macro.
    case "foreach" where isFollowedByIn():
      throw LineProblem(
        .loopNotValid, "a loop over values begins with for each", remedy: "write for each NAME in a b c",
        suggestion: "for each", at: range)
    case _: return try call(range, from: start)
    }
  }

  /// Whether a name comes next, and then `in`.
  private func isFollowedByIn() -> Bool {
    let words = scanner.text(scanner.position..<scanner.scalars.count).split(whereSeparator: \.isWhitespace)
    return words.count > 1 && words[1] == "in"
  }

  private static let keywords = StepKeyword.allCases.map(\.rawValue)

  private func notUnderstood(_ range: Range<Int>) -> LineProblem {
    LineProblem(
      .lineNotUnderstood, "this is not a step",
      remedy: "a step starts with WHO > or WHO <, ==, +2s, !, a keyword or the name of a macro",
      suggestion: Suggestion.closest(to: scanner.text(range), among: Self.keywords), at: range)
  }

  private mutating func include(from start: Int, keyword: Range<Int>) throws(LineProblem) -> ParsedLine {
    scanner.skipSpaces()
    let path: String
    let pathStart = scanner.position
    if scanner.next == "\"" {
      path = try StringLiteral.text(&scanner)
    } else {
      path = scanner.text(scanner.takeWord())
    }
    let range = pathStart..<scanner.position
    guard !path.isEmpty else {
      throw LineProblem(
        .includePathNotValid, "include needs the path of a file", remedy: "write include setup/meeting.chat",
        at: keyword)
    }
    guard RelativePath.isAllowed(path) else {
      throw LineProblem(
        .includePathNotValid,
        "an included file is named relative to the file that includes it, with / between folders",
        at: range)
    }
    return try ParsedLine(.include(path: path, range: range), from: start, endingAt: scanner)
  }

  private mutating func macro(from start: Int, keyword: Range<Int>) throws(LineProblem) -> ParsedLine {
    var names: [NameSyntax] = []
    var seen: Set<String> = []
    while scanner.hasMore() {
      let name = scanner.name(scanner.takeWord())
      let text = name.text
      guard names.isEmpty ? Self.isMacroName(text) : WordRules.isName(text) else {
        throw LineProblem(
          .macroNotValid, "\(text) is not a valid \(names.isEmpty ? "macro" : "parameter") name",
          remedy:
            "use letters, digits and _\(names.isEmpty ? "; \(Self.keywords.joined(separator: ", ")) are taken" : "")",
          at: name.range)
      }
      if !names.isEmpty && !seen.insert(text).inserted {
        throw LineProblem(.macroNotValid, "the parameter \(text) is named twice", at: name.range)
      }
      names.append(name)
    }
    guard let name = names.first else {
      throw LineProblem(.macroNotValid, "a macro needs a name", remedy: "write macro meet ROOM", at: keyword)
    }
    var line = try ParsedLine(.macro, from: start, endingAt: scanner)
    line.macro = MacroDefinition(name: name, parameters: Array(names.dropFirst()))
    return line
  }

  private static func isMacroName(_ text: String) -> Bool {
    !keywords.contains(text) && text.unicodeScalars.first.map(WordRules.isNameStart) == true
      && text.unicodeScalars.allSatisfy { WordRules.isNamePart($0) || $0 == "-" }
  }

  private mutating func call(_ range: Range<Int>, from start: Int) throws(LineProblem) -> ParsedLine {
    let name = scanner.name(range)
    guard Self.isMacroName(name.text) else { throw notUnderstood(range) }
    // `Alice Smith > hi` is a name with a space in it, not a call of a macro.
    let noCall = notUnderstood(range)
    let arguments = try values { next, _ in ["<", ">", ","].contains(next) ? noCall : nil }
    return try ParsedLine(.call(name, arguments: arguments), from: start, endingAt: scanner)
  }

  /// The values up to the end of the line or its comment, each behind a space.
  ///
  /// - Parameter problem: What is wrong with a value that begins with a character at a place, nil where it may.
  mutating func values(
    _ problem: (_ next: Unicode.Scalar?, _ place: Range<Int>) -> LineProblem?
  ) throws(LineProblem) -> [ValueSyntax] {
    var values: [ValueSyntax] = []
    while true {
      let end = scanner.position
      guard scanner.hasMore() else { return values }
      if let problem = problem(scanner.next, scanner.here) { throw problem }
      guard scanner.position > end else {
        throw LineProblem(.valueNotValid, "a space is missing before this", at: scanner.here)
      }
      values.append(try scanner.value())
    }
  }
}
