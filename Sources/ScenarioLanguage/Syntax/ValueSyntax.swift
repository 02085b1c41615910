import Wire

/// A value as it stands in a line: what it matches, and where each part of it is.
package struct ValueSyntax: Hashable, Sendable {
  /// What kind of value it is.
  package indirect enum Kind: Hashable, Sendable {
    /// A value without parts of its own.
    case leaf(Matcher)
    /// `[a, b]`, or `[a, ...]` where it is open.
    case list([ValueSyntax], isOpen: Bool)
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
    case .list(let elements, let isOpen): .list(elements.map(\.matcher), isOpen: isOpen)
    case .object(let fields): .object(fields.map { Matcher.Member($0.name, $0.value.matcher) })
    }
  }
}

/// `name=value` as it stands in a line.
package struct FieldSyntax: Hashable, Sendable {
  /// The name without quotes.
  package var name: String
  /// Where the name stands, as offsets into the line's Unicode scalars.
  package var nameRange: Range<Int>
  /// What the value has to be like.
  package var value: ValueSyntax

  /// Where name and value stand together.
  package var range: Range<Int> { nameRange.lowerBound..<value.range.upperBound }
}
