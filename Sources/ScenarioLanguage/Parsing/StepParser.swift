import Wire

/// Reads one line of the steps.
struct StepParser {
  var scanner: LineScanner

  /// Reads the line from its first character that is no white space.
  mutating func parse() throws(LineProblem) -> ParsedLine {
    let start = scanner.position
    if scanner.take("==") { return try section(from: start) }
    if scanner.next == "+" { return try advance(from: start) }
    if scanner.next == "!" { return try fault(from: start) }
    if let who = people() { return try message(who, from: start) }
    return try keyword(from: start)
  }

  // MARK: Sections and faults

  private mutating func section(from start: Int) throws(LineProblem) -> ParsedLine {
    scanner.skipSpaces()
    let (range, comment) = scanner.freeTextEnd(from: scanner.position)
    guard !range.isEmpty else {
      throw LineProblem(
        .sectionTitleMissing, "a section needs a title", remedy: "write == What happens here",
        at: start..<start + 2)
    }
    return ParsedLine(
      kind: .section(title: Template(parsing: scanner.scalars[range])), content: start..<range.upperBound,
      comment: comment)
  }

  private mutating func fault(from start: Int) throws(LineProblem) -> ParsedLine {
    scanner.position += 1
    scanner.skipSpaces()
    let range = scanner.takeWord()
    let word = scanner.text(range)
    guard let kind = FaultKind(rawValue: word) else {
      let known = FaultKind.allCases.map(\.rawValue)
      throw LineProblem(
        .faultUnknown, word.isEmpty ? "a fault is missing after !" : "no fault is called \(word)",
        remedy: "the faults are \(known.joined(separator: " "))",
        suggestion: Suggestion.closest(to: word, among: known),
        at: range.isEmpty ? start..<start + 1 : range)
    }
    var names: [NameSyntax] = []
    if scanner.hasMore() {
      guard let list = nameList() else {
        throw LineProblem(
          .faultNamesNotValid, "this is not a valid session name",
          remedy: "write ! cut bob, or ! cut alice, bob",
          at: scanner.wordHere)
      }
      names = list
    }
    switch kind.object {
    case .sessions where names.isEmpty:
      throw LineProblem(
        .faultNamesNotValid, "\(word) needs to know whose connection", remedy: "write ! \(word) bob",
        at: range)
    case .server where !names.isEmpty:
      throw LineProblem(
        .faultNamesNotValid, "\(word) happens to the server, not to a session", remedy: "write ! \(word)",
        at: names[0].range)
    case .sessions, .serverOrBots, .server: break
    }
    return try ParsedLine(.fault(FaultSyntax(kind: kind, names: names)), from: start, endingAt: scanner)
  }

  // MARK: Who sends and receives

  /// Reads names up to an operator; the scanner stays where it is when the line does not start that way.
  private mutating func people() -> [NameSyntax]? {
    let start = scanner.position
    if let names = nameList() {
      scanner.skipSpaces()
      if scanner.next == "<" || scanner.next == ">" || (scanner.next == "!" && scanner.peek(1) == "<") {
        return names
      }
    }
    scanner.position = start
    return nil
  }

  /// Reads names with commas between them, up to the white space after the last one.
  private mutating func nameList() -> [NameSyntax]? {
    var names: [NameSyntax] = []
    while true {
      let start = scanner.position
      let isParameter = scanner.take("$")
      let range = scanner.takeWhile(isParameter ? WordRules.isNamePart : SessionNameRules.isAllowed)
      let name = NameSyntax(
        text: scanner.text(range), isParameter: isParameter, range: start..<scanner.position)
      guard !range.isEmpty, !isParameter || WordRules.isName(name.text) else { return nil }
      names.append(name)
      let end = scanner.position
      scanner.skipSpaces()
      guard scanner.take(",") else {
        scanner.position = end
        return names
      }
      scanner.skipSpaces()
    }
  }

  private mutating func message(_ who: [NameSyntax], from start: Int) throws(LineProblem) -> ParsedLine {
    var seen: Set<String> = []
    for name in who where !seen.insert(name.text).inserted {
      throw LineProblem(.nameDuplicate, "\(name.text) is named twice", remedy: "delete one", at: name.range)
    }
    let operatorStart = scanner.position
    if scanner.take(">") { return try send(who, from: start, operatorStart: operatorStart) }
    let word = scanner.takeWhile { !WordRules.isSpace($0) }
    guard let kind = ExpectationSyntax.Operator(rawValue: scanner.text(word)) else {
      let known = ExpectationSyntax.Operator.allCases.map(\.rawValue)
      throw LineProblem(
        .operatorUnknown, "\(scanner.text(word)) is not an operator",
        remedy: "write one of \(known.joined(separator: "  ")) and a space after it", at: word)
    }
    let expectation = try expectation(who, kind, operatorRange: word)
    return try ParsedLine(.expectation(expectation), from: start, endingAt: scanner)
  }

