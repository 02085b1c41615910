package import Wire

/// What a value of an event has to be like.
package indirect enum Matcher: Hashable, Sendable {
  /// Equal to this string, number, truth value or null. A list or an object appears here only as a value that was bound.
  case literal(JSON)
  /// A string equal to this text once its names have values.
  case text(Template)
  /// A list of these elements, in this shape.
  case list([Matcher], ListShape)
  /// An object with at least these members.
  case object([Member])
  /// Anything that is there.
  case anything
  /// The member must not be there.
  case absent
  /// Anything that is there, which the name stands for from then on.
  case bind(String)
  /// Equal to the value that a name stands for.
  case bound(String)
  /// Equal to a value that is computed.
  case sum(Sum)
  /// A string in which the expression is found; its named groups bind what they match.
  case regex(RegularExpression)
  /// A string that contains this text.
  case contains(Template)
  /// An integer within these bounds.
  case range(ClosedRange<Int64>)
  /// A list, a string or an object with so many elements, Unicode scalars or members.
  case count(ClosedRange<Int64>)
  /// Anything that is there and does not match this (`!=`).
  case not(Matcher)
  /// A number or a time that stands to this one as the sign says (`<`).
  case compared(Comparison, Matcher)

  /// A named part of an object.
  package struct Member: Hashable, Sendable {
    /// The member's name.
    package var name: String
    /// What its value has to be like.
    package var matcher: Matcher

    /// Makes a named part.
    package init(_ name: String, _ matcher: Matcher) {
      self.name = name
      self.matcher = matcher
    }
  }

  /// What matches just this value.
  ///
  /// - Parameter member: Gives what a member of an object in it has to be like, where that is something else.
  init(_ value: JSON, member: ((JSON.Member) -> Matcher)? = nil) {
    switch value {
    case .array(let elements): self = .list(elements.map { Matcher($0, member: member) }, .exact)
    case .object(let members):
      self = .object(members.map { Member($0.name, member?($0) ?? Matcher($0.value)) })
    case .null, .bool, .integer, .number, .string: self = .literal(value)
    }
  }

  /// The names that it gives (`?name`), in order.
  package var boundNames: [String] {
    switch self {
    case .bind(let name): [name]
    case .regex(let expression): expression.names
    case .list(let elements, _): elements.flatMap(\.boundNames)
    case .object(let members): members.flatMap(\.matcher.boundNames)
    case .not(let matcher), .compared(_, let matcher): matcher.boundNames
    case .literal, .text, .anything, .absent, .bound, .sum, .contains, .range, .count: []
    }
  }

  /// Those of the names it gives that several elements of a list could give; the first that fits does.
  var looselyBoundNames: [String] {
    switch self {
    case .list(let elements, let shape):
      elements.enumerated().flatMap { index, element in
        shape.hasOnePlace(for: index, of: elements.count) ? element.looselyBoundNames : element.boundNames
      }
    case .object(let members): members.flatMap(\.matcher.looselyBoundNames)
    case .literal, .text, .anything, .absent, .bind, .bound, .sum, .regex, .contains, .range, .count, .not,
      .compared:
      []
    }
  }

  /// The names whose values it needs (`$name`), in order.
  package var usedNames: [String] {
    switch self {
    case .bound(let name): [name]
    case .sum(let sum): sum.names
    case .text(let template), .contains(let template): template.names
    case .list(let elements, _): elements.flatMap(\.usedNames)
    case .object(let members): members.flatMap(\.matcher.usedNames)
    case .not(let matcher), .compared(_, let matcher): matcher.usedNames
    case .literal, .anything, .absent, .bind, .regex, .range, .count: []
    }
  }

  /// The one value it matches, or nil where it matches several or has names in it.
  package var literalValue: JSON? {
    switch self {
    case .literal(let value):
      return value
    case .list(let elements, let shape) where shape == .exact:
      let values = elements.compactMap(\.literalValue)
      return values.count == elements.count ? .array(values) : nil
    case .object(let members):
      let values = members.compactMap { member in
        member.matcher.literalValue.map { JSON.Member(member.name, $0) }
      }
      return values.count == members.count ? .object(values) : nil
    case .text, .list, .anything, .absent, .bind, .bound, .sum, .regex, .contains, .range, .count, .not,
      .compared:
      return nil
    }
  }
}
