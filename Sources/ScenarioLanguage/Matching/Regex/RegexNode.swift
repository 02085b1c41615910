/// A regular expression as a tree.
indirect enum RegexNode: Sendable {
  /// One scalar out of a set.
  case scalar(ScalarSet)
  /// A place in the text, without a scalar.
  case assertion(RegexAssertion)
  /// One after the other; an empty sequence matches the empty text.
  case sequence([RegexNode])
  /// The first of these that leads to a match.
  case choice([RegexNode])
  /// What the group of this number matched is kept.
  case capture(Int, RegexNode)
  /// From `least` to `most` times, without end where `most` is nil; as rarely as possible where it is lazy.
  case repeated(RegexNode, least: Int, most: Int?, isLazy: Bool)
}

/// What can be asked of a place in the text.
enum RegexAssertion: Sendable {
  case start
  case end
  case wordBoundary
  case noWordBoundary

  /// Whether it holds before the scalar at an offset, or at the end of the text.
  func holds(_ scalars: [Unicode.Scalar], at position: Int) -> Bool {
    switch self {
    case .start: position == 0
    case .end: position == scalars.count
    case .wordBoundary: Self.isWordBoundary(scalars, position)
    case .noWordBoundary: !Self.isWordBoundary(scalars, position)
    }
  }

  private static func isWordBoundary(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
    let before = position > 0 && ScalarKind.word.contains(scalars[position - 1])
    let after = position < scalars.count && ScalarKind.word.contains(scalars[position])
    return before != after
  }
}