  private mutating func send(
    _ who: [NameSyntax], from start: Int, operatorStart: Int
  ) throws(LineProblem) -> ParsedLine {
    let kind = scanner.text(scanner.takeWhile { !WordRules.isSpace($0) })
    let afterOperator = scanner.position
    let send: SendSyntax
    switch kind {
    case "":
      if !scanner.isAtEnd { scanner.position += 1 }
      let range = scanner.rest
      send = .line(Template(parsing: scanner.scalars[range]), range)
    case "json":
      scanner.skipSpaces()
      send = .json(try JSONFrame.template(scanner), scanner.rest)
    case "bytes":
      scanner.skipSpaces()
      send = try bytes()
    case _:
      throw LineProblem(
        .operatorUnknown, ">\(kind) is not an operator", remedy: "put a space after > to send a line",
        suggestion: Suggestion.closest(to: kind, among: ["json", "bytes"]).map { ">" + $0 },
        at: operatorStart..<afterOperator)
    }
    return ParsedLine(kind: .send(who, send), content: start..<scanner.scalars.count)
  }

  private mutating func bytes() throws(LineProblem) -> SendSyntax {
    let start = scanner.position
    let send: SendSyntax
    if scanner.take("$") {
      let name = scanner.text(scanner.takeWhile(WordRules.isNamePart))
      send = .bytesOfParameter(NameSyntax(text: name, isParameter: true, range: start..<scanner.position))
    } else {
      guard scanner.next == "\"" else {
        throw LineProblem(
          .bytesNotValid, "after >bytes comes a text in quotes",
          remedy: "write >bytes \"{\\\"type\\\":\" or \"\\xFF\"",
          at: scanner.here)
      }
      send = .bytes(try StringLiteral.bytes(&scanner), start..<scanner.position)
    }
    scanner.skipSpaces()
    guard scanner.isAtEnd else {
      throw LineProblem(.textAfterEnd, "nothing may follow the bytes, not even a comment", at: scanner.rest)
    }
    return send
  }

  // MARK: Expectations

  private mutating func expectation(
    _ who: [NameSyntax], _ kind: ExpectationSyntax.Operator, operatorRange: Range<Int>
  ) throws(LineProblem) -> ExpectationSyntax {
    scanner.skipSpaces()
    guard !scanner.isAtEndOrComment else {
      throw LineProblem(
        .eventMissing, "an event is missing after \(kind.rawValue)",
        remedy: "write its type, or nothing, or * for any",
        at: operatorRange)
    }
    let isQuoted = scanner.next == "\""
    let head = try scanner.value()
    if scanner.next == "=" {
      throw LineProblem(
        .eventMissing, "the type of the event comes before its fields",
        remedy: "write it before \(scanner.text(head.range))=, or * for any", at: head.range)
    }
    let eventType = try eventType(head, isQuoted: isQuoted, kind)
    let fields = try fields()
    if eventType == .nothing, let field = fields.first {
      throw LineProblem(.eventNotValid, "nothing has no fields", at: field.range)
    }
    return ExpectationSyntax(
      who: who, operator: kind, eventType: eventType, typeRange: head.range, fields: fields)
  }

  private func eventType(
    _ head: ValueSyntax, isQuoted: Bool, _ kind: ExpectationSyntax.Operator
  ) throws(LineProblem) -> ExpectationSyntax.EventType {
    switch head.kind {
    case .leaf(.literal(.string("nothing"))) where !isQuoted:
      guard kind == .next else {
        throw LineProblem(
          .eventNotValid, "nothing goes with < only",
          remedy: "write < nothing; an event of that name is \"nothing\"",
          at: head.range)
      }
      return .nothing
    case .leaf(.literal(.string(let text))):
      return .named(NameSyntax(text: text, isParameter: false, range: head.range))
    case .leaf(.bound(let name)):
      return .named(NameSyntax(text: name, isParameter: true, range: head.range))
    case .leaf(.anything): return .anything
    case .leaf(.absent): return .absent
    case .leaf, .list, .object:
      throw LineProblem(
        .eventNotValid, "the type of an event is a word",
        remedy: "write a word, * for any type, or absent for none",
        at: head.range)
    }
  }

  private mutating func fields() throws(LineProblem) -> [FieldSyntax] {
    var fields: [FieldSyntax] = []
    var seen: Set<String> = []
    while true {
      let end = scanner.position
      guard scanner.hasMore() else { return fields }
      guard scanner.position > end else {
        throw LineProblem(.fieldNotValid, "a space is missing before this", at: scanner.here)
      }
      var parser = ValueParser(scanner: scanner)
      fields.append(try parser.field(seen: &seen))
      scanner = parser.scanner
    }
  }
}
