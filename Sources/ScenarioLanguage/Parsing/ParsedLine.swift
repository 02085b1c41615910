/// A line that was understood, before it has a number.
struct ParsedLine {
  let kind: SyntaxLine.Kind
  let content: Range<Int>
  var comment: Range<Int>?
  /// What the line defines where it opens a macro.
  var macro: MacroDefinition?
}

extension ParsedLine {
  /// Makes a line of what the scanner has passed and the comment it stands before.
  ///
  /// - Throws: Where something other than a comment is left.
  init(_ kind: SyntaxLine.Kind, from start: Int, endingAt scanner: LineScanner) throws(LineProblem) {
    var end = scanner
    end.skipSpaces()
    guard end.isAtEndOrComment else {
      throw LineProblem(
        .textAfterEnd, "the line is complete before this",
        remedy: "delete it, or make it a comment with # before it",
        at: end.wordHere)
    }
    self.init(
      kind: kind, content: start..<scanner.position, comment: end.isAtEnd ? nil : end.rest)
  }
}

/// `macro NAME PARAM …` before its body has been read.
struct MacroDefinition {
  var name: NameSyntax
  var parameters: [NameSyntax]
}

extension LineScanner {
  /// The line without the white space around it.
  var trimmed: Range<Int> {
    var start = 0
    var end = scalars.count
    while start < end, WordRules.isSpace(scalars[start]) { start += 1 }
    while end > start, WordRules.isSpace(scalars[end - 1]) { end -= 1 }
    return start..<end
  }
}
