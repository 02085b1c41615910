/// Reads what follows `variables:`, such as `HOST PORT=8080 GREETING="good morning"`.
struct VariableParser {
  var scanner: LineScanner
  /// Where the header's value ends; what follows is a comment.
  let end: Int

  private static let remedy = "write variables: HOST PORT=8080, with letters, digits and _ in the names"

  mutating func entries() throws(LineProblem) -> [VariableSyntax] {
    var entries: [VariableSyntax] = []
    while true {
      // Commas between variables are accepted, and taken away by the formatter.
      while let scalar = scanner.next, WordRules.isSpace(scalar) || scalar == "," { scanner.position += 1 }
      guard scanner.position < end else { return entries }
      let entry = try entry()
      if entries.contains(where: { $0.name.text == entry.name.text }) {
        throw LineProblem(
          .nameDuplicate, "the variable \(entry.name.text) is named twice", remedy: "delete one",
          at: entry.name.range)
      }
      entries.append(entry)
    }
  }

  private mutating func entry() throws(LineProblem) -> VariableSyntax {
    let word = scanner.wordHere
    let name = scanner.name(scanner.takeWhile(WordRules.isNamePart))
    let isEnd = scanner.position >= end || scanner.next.map { WordRules.isSpace($0) || $0 == "," } ?? true
    guard WordRules.isName(name.text), isEnd || scanner.next == "=" else {
      throw LineProblem(
        .variableNotValid, "this is not the name of a variable", remedy: Self.remedy, at: word)
    }
    guard scanner.take("=") else { return VariableSyntax(name: name) }
    if let space = scanner.next, WordRules.isSpace(space) {
      throw LineProblem(
        .valueMissing, "the default is missing here", remedy: "write \"\" for an empty text", at: scanner.here
      )
    }
    let value = try scanner.value()
    guard value.matcher.literalValue != nil else {
      throw LineProblem(
        .variableNotValid, "the default of a variable is one value, without names and patterns",
        remedy: "put a text in quotes, with $$ for a dollar", at: value.range)
    }
    return VariableSyntax(name: name, value: value, writtenValue: scanner.text(value.range))
  }
}
