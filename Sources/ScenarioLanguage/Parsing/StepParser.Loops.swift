import Wire

extension StepParser {
  private static let repeatRemedy = "write repeat 10, or repeat 10 as N"
  private static let forEachRemedy = "write for each NAME in a b c"

  /// Reads what follows `repeat`: how often, and perhaps `as` and the name of the round's number.
  mutating func `repeat`(from start: Int, keyword: Range<Int>) throws(LineProblem) -> ParsedLine {
    scanner.skipSpaces()
    guard !scanner.isAtEndOrComment else {
      throw LineProblem(
        .loopNotValid, "repeat needs to know how often", remedy: Self.repeatRemedy, at: keyword)
    }
    let count = try scanner.value()
    switch count.matcher {
    case .bound: break
    case .literal(.integer(let times)) where times >= 1 && times <= ScenarioLimits.expandedSteps: break
    case _:
      throw LineProblem(
        .loopNotValid, "repeat takes an integer from 1 to \(ScenarioLimits.expandedSteps)",
        remedy: Self.repeatRemedy, at: count.range)
    }
    var loop = LoopSyntax(rounds: .count(count))
    if word("as") { loop.name = try loopName(after: "as", remedy: Self.repeatRemedy) }
    return try ParsedLine(.loop(loop), from: start, endingAt: scanner)
  }

  /// Reads what follows `for`: `each NAME in`, and the values.
  mutating func forEach(from start: Int, keyword: Range<Int>) throws(LineProblem) -> ParsedLine {
    guard word("each") else {
      throw LineProblem(
        .loopNotValid, "after for comes each", remedy: Self.forEachRemedy, at: keyword)
    }
    let name = try loopName(after: "each", remedy: Self.forEachRemedy)
    guard word("in") else {
      throw LineProblem(
        .loopNotValid, "after the name comes in", remedy: Self.forEachRemedy, at: name.range)
    }
    let found = try values { next, place in
      guard next == "," else { return nil }
      return LineProblem(
        .loopNotValid, "the values are separated by spaces, not by commas", remedy: Self.forEachRemedy,
        at: place)
    }
    guard !found.isEmpty else {
      throw LineProblem(
        .loopNotValid, "after in come the values", remedy: Self.forEachRemedy,
        at: start..<scanner.position)
    }
    let loop = LoopSyntax(rounds: .each(found), name: name)
    return try ParsedLine(.loop(loop), from: start, endingAt: scanner)
  }

  private mutating func loopName(after keyword: String, remedy: String) throws(LineProblem) -> NameSyntax {
    scanner.skipSpaces()
    let name = scanner.name(scanner.takeWord())
    let text = name.text
    guard WordRules.isName(text) else {
      throw LineProblem(
        .loopNotValid,
        text.isEmpty ? "after \(keyword) comes a name" : "\(text) is not a valid name",
        remedy: "\(remedy); a name has letters, digits and _", at: text.isEmpty ? scanner.here : name.range)
    }
    return name
  }

  /// Takes a word with the white space before it, where it comes next.
  private mutating func word(_ word: String) -> Bool {
    let start = scanner.position
    scanner.skipSpaces()
    if scanner.text(scanner.takeWord()) == word { return true }
    scanner.position = start
    return false
  }
}
