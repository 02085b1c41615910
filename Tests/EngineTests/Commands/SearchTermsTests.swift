import Testing

@testable import Engine

@Suite struct SearchTermsTests {
  @Test(arguments: [
    ("", []),
    ("tea", ["tea"]),
    ("  tea   time\t\n", ["tea", "time"]),
    (#""tea time""#, ["tea time"]),
    (#"a "b c" d"#, ["a", "b c", "d"]),
    (#""open to the end"#, ["open to the end"]),
    (#"a"b"c"#, ["a", "b", "c"]),
    (#""""#, []),
    ("!!! -- \u{301} \0", []),
    ("tea OR NOT NEAR( text:x* ^y", ["tea", "OR", "NOT", "NEAR(", "text:x*", "^y"]),
    ("\u{1f511}", ["\u{1f511}"]),
    ("a\u{a0}b\u{2003}c", ["a", "b", "c"]),
  ])
  func `a query is words and phrases, and nothing else has a meaning`(query: String, terms: [String]) {
    #expect(SearchTerms(query).terms == terms)
  }
}
