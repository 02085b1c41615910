import ScenarioLanguage

/// What a place in a line asks for: what of the line is before it, as far as that decides what can follow.
struct CompletionPlace {
  /// What can stand at a place.
  enum Expected: Equatable {
    case nothing
    /// The beginning of a line.
    case line
    case valueOfHeader(HeaderKey)
    case fault
    /// Whom a fault happens to.
    case faultNames
    /// A further user before an operator.
    case who
    case event
    /// A field of the event, beside those that the line has.
    case field(event: String, named: [String])
    case value(field: String, event: String)
    /// `$name` inside of text.
    case name
    /// What is sent; the words before it.
    case sentText(before: String)
    /// An argument of a macro, or a value of a loop.
    case argument
  }

  let expected: Expected
  /// The word that is being written, as offsets into the line's scalars.
  let word: Range<Int>

  /// - Parameter offset: The place in the line, in scalars.
  init(_ line: String, _ offset: Int) {
    let before = Array(line.unicodeScalars.prefix(offset))
    let start = before.lastIndex { !Self.isWordPart($0) }.map { $0 + 1 } ?? 0
    word = start..<before.count
    let head = String(line.unicodeScalars.prefix(start))
    let isName = start < before.count && before[start] == "$"
    expected = Self.expected(after: head, isName: isName)
  }

  /// The words that begin lines in which no user, room or value stands.
  private static let wordsBeforeNoName = ["include", "macro", "until", "order", "any", "end"]

  private static func expected(after head: String, isName: Bool) -> Expected {
    let trimmed = head.trimmed
    if trimmed.isEmpty { return isName ? .who : .line }
    if trimmed.hasPrefix("#") || trimmed.hasPrefix("|") || trimmed.hasPrefix("+") { return .nothing }
    if trimmed.hasPrefix("==") { return isName ? .name : .nothing }
    if trimmed.hasPrefix("!") {
      return trimmed.dropFirst().allSatisfy { $0 == " " } ? .fault : .faultNames
    }
    if let match = head.firstMatch(of: /^\s*([a-z\-]+):/) {
      return HeaderKey(rawValue: String(match.output.1)).map(Expected.valueOfHeader) ?? .nothing
    }
    // No name has such a sign in it, so that the first one is in the operator.
    guard let sign = head.firstIndex(where: { "<>!".contains($0) }) else {
      if trimmed.hasSuffix(",") && !trimmed.contains("[") { return .who }
      let first = String(trimmed.prefix { $0 != " " && $0 != "\t" })
      return wordsBeforeNoName.contains(first) ? .nothing : .argument
    }
    let rest = head[sign...]
    if rest.hasPrefix(">") { return sent(rest, isName: isName) }
    return received(rest.drop { !" \t".contains($0) }, isName: isName)
  }

  private static func sent(_ rest: Substring, isName: Bool) -> Expected {
    if isName { return .name }
    guard rest.hasPrefix("> ") else { return .nothing }
    return .sentText(before: String(rest.dropFirst(2)))
  }

  /// - Parameter rest: What follows the operator.
  private static func received(_ rest: Substring, isName: Bool) -> Expected {
    guard let first = rest.first, " \t".contains(first) else { return .nothing }
    var parts = parts(of: rest)
    guard !parts.isQuoted else { return isName ? .name : .nothing }
    guard !parts.words.isEmpty else { return .event }
    let event = parts.words.removeFirst()
    guard !parts.last.isEmpty else {
      return .field(event: event, named: parts.words.filter { $0.contains("=") }.map(fieldName))
    }
    let field = fieldName(parts.last)
    return field == parts.last ? .nothing : .value(field: field, event: event)
  }

  /// The words of a text that white space ends, outside of quotes and brackets, and the one that is not ended.
  private static func parts(of text: Substring) -> (words: [String], last: String, isQuoted: Bool) {
    var words: [String] = []
    var last = ""
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if isQuoted {
        if character == "\"" && !isEscaped { isQuoted = false }
        isEscaped = character == "\\" && !isEscaped
        last.append(character)
        continue
      }
      switch character {
      case " " where depth == 0, "\t" where depth == 0:
        if !last.isEmpty { words.append(last) }
        last = ""
        continue
      case "\"": isQuoted = true
      case "[", "{": depth += 1
      case "]", "}": depth -= 1
      case _: break
      }
      last.append(character)
    }
    return (words, last, isQuoted)
  }

  /// The name before the operator of a field.
  private static func fieldName(_ text: String) -> String { String(text.prefix { !"=!<>".contains($0) }) }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    SessionNameRules.isAllowed(scalar) || scalar == "$" || scalar == "*"
  }
}
