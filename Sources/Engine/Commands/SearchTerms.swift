/// The words and "quoted phrases" of a search query. There is no other syntax: everything is text to be found.
struct SearchTerms {
  /// Each term has at least one letter, digit or symbol; what has none cannot be searched for and is left out.
  let terms: [String]

  init(_ query: String) {
    var terms: [String] = []
    for (index, part) in query.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      let isPhrase = index % 2 == 1
      if isPhrase {
        terms.append(String(part))
      } else {
        terms += part.split(whereSeparator: \.isWhitespace).map(String.init)
      }
    }
    self.terms = terms.filter { term in term.unicodeScalars.contains(where: Self.isSearchable) }
  }

  private static func isSearchable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .otherSymbol, .privateUse:
      true
    case .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation, .dashPunctuation,
      .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
      .mathSymbol, .currencySymbol, .modifierSymbol, .spaceSeparator, .lineSeparator, .paragraphSeparator,
      .control, .format, .surrogate, .unassigned:
      false
    @unknown default: false
    }
  }
}
