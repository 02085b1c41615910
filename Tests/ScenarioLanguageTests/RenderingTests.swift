import ScenarioLanguage
import Testing

@Suite struct RenderingTests {
  private func rendered(_ text: String, _ files: [String: String] = [:]) -> String {
    let expansion = Examples.expand(text, files)
    return Diagnostic.rendered(expansion.diagnostics, expansion.sources)
  }

  @Test func `an error shows the lines around it, a caret and the remedy`() {
    #expect(
      rendered("title: t\nusers: alice bob\n\nalice > hi\n! cutt bob\nbob < nothing\n") == """
        test.chat:5:3: error: no fault is called cutt
         3 |
         4 | alice > hi
         5 | ! cutt bob
           |   ^^^^
         6 | bob < nothing
        did you mean "cut"?
        remedy: the faults are cut return close stall flow crash restart replay

        """)
  }

  @Test func `an error in a macro shows the way to it`() {
    let text = rendered(
      "title: t\nusers: bob\ninclude a.chat\n", ["a.chat": "macro m\n  bbo > hi\nend\n\nm\n"])
    #expect(
      text == """
        a.chat:2:3: error: no user is called bbo
         1 | macro m
         2 |   bbo > hi
           |   ^^^
         3 | end
         4 |
        did you mean "bob"?
        remedy: add it to users: or guests: in the header
          in macro m, called at a.chat:5
          included from test.chat:3

        """)
  }

  @Test func `the other place is shown too`() {
    #expect(
      rendered("title: t\nmacro m\nend\nmacro m\nend\n").hasSuffix(
        "remedy: give one of them another name\nit is first defined here: test.chat:2:7\n 2 | macro m\n   |       ^\n"
      ))
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
