import Wire

/// What stands after `xfail:` or in a cell of the column `xfail`, such as `[chat_message] BUG-17, the seq is wrong`.
package struct KnownFailureSyntax: Hashable, Sendable {
  /// What is named as failing, each in brackets of its own; all of it must fit.
  package var marks: [Mark]
  /// Why it fails.
  package var reason: String
  /// Where marks and reason stand together, as offsets into the line's Unicode scalars.
  package var range: Range<Int>

  /// One pair of brackets.
  package struct Mark: Hashable, Sendable {
    /// What it names.
    package var subject: Subject
    /// Where it stands, with the brackets.
    package var range: Range<Int>
  }

  /// What brackets can name.
  package enum Subject: Hashable, Sendable {
    /// `[alice < chat_message seq=3]`: a line, as it was written.
    case line(String)
    /// `[chat_message]`: the type of an event, or `nothing`.
    case event(String)
    /// `["has the wrong seq"]`: a part of the failure's text.
    case text(String)
  }
}

extension KnownFailureSyntax {
  /// What a cell of the column `xfail` says, or nil where it is empty and the row must pass.
  ///
  /// - Parameter place: Where the cell stands. Offsets into the text say nothing of the line, where it is quoted and has escapes.
  init?(cell: Matcher, range place: Range<Int>) throws(LineProblem) {
    guard case .literal(.string(let text)) = cell else {
      throw LineProblem(
        .xfailNotValid, "the column xfail holds the reason why a row is known to fail",
        remedy: "write it in quotes, with $$ for a dollar; \"\" is for a row that must pass", at: place)
    }
    var scanner = LineScanner(text)
    let content = scanner.trimmed
    guard !content.isEmpty else { return nil }
    scanner.position = content.lowerBound
    var parser = KnownFailureParser(scanner: scanner, end: content.upperBound)
    do throws(LineProblem) {
      self = try parser.parse()
    } catch {
      var problem = error
      problem.range = place
      throw problem
    }
    range = place
    for index in marks.indices { marks[index].range = place }
  }
}
