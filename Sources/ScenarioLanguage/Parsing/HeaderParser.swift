import Wire

/// Reads `key: value`.
struct HeaderParser {
  var scanner: LineScanner

  /// Whether a line starts like a header: a word with a colon right after it.
  static func looksLikeHeader(_ scanner: LineScanner) -> Bool {
    var scanner = scanner
    scanner.skipSpaces()
    let word = scanner.takeWhile { WordRules.isNamePart($0) || $0 == "-" }
    return !word.isEmpty && scanner.next == ":"
  }

  /// Reads the key and its colon.
  mutating func key() throws(LineProblem) -> (HeaderKey, Range<Int>) {
    let range = scanner.takeWhile { $0 != ":" }
    _ = scanner.take(":")
    let word = scanner.text(range)
    guard let key = HeaderKey(rawValue: word) else {
      throw LineProblem(
        .headerKeyUnknown, "no header is called \(word)",
        remedy: "the headers are \(HeaderKey.allCases.map(\.rawValue).joined(separator: " "))",
        suggestion: Suggestion.closest(to: word, among: HeaderKey.allCases.map(\.rawValue)), at: range)
    }
    return (key, range)
  }

  /// Reads what follows the colon.
  mutating func value(of key: HeaderKey, keyRange: Range<Int>) throws(LineProblem) -> ParsedLine {
    scanner.skipSpaces()
    let (range, comment) = scanner.freeTextEnd(from: scanner.position)
    if range.isEmpty && key != .cases {
      throw LineProblem(
        .headerValueMissing, "\(key.rawValue): needs a value", remedy: "write one, or delete the line",
        at: keyRange)
    }
    let value: HeaderValue
    switch key {
    case .title, .skip:
      value = .text(scanner.text(range), range)
    case .xfail:
      var parser = KnownFailureParser(scanner: scanner, end: range.upperBound)
      value = .knownFailure(try parser.parse())
    case .covers, .tags, .ignore, .needs:
      value = .words(words(in: range))
    case .lintOff:
      value = .words(try lintRules(in: range))
    case .start:
      value = .instant(try InstantParser.instant(scanner.text(range), at: range), range)
    case .connect:
      var parser = ConnectParser(scanner: scanner, end: range.upperBound)
      value = .connect(try parser.entries())
    case .users, .guests:
      value = .words(try sessions(in: range))
    case .bots:
      var parser = BotParser(scanner: scanner, end: range.upperBound)
      value = .bots(try parser.entries())
    case .limits:
      value = .limits(try limits(in: range))
    case .variables:
      var parser = VariableParser(scanner: scanner, end: range.upperBound)
      value = .variables(try parser.entries())
    case .cases:
      value = range.isEmpty ? .table : .file(try caseFile(in: range), range)
    }
    return ParsedLine(
      kind: .header(HeaderSyntax(key: key, keyRange: keyRange, value: value)),
      content: keyRange.lowerBound..<max(range.upperBound, keyRange.upperBound + 1), comment: comment)
  }

  /// Splits at white space; commas between words are accepted, and taken away by the formatter.
  private func words(in range: Range<Int>) -> [NameSyntax] {
    let words = scanner.scalars[range].split { WordRules.isSpace($0) || $0 == "," }
    return words.map { scanner.name($0.startIndex..<$0.endIndex) }
  }

  private func lintRules(in range: Range<Int>) throws(LineProblem) -> [NameSyntax] {
    let found = words(in: range)
    for name in found where DiagnosticCode.lintRule(named: name.text) == nil {
      let known = DiagnosticCode.lintRules.map(\.rawValue)
      throw LineProblem(
        .lintRuleUnknown, "no rule of lint is called \(name.text)",
        remedy: "the rules are \(known.joined(separator: " "))",
        suggestion: Suggestion.closest(to: name.text, among: known), at: name.range)
    }
    return found
  }

  /// The path of a file with cases, in quotes where it has spaces.
  private func caseFile(in range: Range<Int>) throws(LineProblem) -> String {
    guard scanner.scalars[range.lowerBound] != "|" else {
      throw LineProblem(
        .textAfterEnd, "the cases follow in the lines below", remedy: "write the rows as | a | b |",
        at: range)
    }
    var path = scanner.text(range)
    if scanner.scalars[range.lowerBound] == "\"" {
      var quoted = scanner
      quoted.position = range.lowerBound
      path = try StringLiteral.text(&quoted)
      guard quoted.position == range.upperBound else {
        throw LineProblem(
          .textAfterEnd, "the line is complete before this", remedy: "delete it",
          at: quoted.position..<range.upperBound)
      }
    }
    guard CaseFileFormat(path: path) != nil else {
      throw LineProblem(
        .caseFileNotValid, "cases come from a file that ends in .csv or .json",
        remedy: "write cases: rows.csv, or the rows as | a | b | in the lines below", at: range)
    }
    guard RelativePath.isAllowed(path) else {
      throw LineProblem(
        .caseFileNotValid, "the file is named relative to this one, with / between folders", at: range)
    }
    return path
  }

  private func sessions(in range: Range<Int>) throws(LineProblem) -> [NameSyntax] {
    let found = words(in: range)
    var seen: Set<String> = []
    for name in found {
      let parts = name.text.split(separator: "/", omittingEmptySubsequences: false)
      guard name.text.unicodeScalars.allSatisfy(SessionNameRules.isAllowed), parts.count <= 2,
        !parts.contains("")
      else {
        throw LineProblem(
          .nameNotValid, "\(name.text) is not a valid session name",
          remedy: "write alice, or alice/phone for a further session of alice", at: name.range)
      }
      if !seen.insert(name.text).inserted {
        throw LineProblem(.nameDuplicate, "\(name.text) is named twice", remedy: "delete one", at: name.range)
      }
    }
    return found
  }

  private func limits(in range: Range<Int>) throws(LineProblem) -> [LimitSyntax] {
    var limits: [LimitSyntax] = []
    var seen: Set<String> = []
    for word in words(in: range) {
      let parts = word.text.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, let value = Int64(parts[1]) else {
        throw LineProblem(
          .limitNotValid, "a limit is written name=integer", remedy: "write limits: message_characters=20",
          at: word.range)
      }
      let name = String(parts[0])
      if !seen.insert(name).inserted {
        throw LineProblem(
          .nameDuplicate, "the limit \(name) is named twice", remedy: "delete one", at: word.range)
      }
      limits.append(
        LimitSyntax(name: NameSyntax(text: name, isParameter: false, range: word.range), value: value))
    }
    return limits
  }
}

/// Which characters the name of a session may have, so that it can stand before an operator.
package enum SessionNameRules {
  /// Whether a scalar can be part of a session's name, or is the slash between user and further session.
  package static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/": true
    case _: !scalar.isASCII && !WordRules.isInvisible(scalar)
    }
  }

  /// Whether a person can see a scalar and tell it from others, so that it can stand unescaped in a scenario.
  package static func isVisible(_ scalar: Unicode.Scalar) -> Bool { !WordRules.isInvisible(scalar) }
}
