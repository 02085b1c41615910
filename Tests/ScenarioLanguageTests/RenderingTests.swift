import ScenarioLanguage
import Testing

@Suite struct RenderingTests {
  private func rendered(_ text: String) -> String {
    let expansion = Examples.expand(text)
    return Diagnostic.rendered(expansion.diagnostics, expansion.sources)
  }

  @Test(arguments: [
    ("\tbob\t< a b=\t'x'", " bob < a b= 'x'", "            ^"),
    ("bob < a b=\"日本\" c='", "bob < a b=\"日本\" c='", "                   ^"),
    ("bob < a b=\"e\u{301}\" c='", "bob < a b=\"e\u{301}\" c='", "                ^"),
    ("bob < a b=\"\u{1B}[31m\" c='", "bob < a b=\"\\u{1B}[31m\" c='", "                         ^"),
  ])
  func `the caret stands below what it means`(line: String, shown: String, caret: String) {
    let lines = rendered("title: t\n\(line)").split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.unicodeScalars.elementsEqual((" 2 | " + shown).unicodeScalars) }, "\(lines)")
    #expect(lines.contains("   | " + caret), "\(lines)")
  }

  @Test func `a long line is cut around the caret`() {
    let lines = rendered(
      "title: t\nbob < a b=\"\(String(repeating: "x", count: 5_000))\" c='y' \(String(repeating: "z", count: 500))"
    )
    .split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 130 })
    let text = lines.first { $0.hasPrefix(" 2 | ") } ?? ""
    let caret = lines.first { $0.hasPrefix("   | ") } ?? ""
    #expect(text.hasPrefix(" 2 | …xxx") && text.hasSuffix("…"))
    #expect(
      Array(text)[(caret.firstIndex(of: "^").map { caret.distance(from: caret.startIndex, to: $0) }) ?? 0]
        == "'")
  }
}
