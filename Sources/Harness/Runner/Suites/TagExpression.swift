/// What a scenario's tags have to be: words with `and`, `or`, `not` and parentheses, such as `smoke and not slow`.
package indirect enum TagExpression: Hashable, Sendable {
  case tag(String)
  case not(TagExpression)
  case and(TagExpression, TagExpression)
  case or(TagExpression, TagExpression)

  /// A text that is no such expression.
  package struct Mistake: Error, Hashable, Sendable {
    /// What is wrong and what helps, in one sentence.
    package let message: String
  }

  /// The expression that a text has; `not` binds more than `and`, which binds more than `or`.
  package init(_ text: String) throws(Mistake) {
    var parser = TagExpressionParser(text)
    self = try parser.expression()
  }

  /// Whether a scenario with these tags is meant.
  package func matches(_ tags: some Collection<String>) -> Bool {
    switch self {
    case .tag(let tag): tags.contains(tag)
    case .not(let inner): !inner.matches(tags)
    case .and(let left, let right): left.matches(tags) && right.matches(tags)
    case .or(let left, let right): left.matches(tags) || right.matches(tags)
    }
  }
}

/// Reads an expression word by word.
private struct TagExpressionParser {
  /// How deep parentheses and `not` can be nested.
  private static let deepest = 64

  private var words: ArraySlice<String>

  init(_ text: String) {
    words = text.matches(of: /[()]|[^\s()]+/).map { String($0.output) }[...]
  }

  mutating func expression() throws(TagExpression.Mistake) -> TagExpression {
    let expression = try alternatives(depth: 0)
    if let word = words.first {
      throw mistake(word == ")" ? "a ) closes nothing" : "`and` or `or` is missing before \(word)")
    }
    return expression
  }

  private mutating func alternatives(depth: Int) throws(TagExpression.Mistake) -> TagExpression {
    var expression = try conjunction(depth: depth)
    while take("or") { expression = .or(expression, try conjunction(depth: depth)) }
    return expression
  }

  private mutating func conjunction(depth: Int) throws(TagExpression.Mistake) -> TagExpression {
    var expression = try operand(depth: depth)
    while take("and") { expression = .and(expression, try operand(depth: depth)) }
    return expression
  }

  private mutating func operand(depth: Int) throws(TagExpression.Mistake) -> TagExpression {
    guard depth < Self.deepest else { throw mistake("it is nested more than \(Self.deepest) deep") }
    if take("not") { return .not(try operand(depth: depth + 1)) }
    if take("(") {
      let expression = try alternatives(depth: depth + 1)
      guard take(")") else { throw mistake("a ( is not closed") }
      return expression
    }
    guard let word = words.first, !["and", "or", ")"].contains(word) else {
      throw mistake(words.first.map { "a tag is missing before \($0)" } ?? "a tag is missing at its end")
    }
    words.removeFirst()
    return .tag(word)
  }

  private mutating func take(_ word: String) -> Bool {
    guard words.first == word else { return false }
    words.removeFirst()
    return true
  }

  private func mistake(_ message: String) -> TagExpression.Mistake {
    TagExpression.Mistake(
      message: "\(message); write tags with and, or, not and ( ), as in smoke and not slow")
  }
}
