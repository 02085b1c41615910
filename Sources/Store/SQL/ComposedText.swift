import Foundation

extension String {
  /// The text in Unicode's normalization form C, so that texts that are canonically equal have equal bytes.
  ///
  /// Source: Unicode Standard Annex #15.
  var composed: String {
    utf8.isComposed ? self : precomposedStringWithCanonicalMapping
  }
}

extension Sequence<UInt8> {
  /// Whether these bytes of UTF-8 are surely in normalization form C, which spares most texts the work.
  ///
  /// Below U+0300 every character is its own composed form. 0xCC is the first byte of U+0300; the bytes of lower
  /// characters are all lower.
  var isComposed: Bool { allSatisfy { $0 < 0xCC } }
}
