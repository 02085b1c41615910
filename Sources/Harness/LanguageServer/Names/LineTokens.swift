import ScenarioLanguage

/// Finds the tokens of one line.
struct LineTokens {
  let line: SyntaxLine
  let scalars: [Unicode.Scalar]
  private(set) var found: [Token] = []

  init(_ line: SyntaxLine) {
    self.line = line
    scalars = Array(line.text.unicodeScalars)
  }

  mutating func add(_ kind: Token.Kind, _ range: Range<Int>, isDefinition: Bool = false) {
    let range = range.clamped(to: scalars.indices)
    guard !range.isEmpty else { return }
    found.append(Token(range: range, kind: kind, isDefinition: isDefinition))
  }

  /// Adds the tokens of the whole line.
  ///
  /// - Parameter namesColumns: Whether it is the row of a table that names the columns.
  mutating func addLine(namesColumns: Bool) {
    if let comment = line.comment { add(.comment, comment) }
    switch line.kind {
    case .blank, .invalid: break
    case .comment: add(.comment, line.content)
    case .header(let header): addHeader(header)
    case .caseRow(let cells):
      for cell in cells {
        if namesColumns { add(.name(cell.plainText), cell.range, isDefinition: true) } else { addValue(cell) }
      }
    case .section: addText(.section, line.content)
    case .send(let who, let send):
      addPeople(who)
      add(send, after: who)
    case .expectation(let expectation): add(expectation)
    case .block, .end: addKeywords(line.content)
    case .macro: addMacro()
    case .loop(let loop): add(loop)
    case .advance: add(.number, line.content)
    case .until(_, let range):
      addKeywords(line.content.lowerBound..<range.lowerBound)
      add(.number, range)
    case .fault(let fault): add(fault)
    case .include(let path, let range):
      addKeywords(line.content.lowerBound..<range.lowerBound)
      add(.path(path), range)
    case .call(let name, let arguments):
      add(.macro(name.text), name.range)
      for argument in arguments { addValue(argument) }
    }
  }

  // MARK: Steps

  /// Who sends and receives, or to whom a fault happens.
  mutating func addPeople(_ names: [NameSyntax]) {
    for name in names { add(name.isParameter ? .name(name.text) : .session(name.text), name.range) }
  }

  private mutating func add(_ send: SendSyntax, after who: [NameSyntax]) {
    let start = who.last?.range.upperBound ?? line.content.lowerBound
    switch send {
    case .line(_, let range):
      addOperator(start..<range.lowerBound)
      addText(.sentText, range)
    case .json(_, let range):
      addOperator(start..<range.lowerBound)
      addText(.sentText, range, hasEscapes: true)
    case .bytes(_, let range):
      addOperator(start..<range.lowerBound)
      add(.string, range)
    case .bytesOfParameter(let name):
      addOperator(start..<name.range.lowerBound)
      add(.name(name.text), name.range)
    }
  }

  private mutating func add(_ expectation: ExpectationSyntax) {
    addPeople(expectation.who)
    let start = expectation.who.last?.range.upperBound ?? line.content.lowerBound
    addOperator(start..<expectation.typeRange.lowerBound)
    var event: String?
    switch expectation.eventType {
    case .nothing: add(.keyword("nothing"), expectation.typeRange)
    case .anything: add(.keyword("*"), expectation.typeRange)
    case .absent: add(.keyword("absent"), expectation.typeRange)
    case .named(let name):
      event = name.isParameter ? nil : name.text
      add(name.isParameter ? .name(name.text) : .event(name.text), expectation.typeRange)
    }
    for field in expectation.fields { addField(field, event: event) }
  }

  private mutating func add(_ fault: FaultSyntax) {
    let words = words(in: line.content)
    // The sign and the word may be written together: `!cut bob`.
    let sign = line.content.lowerBound..<(line.content.lowerBound + 1)
    add(.sessionOperator("!"), sign)
    let length = fault.kind.rawValue.unicodeScalars.count
    if let word = words.first(where: { $0.upperBound > sign.upperBound }) {
      add(.fault(fault.kind), (word.upperBound - length)..<word.upperBound)
    }
    addPeople(fault.names)
  }

  /// `macro NAME PARAM …`, whose names have no places in the tree.
  private mutating func addMacro() {
    let words = words(in: line.content)
    guard let keyword = words.first else { return }
    add(.keyword("macro"), keyword)
    for (index, word) in words.dropFirst().enumerated() {
      add(index == 0 ? .macro(text(word)) : .name(text(word)), word, isDefinition: true)
    }
  }

  private mutating func add(_ loop: LoopSyntax) {
    let values: [ValueSyntax] =
      switch loop.rounds {
      case .count(let count): [count]
      case .each(let values): values
      }
    for value in values { addValue(value) }
    if let name = loop.name { add(.name(name.text), name.range, isDefinition: true) }
    // Values may be such words too.
    let taken = found.map(\.range)
    for word in words(in: line.content)
    where !taken.contains(where: { $0.overlaps(word) })
      && LanguageWords.ofLoops.contains(text(word))
    {
      add(.keyword(text(word)), word)
    }
  }

  // MARK: Words

  /// The operator in what stands between names and what they send or receive.
  private mutating func addOperator(_ range: Range<Int>) {
    guard let word = words(in: range).first else { return }
    add(.sessionOperator(text(word)), word)
  }

  /// Each word of a range as a word of the language.
  mutating func addKeywords(_ range: Range<Int>) {
    for word in words(in: range) { add(.keyword(text(word)), word) }
  }

  /// The runs without white space in a range.
  func words(in range: Range<Int>) -> [Range<Int>] {
    scalars[range.clamped(to: scalars.indices)].split { $0 == " " || $0 == "\t" }.map(\.indices)
  }

  /// The text between two offsets.
  func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
}
