import Foundation

extension String {
  /// The text in Unicode's normalization form C, so that texts that are canonically equal have equal bytes.
  ///
  /// Source: Unicode Standard Annex #15. Below U+0300 every character is its own form, which spares most texts the work.
  var composed: String {
    // 0xCC is the first byte of U+0300 in UTF-8; lower characters begin, and go on, with lower bytes.
    utf8.allSatisfy { $0 < 0xCC } ? self : precomposedStringWithCanonicalMapping
  }
}
