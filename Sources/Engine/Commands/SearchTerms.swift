/// The words and "quoted phrases" of a search query, as the index of messages has them.
///
/// There is no other syntax than quotes, and a `*` behind a part that is not in quotes: its last word may go on. Everything else is
/// text to be found.
struct SearchTerms {
  /// Phrases of the index (`SearchWords`). What has no word cannot be searched for and is left out.
  private(set) var terms: [String] = []

  init(_ query: String) {
    var parts: [(text: Substring, isQuoted: Bool)] = []
    for (index, part) in query.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 {
        parts.append((text: part, isQuoted: true))
      } else {
        parts += part.split(whereSeparator: \.isWhitespace).map { (text: $0, isQuoted: false) }
      }
    }
    var left = Self.mostWords
    for (index, part) in parts.enumerated() {
      let continuation: SearchWords.Continuation =
        if part.isQuoted {
          .never
        } else if part.text.last == "*" {
          .always
        } else {
          index == parts.count - 1 ? .perhaps(from: Self.leastOfLast) : .never
        }
      let phrase = SearchWords.phrase(part.text, continuation)
      // Not by characters: a space and a mark may be one.
      let words = phrase.utf8.split(separator: UInt8(ascii: " ")).prefix(left)
      guard let last = words.last else { continue }
      terms.append(String(phrase[..<last.endIndex]))
      left -= words.count
    }
  }

  /// The last word of a query goes on from so many characters, since people search while they type.
  private static let leastOfLast = 3

  /// Each word takes a look at every part of the index. What is behind so many is not searched for.
  private static let mostWords = 64
}

extension MessageSearch {
  /// The terms of a search that an earlier program wrote: parts of a query as they were typed, of which no word went on.
  static func terms(typed parts: [String]) -> [String] {
    parts.map { SearchWords.phrase($0, .never) }.filter { !$0.isEmpty }
  }
}
