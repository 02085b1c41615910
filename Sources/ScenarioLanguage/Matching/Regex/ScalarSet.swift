/// The scalars that one place of a regular expression allows, such as `[a-z\d]`.
struct ScalarSet: Sendable {
  /// A part of the set.
  enum Member: Sendable {
    case range(ClosedRange<UInt32>)
    case kind(ScalarKind, isNegated: Bool)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .range(let range): range.contains(scalar.value)
      case .kind(let kind, let isNegated): kind.contains(scalar) != isNegated
      }
    }
  }

  var members: [Member]
  var isNegated = false
  var ignoresCase = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isMember = hasMember(scalar)
    if !isMember && ignoresCase {
      let properties = scalar.properties
      isMember = [properties.lowercaseMapping, properties.uppercaseMapping].contains { mapping in
        // What becomes several scalars, as `ß` does, has no other case here.
        guard let only = mapping.unicodeScalars.first, mapping.unicodeScalars.count == 1 else {
          return false
        }
        return hasMember(only)
      }
    }
    return isMember != isNegated
  }

  private func hasMember(_ scalar: Unicode.Scalar) -> Bool {
    members.contains { $0.contains(scalar) }
  }
}

/// A kind of scalar that has a sign of its own in regular expressions.
enum ScalarKind: Sendable {
  /// What `.` does not match.
  case lineBreak
  /// `\d`
  case digit
  /// `\w`
  case word
  /// `\s`
  case space
  /// `\p{…}`
  case category(Set<Unicode.GeneralCategory>)

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .lineBreak:
      switch scalar.value {
      case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
      case _: false
      }
    case .digit:
      scalar.isASCII ? WordRules.isDigit(scalar) : scalar.properties.generalCategory == .decimalNumber
    case .word:
      scalar.isASCII
        ? WordRules.isNamePart(scalar)
        : scalar.properties.isAlphabetic || Self.wordCategories.contains(scalar.properties.generalCategory)
    case .space:
      scalar.properties.isWhitespace
    case .category(let categories):
      categories.contains(scalar.properties.generalCategory)
    }
  }

  private static let wordCategories: Set<Unicode.GeneralCategory> = [
    .decimalNumber, .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation,
  ]

  /// The general categories of Unicode by the names that `\p{…}` has for them.
  static let categories: [String: Set<Unicode.GeneralCategory>] = [
    "L": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter],
    "Lu": [.uppercaseLetter],
    "Ll": [.lowercaseLetter],
    "M": [.nonspacingMark, .spacingMark, .enclosingMark],
    "N": [.decimalNumber, .letterNumber, .otherNumber],
    "Nd": [.decimalNumber],
    "P": [
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation,
    ],
    "S": [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol],
    "Z": [.spaceSeparator, .lineSeparator, .paragraphSeparator],
  ]
}
