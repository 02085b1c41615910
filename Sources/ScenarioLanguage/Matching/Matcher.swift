package import Wire

/// What a value of an event has to be like.
package indirect enum Matcher: Hashable, Sendable {
  /// Equal to this string, number, truth value or null. A list or an object appears here only as a value that was bound.
  case literal(JSON)
  /// A string equal to this text once its names have values.
  case text(Template)
  /// A list of exactly these elements, or, where it is open, a list that starts with them.
  case list([Matcher], isOpen: Bool)
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
  /// A string in which the expression is found.
  case regex(String)
  /// A string that contains this text.
  case contains(Template)
  /// An integer within these bounds.
  case range(ClosedRange<Int64>)

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

  /// The names that it gives (`?name`), in order.
  package var boundNames: [String] {
    switch self {
    case .bind(let name): [name]
    case .list(let elements, _): elements.flatMap(\.boundNames)
    case .object(let members): members.flatMap(\.matcher.boundNames)
    case .literal, .text, .anything, .absent, .bound, .regex, .contains, .range: []
    }
  }

  /// The names whose values it needs (`$name`), in order.
  package var usedNames: [String] {
    switch self {
    case .bound(let name): [name]
    case .text(let template), .contains(let template): template.names
    case .list(let elements, _): elements.flatMap(\.usedNames)
    case .object(let members): members.flatMap(\.matcher.usedNames)
    case .literal, .anything, .absent, .bind, .regex, .range: []
    }
  }

  /// The one value it matches, or nil where it matches several or has names in it.
  package var literalValue: JSON? {
    switch self {
    case .literal(let value):
      return value
    case .list(let elements, isOpen: false):
      let values = elements.compactMap(\.literalValue)
      return values.count == elements.count ? .array(values) : nil
    case .object(let members):
      let values = members.compactMap { member in
        member.matcher.literalValue.map { JSON.Member(member.name, $0) }
      }
      return values.count == members.count ? .object(values) : nil
    case .text, .list, .anything, .absent, .bind, .bound, .regex, .contains, .range:
      return nil
    }
  }
}
