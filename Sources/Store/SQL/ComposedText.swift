import Foundation

extension String {
  /// The text in Unicode's normalization form C, so that texts that are canonically equal have equal bytes.
  ///
  /// Source: Unicode Standard Annex #15.
  package var composed: String {
    utf8.isComposed ? self : withOrderedMarks.precomposedStringWithCanonicalMapping
  }

  /// A canonically equal text, in which combining marks are in their canonical order already.
  ///
  /// Foundation puts marks in order by insertion, which takes time in the square of how many follow each other: seconds for a
  /// long text of nothing else. Where they are few it is left to it.
  private var withOrderedMarks: String {
    guard hasLongRunOfMarks else { return self }
    var ordered = String.UnicodeScalarView()
    var run: [(mark: UInt8, place: Int, scalar: Unicode.Scalar)] = []
    func endRun() {
      // By place where the classes are equal, because that order has to stay.
      run.sort { ($0.mark, $0.place) < ($1.mark, $1.place) }
      for mark in run { ordered.append(mark.scalar) }
      run.removeAll(keepingCapacity: true)
    }
    for scalar in unicodeScalars.lazy.flatMap({ Self.marks(of: $0) ?? [$0] }) {
      let mark = scalar.isLetterByRange ? 0 : scalar.combiningClass
      if mark == 0 {
        endRun()
        ordered.append(scalar)
      } else {
        run.append((mark, run.count, scalar))
      }
    }
    endRun()
    return String(ordered)
  }

  private var hasLongRunOfMarks: Bool {
    var length = 0
    for scalar in unicodeScalars {
      length =
        scalar.isLetterByRange || scalar.combiningClass == 0 && Self.marks(of: scalar) == nil ? 0 : length + 1
      if length > 30 { return true }
    }
    return false
  }

  /// What the characters stand for that are combining marks and decompose into two of them. No composed text has these.
  ///
  /// Source: Unicode Character Database, CompositionExclusions.txt, section 4, "Non-Starter Decompositions".
  private static func marks(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    switch scalar {
    case "\u{0344}": ["\u{0308}", "\u{0301}"]
    case "\u{0F73}": ["\u{0F71}", "\u{0F72}"]
    case "\u{0F75}": ["\u{0F71}", "\u{0F74}"]
    case "\u{0F81}": ["\u{0F71}", "\u{0F80}"]
    case _: nil
    }
  }
}

extension Unicode.Scalar {
  fileprivate var combiningClass: UInt8 { properties.canonicalCombiningClass.rawValue }

  /// Whether the character is in one of the ranges that much is written in and that have no combining mark, which spares
  /// looking it up: Latin, Greek, Cyrillic and Armenian letters, Chinese and Japanese characters, Korean syllables.
  fileprivate var isLetterByRange: Bool {
    switch value {
    case 0..<0x300, 0x370..<0x483, 0x48A..<0x591, 0x30A0..<0xA66F, 0xAC00..<0xD7A4: true
    case _: false
    }
  }
}

extension Sequence<UInt8> {
  /// Whether these bytes of UTF-8 are surely in normalization form C, which spares most names the work.
  ///
  /// Below U+0300 every character is its own composed form. 0xCC is the first byte of U+0300; the bytes of lower
  /// characters are all lower.
  fileprivate var isComposed: Bool {
    withContiguousStorageIfAvailable { bytes in bytes.allSatisfy { $0 < 0xCC } } ?? allSatisfy { $0 < 0xCC }
  }
}
