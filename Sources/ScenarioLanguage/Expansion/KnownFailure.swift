import Wire

/// A failure that is known: why a scenario fails, and what of it does.
package struct KnownFailure: Hashable, Sendable {
  /// Why it fails.
  package var reason: String
  /// What fails; all of it must fit. Where there is none, no failure is known.
  package var marks: [Mark]
  /// Where it is written.
  package var span: SourceSpan
  /// Whether it is said of one row of the cases, and not in the header.
  package var isOfRow: Bool

  /// One thing that is named.
  package struct Mark: Hashable, Sendable {
    /// What it names.
    package var subject: KnownFailureSyntax.Subject
    /// Where it is written.
    package var span: SourceSpan
    /// The lines of the scenario that it names, where it names one.
    package var lines: Set<SourceLine> = []
  }

  init(_ syntax: KnownFailureSyntax, isOfRow: Bool, place: (Range<Int>) -> SourceSpan) {
    reason = syntax.reason
    marks = syntax.marks.map { Mark(subject: $0.subject, span: place($0.range)) }
    span = place(syntax.range)
    self.isOfRow = isOfRow
  }

  /// Finds the lines that it names, each by its text without white space and comment, so that a change of layout or of the lines
  /// above does not matter.
  ///
  /// - Throws: Where it names what no failure of these steps can have.
  mutating func findLines(in steps: [Step], of trees: [SyntaxTree]) throws(Diagnostic) {
    for index in marks.indices {
      switch marks[index].subject {
      case .line(let text):
        let used = Set(steps.flatMap(\.origins).flatMap(\.lines))
        marks[index].lines = used.intersection(trees.flatMap { $0.lines(like: text) })
        guard marks[index].lines.isEmpty else { continue }
        throw Diagnostic(
          .xfailLineUnknown, "no step of the scenario is \(text)",
          remedy: "copy the line that fails; only spaces and its comment do not matter",
          suggestion: Suggestion.closest(to: text, among: trees.flatMap(\.contents)), at: marks[index].span)
      case .event("nothing"):
        guard !steps.contains(where: { $0.expectations.contains { $0.pattern == nil } }) else { continue }
        throw Diagnostic(
          .xfailLineUnknown, "no step of the scenario expects nothing",
          remedy: "name an event, a line, or a quoted text of the failure", at: marks[index].span)
      case .event, .text:
        continue
      }
    }
  }
}

extension Step {
  fileprivate var origins: [Origin] { [origin] + expectations.map(\.origin) }
}

extension SyntaxTree {
  /// The lines that have the same text, but for white space and comments.
  fileprivate func lines(like text: String) -> [SourceLine] {
    let wanted = text.withoutSpaces
    return lines.filter { $0.writtenContent.withoutSpaces == wanted }
      .map { SourceLine(path: path, number: $0.number) }
  }

  fileprivate var contents: [String] { lines.filter(\.isMeaningful).map(\.writtenContent) }
}

extension SyntaxLine {
  fileprivate var writtenContent: String { LineScanner(text).text(content) }
}

extension String {
  fileprivate var withoutSpaces: String {
    var scalars = unicodeScalars
    scalars.removeAll(where: WordRules.isSpace)
    return String(scalars)
  }
}
