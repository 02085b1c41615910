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

  /// Finds the lines that it names, each by what it says in the canonical layout, so that a change of layout or of the lines above
  /// does not matter.
  ///
  /// - Throws: Where it names what no failure of these steps can have.
  mutating func findLines(in steps: [Step], of trees: [SyntaxTree]) throws(Diagnostic) {
    guard !marks.isEmpty else { return }
    let origins = steps.flatMap { [$0.origin] + $0.expectations.map(\.origin) }
    let used = StatedLines(Set(origins.flatMap(\.lines)), of: trees)
    for index in marks.indices {
      switch marks[index].subject {
      case .line(let text):
        marks[index].lines = used.lines(saying: text)
        guard marks[index].lines.isEmpty else { continue }
        let known = trees.flatMap(\.lines).filter(\.isMeaningful)
        throw Diagnostic(
          .xfailLineUnknown, "no step of the scenario is \(text)",
          remedy: "copy the line that fails; only spaces between its parts and its comment do not matter",
          suggestion: Suggestion.closest(
            to: text, among: known.map { LineScanner($0.text).text($0.content) }), at: marks[index].span)
      case .event("nothing"):
        guard !steps.contains(where: { $0.expectations.contains { $0.pattern == nil } }) else { continue }
        throw Diagnostic(
          .xfailLineUnknown, "no step of the scenario expects nothing",
          remedy: "name an event, a line, or a quoted text of the failure", at: marks[index].span)
      case .event(let word):
        // The call of a macro without parameters is one word too.
        let calls = used.lines(saying: word)
        guard !calls.isEmpty else { continue }
        marks[index].subject = .line(word)
        marks[index].lines = calls
      case .text:
        continue
      }
    }
  }
}

/// The lines that steps come from, each with what it says in the canonical layout.
private struct StatedLines {
  private var lines: [(place: SourceLine, statement: String)] = []

  init(_ used: Set<SourceLine>, of trees: [SyntaxTree]) {
    for tree in trees {
      for line in tree.lines {
        let place = SourceLine(path: tree.path, number: line.number)
        if used.contains(place) { lines.append((place, line.statement)) }
      }
    }
  }

  /// The lines that say the same as a text.
  func lines(saying text: String) -> Set<SourceLine> {
    let (tree, _) = ScenarioParser.parse(SourceFile(path: "", text: text))
    guard tree.lines.count == 1, let wanted = tree.lines.first?.statement else { return [] }
    let same = lines.filter { $0.statement.isExactly(wanted) }
    if !same.isEmpty { return Set(same.map(\.place)) }
    // White space at the end of what is sent is sent too, but brackets cannot end with it.
    return Set(lines.filter { $0.statement.withoutSpacesAtEnd.isExactly(wanted) }.map(\.place))
  }
}

extension SyntaxLine {
  /// What the line says: without indentation, alignment and comment.
  fileprivate var statement: String { LineFormatter(line: self).statement() }
}
