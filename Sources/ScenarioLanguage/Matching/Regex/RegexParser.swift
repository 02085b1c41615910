/// Reads a regular expression.
struct RegexParser {
  typealias Problem = RegularExpression.Problem

  /// How deep groups may nest: the reader recurses.
  static let groupDepth = 50
  /// The largest number in braces.
  static let mostRepetitions = 1_000

  var scanner: LineScanner
  let ignoresCase: Bool
  private var names: [String] = []
  private var depth = 0

  /// The tree of an expression, and the names of its groups in the order of their numbers.
  static func parse(_ source: String) throws(Problem) -> (node: RegexNode, names: [String]) {
    var scanner = LineScanner(source)
    let ignoresCase = scanner.take("(?i)")
    var parser = RegexParser(scanner: scanner, ignoresCase: ignoresCase)
    let node = try parser.choice()
    guard parser.scanner.isAtEnd else {
      throw Problem("a ) has no (", remedy: "open it, or write \\) for the character")
    }
    return (node, parser.names)
  }

  private mutating func choice() throws(Problem) -> RegexNode {
    var branches = [try sequence()]
    while scanner.take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(Problem) -> RegexNode {
    var parts: [RegexNode] = []
    while let next = scanner.next, next != "|", next != ")" {
      let part = try part()
      parts.append(try quantified(part))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func part() throws(Problem) -> RegexNode {
    guard let scalar = scanner.next else { return .sequence([]) }
    scanner.position += 1
    switch scalar {
    case "(": return try group()
    case "[": return .scalar(try set())
    case ".": return .scalar(ScalarSet(members: [.kind(.lineBreak, isNegated: true)]))
    case "^": return .assertion(.start)
    case "$": return .assertion(.end)
    case "\\": return try escape()
    case "*", "+", "?", "{":
      throw Problem(
        "nothing stands before \(scalar) to be repeated", remedy: "write \\\(scalar) for the character")
    case _: return .scalar(set(of: scalar))
    }
  }

  func set(of scalar: Unicode.Scalar) -> ScalarSet {
    ScalarSet(members: [.range(scalar.value...scalar.value)], ignoresCase: ignoresCase)
  }

  // MARK: Groups

  private mutating func group() throws(Problem) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.groupDepth else {
      throw Problem("groups nest deeper than \(Self.groupDepth) levels")
    }
    var number: Int?
    if scanner.take("?") { number = try groupNumber() }
    let inside = try choice()
    guard scanner.take(")") else {
      throw Problem("a ( has no )", remedy: "close it, or write \\( for the character")
    }
    return number.map { .capture($0, inside) } ?? inside
  }

  /// Reads what follows `(?`; the number of the group where it has a name.
  private mutating func groupNumber() throws(Problem) -> Int? {
    if scanner.take(":") { return nil }
    let isBehind = scanner.next == "<" && (scanner.peek(1) == "=" || scanner.peek(1) == "!")
    if isBehind || scanner.next == "=" || scanner.next == "!" {
      throw Problem(
        "it looks ahead or behind, which is not supported",
        remedy: "say it with a second condition: message=~\"a\" message!=~\"b\"")
    }
    guard scanner.take("<") else {
      throw Problem(
        "the group (?\(scanner.next.map { "\($0)" } ?? "") is not supported",
        remedy: "the groups are (…), (?:…) and (?<name>…); (?i) stands at the beginning")
    }
    let name = scanner.text(scanner.takeWhile(WordRules.isNamePart))
    guard WordRules.isName(name), scanner.take(">") else {
      throw Problem("the name of a group is not valid", remedy: "write (?<name>…) with letters, digits and _")
    }
    if names.contains(name) {
      throw Problem("two groups are called \(name)", remedy: "give one of them another name")
    }
    names.append(name)
    return names.count - 1
  }

  // MARK: Quantifiers

  private mutating func quantified(_ part: RegexNode) throws(Problem) -> RegexNode {
    guard let next = scanner.next, Self.isQuantifier(next) else { return part }
    if case .assertion = part { throw Problem("a place such as ^, $ or \\b cannot be repeated") }
    scanner.position += 1
    let bounds: (least: Int, most: Int?)
    switch next {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case _: bounds = try braces()
    }
    let isLazy = scanner.take("?")
    if let next = scanner.next, Self.isQuantifier(next) {
      throw Problem("two quantifiers follow each other", remedy: "put what the first one repeats in (?:…)")
    }
    return .repeated(part, least: bounds.least, most: bounds.most, isLazy: isLazy)
  }

  private static func isQuantifier(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "*" || scalar == "+" || scalar == "?" || scalar == "{"
  }

  private mutating func braces() throws(Problem) -> (least: Int, most: Int?) {
    let least = Int(scanner.text(scanner.takeWhile(WordRules.isDigit)))
    var most = least
    if scanner.take(",") {
      let digits = scanner.text(scanner.takeWhile(WordRules.isDigit))
      most = digits.isEmpty ? nil : Int(digits) ?? Int.max
    }
    guard let least, scanner.take("}"), least <= most ?? least else {
      throw Problem(
        "the numbers in braces are not valid",
        remedy: "write {3}, {3,} or {3,5}, or \\{ for the character")
    }
    guard max(least, most ?? 0) <= Self.mostRepetitions else {
      throw Problem("a number in braces is larger than \(Self.mostRepetitions)")
    }
    return (least, most)
  }
}
