import ScenarioLanguage
import TestSupport
import Testing

@Suite struct HostileInputTests {
  /// Runs everything that reads bytes; that it returns is the test, and that it says something where there is no scenario.
  private func survive(_ bytes: [UInt8]) {
    let file = SourceFile(path: "t.chat", bytes: bytes)
    let expansion = Expansion.expand(file) { path throws(SourceLoadError) in
      throw SourceLoadError(reason: "there is no such file")
    }
    #expect(expansion.scenarios.isEmpty == !expansion.diagnostics.isEmpty)
    #expect(
      Diagnostic.rendered(expansion.diagnostics, expansion.sources).isEmpty == expansion.diagnostics.isEmpty)
    if case .success(let text) = ScenarioFormatter.format(file) {
      let again = ScenarioFormatter.format(SourceFile(path: "t.chat", text: text))
      #expect((try? again.get()) == text, "\(text)")
    }
  }

  @Test func `a file that ends anywhere is a tree or an error`() {
    let bytes = Array(Examples.everything.utf8)
    for count in Soak.sample(0...bytes.count, each: 7) { survive(Array(bytes[..<count])) }
  }

  @Test(arguments: 0..<UInt64(Soak.rounds(4, of: 40)))
  func `a file with bytes changed at random is a tree or an error`(seed: UInt64) {
    var generator = RandomNumbers(seed: seed)
    for _ in 0..<25 {
      var bytes = Array(Examples.everything.utf8)
      for _ in 0..<Int.random(in: 1..<20, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: index)
        case 2:
          bytes.insert(
            Array("\"\\$[]{}|=#/~?*<>!:\n\t ".utf8).randomElement(using: &generator) ?? 0, at: index)
        case _: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 30)], at: 0)
        }
      }
      survive(bytes)
    }
  }

  @Test(arguments: [
    "[", "{a=", "\"", "\\", "$", "/", "(", "|", ",", "#", "!", "<", ">", "\u{301}", "\0", "\r", "?", "~\"",
    "=", "+9",
  ])
  func `one thing repeated is a tree or an error`(part: String) {
    let row = String(repeating: part, count: 3_000)
    for start in [
      "", "a < e x=", "a > ", "a >json ", "a >bytes ", "== ", "title: ", "bots: ", "cases:\n| ", "macro ",
      "m ", "a < e x=/", "+", "! ",
    ] {
      survive(Array((start + row).utf8))
    }
  }

  @Test(arguments: 0..<UInt64(Soak.rounds(4, of: 30)))
  func `a random regular expression is compiled or refused`(seed: UInt64) {
    var generator = RandomNumbers(seed: seed)
    let parts = [
      "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\\\", "\\p{L}", "(?<", "(?", ":",
      "a", "-", "&&", "\\d", "\\Q", "9", ",", "\\x{110000}", "\\1", "[:", ":]", "(?i)",
    ]
    for _ in 0..<60 {
      let source = (0..<Int.random(in: 1..<12, using: &generator)).map { _ in
        parts.randomElement(using: &generator) ?? ""
      }
      survive(Array("title: t\nusers: a\na < e x=/\(source.joined())/".utf8))
    }
  }

  @Test func `a frame that nests deeper than any stack is only text`() {
    survive(
      Array(
        ("title: t\nusers: a\na >json " + String(repeating: "[", count: 200_000)
          + String(repeating: "]", count: 200_000)).utf8))
  }
}
