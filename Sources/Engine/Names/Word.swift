extension RawRepresentable<String> where Self: CaseIterable {
  /// What a word of the protocol stands for, or nil where it is none.
  ///
  /// Words are compared as bytes. They come from clients and can be of any length, and comparing texts as texts takes time in the
  /// square of how many combining marks follow each other.
  package init?(word: some StringProtocol) {
    guard let match = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(word.utf8) }) else {
      return nil
    }
    self = match
  }
}

extension StringProtocol {
  /// A word of a line without its case, or an empty one where the word is longer than all that the protocol has.
  package var lowercasedWord: String { utf8.count <= 32 ? lowercased() : "" }
}

extension Unicode.Scalar {
  /// Whether it is white space, found out quickly for what most texts are made of.
  package var isSpace: Bool {
    value < 0x80 ? value == 0x20 || value >= 0x09 && value <= 0x0D : properties.isWhitespace
  }
}
