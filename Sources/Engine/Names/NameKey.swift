/// A name as uniqueness sees it: without case, and without the difference between composed and decomposed letters.
///
/// Case is folded in full and for no language (so `ß`, `ẞ` and `ss` are alike, and `ı` is not `i`), by a table of ours (`NameTable`);
/// canonical equivalence (Unicode Standard Annex #15) is what Swift's `String` compares by. That is settled for good of all
/// characters that names can have.
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
      self.folded = Self.fold(text)
    }
  }

  /// Folds a text with characters above ASCII.
  ///
  /// The iota below a letter becomes a letter, behind all marks on the letter before it: it comes last in their canonical order, and
  /// texts that are canonically equivalent fold alike (Unicode 15, definition D145).
  private static func fold(_ text: String) -> String {
    let (iotaBelow, iota): (Unicode.Scalar, Unicode.Scalar) = ("\u{345}", "\u{3b9}")
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { NameTable.shared.fold(scalar, to: &scalars) }
    guard scalars.contains(iotaBelow) else { return String(scalars) }
    var ordered = String.UnicodeScalarView()
    var waiting = 0
    for scalar in scalars {
      if scalar == iotaBelow {
        waiting += 1
        continue
      }
      if waiting > 0, scalar.properties.canonicalCombiningClass == .notReordered {
        ordered.append(contentsOf: repeatElement(iota, count: waiting))
        waiting = 0
      }
      ordered.append(scalar)
    }
    ordered.append(contentsOf: repeatElement(iota, count: waiting))
    return String(ordered)
  }
}
