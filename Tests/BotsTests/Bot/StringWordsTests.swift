import Bots
import Testing

@Suite("Words of a text") struct StringWordsTests {
  @Test(arguments: [
    ("Olé, Bob!", ["ole", "bob"]), ("", []), (" ... ", []), ("Straße 7b", ["strasse", "7b"]),
    ("e\u{301}té", ["ete"]), ("Ёлка", ["елка"]), ("a-b_c", ["a", "b", "c"]), ("日本", ["日本"]),
  ])
  func `they are without case, accents and punctuation`(text: String, words: [String]) {
    #expect(text.words == words)
  }
}
