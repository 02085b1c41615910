import Foundation

extension String {
  /// The words of a text without case, accents and punctuation: what is left of `Olé, Bob!` is `ole` and `bob`.
  ///
  /// Two spellings of a word are alike here as they are to a person, which is what a bot wants that compares answers or looks for words.
  public var words: [String] {
    folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .split { !$0.isLetter && !$0.isNumber }
      .map(String.init)
  }
}
