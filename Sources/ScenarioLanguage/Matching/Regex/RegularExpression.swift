/// A regular expression of a scenario.
///
/// It is simulated and never backtracks (K. Thompson, 1968; R. Pike's variant keeps what groups matched), so that the time grows with
/// the text and the expression and with nothing else. A match is found scalar by scalar: leftmost, and greedy unless a quantifier says
/// otherwise, as in Perl.
package struct RegularExpression: Hashable, Sendable {
  /// The expression as it was written, without the slashes around it.
  package let source: String
  /// The names that its groups bind, in order.
  package let names: [String]
  private let program: RegexProgram

  /// Why an expression cannot be used.
  package struct Problem: Error, Hashable, Sendable {
    /// What is wrong, to stand after a colon.
    package var message: String
    /// What the author can do, or nil where the message says it already.
    package var remedy: String?

    init(_ message: String, remedy: String? = nil) {
      self.message = message
      self.remedy = remedy
    }
  }

  /// What came of looking for a match.
  package enum Outcome: Hashable, Sendable {
    /// There is a match, in which named groups matched these texts; a group that took no part in it is left out.
    case match([String: String])
    /// There is none.
    case noMatch
    /// The limit of steps was reached first, which depends on the expression and the text alone.
    case gaveUp
  }

  /// Compiles an expression.
  package init(_ source: String) throws(Problem) {
    if source.isEmpty { throw Problem("it is empty") }
    if source.unicodeScalars.count > ScenarioLimits.regexScalars {
      throw Problem("it is longer than \(ScenarioLimits.regexScalars) characters")
    }
    let parsed = try RegexParser.parse(source)
    self.source = source
    names = parsed.names
    program = try RegexProgram(parsed.node, groups: parsed.names.count)
  }

  /// Looks for the leftmost match in a text.
  ///
  /// - Parameter limit: After how many steps it gives up.
  package func firstMatch(in text: String, limit: Int = ScenarioLimits.regexSteps) -> Outcome {
    var machine = RegexMachine(program, Array(text.unicodeScalars), limit: limit)
    return machine.run(names)
  }

  /// Whether two expressions are written alike.
  package static func == (left: RegularExpression, right: RegularExpression) -> Bool {
    left.source.isExactly(right.source)
  }

  /// Hashes the expression as it was written.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(source)
  }
}
