/// A name as uniqueness sees it: without case, and without the difference between composed and decomposed letters.
///
/// Case is folded by the full upper-case mapping and then the lower-case one (so `ß`, `ẞ` and `ss` are alike); canonical
/// equivalence (Unicode Standard Annex #15) is what Swift's `String` compares by.
package struct NameKey: Hashable, Codable, Sendable {
  /// The folded text. Two keys that are equal may still differ in their bytes by normalisation.
  package let folded: String

  /// A key as it was written down.
  init(folded: String) { self.folded = folded }

  /// Folds any text; whether it is a valid name is another question.
  package init(_ text: String) {
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
