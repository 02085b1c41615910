/// A value as it stands in a line: what it matches, and where each part of it is.
package struct ValueSyntax: Hashable, Sendable {
  /// What kind of value it is.
  package indirect enum Kind: Hashable, Sendable {
    /// A value without parts of its own.
    case leaf(Matcher)
    /// `[a, b]`, with `...` where there may be others, or `{a, b}` where the order does not matter.
    case list([ValueSyntax], ListShape)
    /// `{k=v}`.
    case object([FieldSyntax])
  }

  /// What kind of value it is.
  package var kind: Kind
  /// Where it stands, as offsets into the line's Unicode scalars.
  package var range: Range<Int>
  /// A leaf as it was written, without the quotes and with the escapes resolved where it is a string; empty for others.
  package var plainText: String

  /// What it matches.
  package var matcher: Matcher {
    switch kind {
    case .leaf(let matcher): matcher
    case .list(let elements, let shape): .list(elements.map(\.matcher), shape)
    case .object(let fields): .object(fields.map { Matcher.Member($0.name, $0.matcher) })
    }
  }
}

/// How a field has to stand to the value after its operator.
package enum FieldOperator: Hashable, Sendable {
  /// `=`
  case matches
  /// `!=`
  case differs
  /// `<`, `<=`, `>`, `>=`
  case compares(Comparison)

  /// The operator as a scenario has it.
  package var written: String {
    switch self {
    case .matches: "="
    case .differs: "!="
    case .compares(let comparison): comparison.rawValue
    }
  }
}

/// `name=value` as it stands in a line.
package struct FieldSyntax: Hashable, Sendable {
  /// The name without quotes.
  package var name: String
  /// Where the name stands, as offsets into the line's Unicode scalars.
  package var nameRange: Range<Int>
  /// How the field has to stand to the value.
  package var `operator`: FieldOperator
  /// What the value has to be like.
  package var value: ValueSyntax

  /// What the field has to match.
  package var matcher: Matcher {
    switch `operator` {
    case .matches: value.matcher
    case .differs: .not(value.matcher)
    case .compares(let comparison): .compared(comparison, value.matcher)
    }
  }

  /// Where name and value stand together.
  package var range: Range<Int> { nameRange.lowerBound..<value.range.upperBound }
}
