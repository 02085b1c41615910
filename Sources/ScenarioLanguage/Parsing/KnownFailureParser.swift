/// Reads what follows `xfail:`: in brackets what fails, then the reason.
struct KnownFailureParser {
  var scanner: LineScanner
  /// Where the value ends; what follows is a comment.
  let end: Int

  private static let remedy =
    "write [chat_message], [alice < chat_message seq=3] or [\"a text of the failure\"] before the reason"

  mutating func parse() throws(LineProblem) -> KnownFailureSyntax {
    let start = scanner.position
    var marks: [KnownFailureSyntax.Mark] = []
    while scanner.position < end, scanner.next == "[" {
      marks.append(try mark())
      scanner.skipSpaces()
    }
    guard scanner.position < end else {
      throw LineProblem(
        .xfailNotValid, "the reason of the known failure is missing",
        remedy: "write it after the brackets, such as xfail: [chat_message] BUG-17, the seq is wrong",
        at: start..<end)
    }
    return KnownFailureSyntax(marks: marks, reason: scanner.text(scanner.position..<end), range: start..<end)
  }

  private mutating func mark() throws(LineProblem) -> KnownFailureSyntax.Mark {
    let start = scanner.position
    scanner.position += 1
    scanner.skipSpaces()
    let subject = try scanner.next == "\"" ? quotedText() : words(from: start)
    scanner.skipSpaces()
    guard scanner.position < end, scanner.take("]") else {
      throw LineProblem(.xfailNotValid, "the bracket is not closed", remedy: Self.remedy, at: start..<end)
    }
    return KnownFailureSyntax.Mark(subject: subject, range: start..<scanner.position)
  }

  private mutating func quotedText() throws(LineProblem) -> KnownFailureSyntax.Subject {
    let start = scanner.position
    let text = try StringLiteral.text(&scanner)
    guard !text.isEmpty else {
      throw LineProblem(
        .xfailNotValid, "every failure contains an empty text", remedy: Self.remedy,
        at: start..<scanner.position)
    }
    return .text(text)
  }

  /// Reads a line or the type of an event, up to the bracket that closes it.
  private mutating func words(from start: Int) throws(LineProblem) -> KnownFailureSyntax.Subject {
    guard let close = closingBracket(from: start) else {
      throw LineProblem(.xfailNotValid, "the bracket is not closed", remedy: Self.remedy, at: start..<end)
    }
    var last = close
    while last > scanner.position, WordRules.isSpace(scanner.scalars[last - 1]) { last -= 1 }
    let range = scanner.position..<last
    guard !range.isEmpty else {
      throw LineProblem(
        .xfailNotValid, "the brackets name nothing that fails", remedy: Self.remedy, at: start..<(close + 1))
    }
    let isWord = scanner.scalars[range].allSatisfy(WordRules.isPlain)
    scanner.position = close
    return isWord ? .event(scanner.text(range)) : .line(scanner.text(range))
  }

  /// The place of the bracket that closes one; lists, texts in quotes and regular expressions have brackets of their own.
  private func closingBracket(from start: Int) -> Int? {
    var depth = 0
    var offset = start
    var hasOperator = false
    // In a text that is sent quotes and slashes mean nothing.
    var isText = false
    var previous: Unicode.Scalar = " "
    while offset < end {
      let scalar = scanner.scalars[offset]
      switch scalar {
      case "[":
        depth += 1
      case "]":
        depth -= 1
        if depth == 0 { return offset }
      case _ where isText:
        break
      case "<":
        hasOperator = true
      case ">" where !hasOperator:
        hasOperator = true
        isText = offset + 1 < end && WordRules.isSpace(scanner.scalars[offset + 1])
      case "\"":
        guard let close = self.end(of: "\"", from: offset) else { return nil }
        offset = close
      case "/" where "=[{,".unicodeScalars.contains(previous) || (!hasOperator && isAfterSpace(offset)):
        offset = self.end(of: "/", from: offset) ?? offset
      case _: break
      }
      if !WordRules.isSpace(scalar) { previous = scalar }
      offset += 1
    }
    return nil
  }

  private func isAfterSpace(_ offset: Int) -> Bool { WordRules.isSpace(scanner.scalars[offset - 1]) }

  /// Where what begins with a sign ends with it again, with backslashes for signs inside of it.
  private func end(of sign: Unicode.Scalar, from start: Int) -> Int? {
    var offset = start + 1
    while offset < end {
      switch scanner.scalars[offset] {
      case "\\": offset += 1
      case sign: return offset
      case _: break
      }
      offset += 1
    }
    return nil
  }
}
