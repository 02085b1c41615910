import Testing

@testable import Wire

@Suite("Suggestions") struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("join", "jion", 1),
    ("ca", "abc", 3),
    ("search", "serach", 1),
  ])
  func `slips are counted`(one: String, other: String, slips: Int) {
    #expect(Suggestion.distance(Array(one.unicodeScalars), Array(other.unicodeScalars)) == slips)
    #expect(Suggestion.distance(Array(other.unicodeScalars), Array(one.unicodeScalars)) == slips)
  }

  @Test func `the nearest candidate is taken, and the first of equals`() {
    #expect(Suggestion.closest(to: "romo", among: ["rooms", "room"]) == "room")
    #expect(Suggestion.closest(to: "cat", among: ["bat", "hat"]) == "bat")
    #expect(Suggestion.closest(to: "zebra", among: ["bat", "hat"]) == nil)
    #expect(Suggestion.closest(to: "x", among: ["y"]) == nil)
    #expect(Suggestion.closest(to: String(repeating: "a", count: 65), among: ["aaa"]) == nil)
  }
}
