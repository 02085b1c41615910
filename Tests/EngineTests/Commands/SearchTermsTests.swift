import Testing

@testable import Engine

@Suite struct SearchTermsTests {
  @Test(arguments: [
    ("", []),
    ("tea", ["tea?"]),
    ("  tea   time\t\n", ["tea", "time?"]),
    ("te", ["te"]),
    ("te*", ["te*"]),
    ("te* tim* a*b *", ["te*", "tim*", "a b"]),
    ("+* ti\u{301}m", ["+", "tim?"]),
    (#""tea time""#, ["tea time"]),
    (#""tea*" tim"#, ["tea", "tim?"]),
    (#"a "b c" d"#, ["a", "b c", "d"]),
    (#""open to the end"#, ["open to the end"]),
    (#"tea"b"cup"#, ["tea", "b", "cup?"]),
    (#""""#, []),
    ("!!! -- \u{301} \0", []),
    ("tea OR NOT NEAR( text:x* ^y", ["tea", "or", "not", "near", "text x*", "^ y"]),
    ("\u{1f511}", ["\u{1f511}"]),
    ("a\u{a0}b\u{2003}c", ["a", "b", "c"]),
    ("C++ Straße 1\u{FE0F}\u{20E3}", ["c + +", "strasse", "1 \u{20E3}"]),
    ("東京都 京", ["東京 京都", "京*"]),
    (#""東京" 東京abc"#, ["東京", "東京 京 abc?"]),
  ])
  func `a query is words and phrases, and nothing else has a meaning`(query: String, terms: [String]) {
    #expect(SearchTerms(query).terms == terms)
  }

  @Test func `of a long query the first words are searched for`() {
    let terms = SearchTerms(
      "\(String(repeating: "東", count: 50)) \"\(String(repeating: "a-", count: 30))\" b"
    ).terms
    #expect(terms.map { $0.split(separator: " ").count } == [49, 15])
  }

  @Test func `the terms of an earlier program are cut, and none goes on`() {
    #expect(MessageSearch.terms(typed: ["Tea*", "!", "東京都"]) == ["tea", "東京 京都"])
  }
}
