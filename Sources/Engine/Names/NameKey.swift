/// A name as uniqueness sees it: without case, and without the difference between composed and decomposed letters.
///
/// Case is folded by the full upper-case mapping and then the lower-case one (so `ß`, `ẞ` and `ss` are alike); canonical
/// equivalence (Unicode Standard Annex #15) is what Swift's `String` compares by.
package struct NameKey: Hashable, Codable, Sendable {
  /// The folded text. Two keys that are equal may still differ in their bytes by normalisation.
  package let folded: String

  /// A key as it was written down.
  init(folded: String) { self.folded = folded }

  /// The longest name that anybody can have, in Unicode scalar values.
  ///
  /// Comparing texts takes time in the square of how many combining marks follow each other, since Swift puts them in their
  /// canonical order first; so nothing that is longer is ever compared.
  static let mostCharacters = 1024

  /// The key of a name; that of a text which is too long for a name is empty, which no name's is.
  package init(_ text: String) {
    self.init(folding: text.isAtMost(characters: Self.mostCharacters) ? text : "")
  }

  /// Folds any text; whether it is a valid name is another question.
  init(folding text: String) {
    var ascii = true
    var folded = true
    for byte in text.utf8 {
      if byte >= 0x80 {
        ascii = false
        break
      }
      if byte >= 0x41 && byte <= 0x5a { folded = false }
    }
    if ascii {
      self.folded = folded ? text : text.lowercased()
    } else {
      self.folded = text.uppercased().lowercased()
    }
  }
}
