/// Reads one line from left to right, one Unicode scalar at a time.
struct LineScanner {
  let scalars: [Unicode.Scalar]
  /// The offset of the next scalar.
  var position = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  var isAtEnd: Bool { position >= scalars.count }

  var next: Unicode.Scalar? { peek(0) }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  /// Whether only white space or a comment is left; a comment starts with `#` where a word could start.
  var isAtEndOrComment: Bool { next == nil || next == "#" }

  mutating func skipSpaces() {
    while let scalar = next, WordRules.isSpace(scalar) { position += 1 }
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func takeWhile(_ isWanted: (Unicode.Scalar) -> Bool) -> Range<Int> {
    let start = position
    while let scalar = next, isWanted(scalar) { position += 1 }
    return start..<position
  }

  /// Takes a word of a step: everything up to white space or a comment.
  mutating func takeWord() -> Range<Int> { takeWhile { !WordRules.isSpace($0) && $0 != "#" } }

  /// Takes a word of a header's list: everything up to white space or a comma.
  mutating func takeEntry() -> Range<Int> { takeWhile { !WordRules.isSpace($0) && $0 != "," } }

  /// Passes the white space before what comes next; where only a comment or nothing does, it stays where it is, and the answer is no.
  mutating func hasMore() -> Bool {
    let start = position
    skipSpaces()
    guard isAtEndOrComment else { return true }
    position = start
    return false
  }

  /// Reads a value, which must start at the next scalar.
  mutating func value() throws(LineProblem) -> ValueSyntax {
    var parser = ValueParser(scanner: self)
    let value = try parser.value()
    self = parser.scanner
    return value
  }

  /// Reads a word or a text in quotes, behind white space.
  mutating func literal(_ code: DiagnosticCode, _ problem: String) throws(LineProblem) -> ValueSyntax {
    skipSpaces()
    let value = try value()
    guard case .leaf(.literal) = value.kind else { throw LineProblem(code, problem, at: value.range) }
    return value
  }

  /// The name between two offsets.
  func name(_ range: Range<Int>) -> NameSyntax {
    NameSyntax(text: text(range), isParameter: false, range: range)
  }

  /// The text between two offsets.
  func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

  /// The whole line with parts of it replaced, in order; a part that is not behind the one before it, or not in the line, stays.
  func replacing(_ parts: [(range: Range<Int>, text: String)]) -> String {
    var result = ""
    var position = 0
    for (range, replacement) in parts where range.lowerBound >= position && range.upperBound <= scalars.count
    {
      result += text(position..<range.lowerBound) + replacement
      position = range.upperBound
    }
    return result + text(position..<scalars.count)
  }

  /// From the next scalar to the end of the line.
  var rest: Range<Int> { position..<max(position, scalars.count) }

  /// The next scalar, or the place after the last one.
  var here: Range<Int> { position..<(position + 1) }

  /// The run of scalars up to white space, for pointing at a word that is not understood.
  var wordHere: Range<Int> {
    var end = position
    while end < scalars.count, !WordRules.isSpace(scalars[end]) { end += 1 }
    return position..<max(end, position + 1)
  }

  /// A comment at the end of a line whose text is free: `#` with white space before it and white space or nothing after it.
  func freeTextEnd(from start: Int) -> (text: Range<Int>, comment: Range<Int>?) {
    var comment: Range<Int>?
    for offset in start..<max(start, scalars.count) where scalars[offset] == "#" {
      let hasSpaceBefore = offset == start || WordRules.isSpace(scalars[offset - 1])
      let hasSpaceAfter = offset + 1 == scalars.count || WordRules.isSpace(scalars[offset + 1])
      if hasSpaceBefore && hasSpaceAfter {
        comment = offset..<scalars.count
        break
      }
    }
    var end = comment?.lowerBound ?? scalars.count
    while end > start, WordRules.isSpace(scalars[end - 1]) { end -= 1 }
    return (start..<max(start, end), comment)
  }
}
