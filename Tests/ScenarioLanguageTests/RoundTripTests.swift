import Foundation
import ScenarioLanguage
import TestSupport
import Testing
import Wire

@Suite struct RoundTripTests {
  /// Parses `a < ev v=TEXT` and gives what the value matches.
  private func matcher(_ text: String) throws -> Matcher {
    let (tree, diagnostics) = ScenarioParser.parse(SourceFile(path: "t.chat", text: "a < ev v=\(text)"))
    try #require(diagnostics.isEmpty, "\(text): \(diagnostics.map(\.message))")
    guard case .expectation(let syntax) = tree.lines[0].kind, tree.lines.count == 1, syntax.fields.count == 1
    else {
      throw SourceLoadError(reason: "\(text) is no value")
    }
    return syntax.fields[0].matcher
  }

  private func expectSame(_ value: JSON) throws {
    let text = ScenarioText.value(value)
    let back = try matcher(text)
    var bindings: [String: JSON] = [:]
    #expect(
      back.mismatch(value, at: "v", bindings: &bindings)?.description == nil, "\(text.debugDescription)")
    #expect(back.literalValue?.isSameValue(as: value) == true, "\(text.debugDescription)")
    #expect(ScenarioText.matcher(back).isSame(text))
  }

  @Test(arguments: [
    "", "a", "two words", "true", "null", "absent", "nothing", "12", "-1", "1.5", "1..5", "*", "?id", "$id",
    "$$id", "$", "$5",
    "a$b", "~x", "/x/", "[a]", "{a=b}", "a=b", "a,b", "a|b", "#", "a # b", "\"", "\\", "\n\r\t\0", "\u{7F}",
    "\u{200B}",
    "\u{202E}", "é", "e\u{301}", "\u{301}", "😀", "👩‍👩‍👧", "日本", "...", "'", "a\u{A0}b", "$\u{301}a", "\u{FEFF}",
    "-", "+1", "1e5",
  ])
  func `a string is written so that it reads back`(text: String) throws {
    try expectSame(.string(text))
  }

  @Test func `numbers are written so that they read back`() throws {
    for value in [Int64.min, -1, 0, 1, Int64.max] { try expectSame(.integer(value)) }
    for value in [0.5, -0.0, 1e20, 1e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 100.0, 1e16] {
      try expectSame(.number(value))
    }
  }

  @Test(arguments: 0..<UInt64(Soak.rounds(20, of: 200)))
  func `a random value is written so that it reads back`(seed: UInt64) throws {
    var generator = RandomNumbers(seed: seed)
    for _ in 0..<10 { try expectSame(.random(depth: 4, &generator)) }
  }

  @Test(arguments: 0..<UInt64(Soak.rounds(20, of: 100)))
  func `a random event is written as an expectation that it meets`(seed: UInt64) throws {
    var generator = RandomNumbers(seed: seed)
    let event = JSON.object([
      .init("type", .string(.random(&generator))),
      .init(.random(&generator) + "1", .random(depth: 3, &generator)),
      .init(.random(&generator) + "2", .random(depth: 3, &generator)),
    ])
    let expansion = Examples.expand("title: t\nusers: a\na <= \(ScenarioText.event(event))")
    #expect(expansion.diagnostics.map(\.message) == [])
    let pattern = try #require(expansion.scenarios.first?.steps.first?.expectations.first?.pattern)
    var bindings: [String: JSON] = [:]
    #expect(pattern.match(event, bindings: &bindings)?.description == nil)
  }

  @Test(arguments: [
    "?id", "$id", "*", "absent", "1..5", "-5..-1", "/a\\/b[\\]]\\\\/", "~\"a b\"", "\"x $id $$y\"",
    "[a, ...]", "[...]", "[]",
    "{a, ?b, {c=d}}", "{a, ...}", "{...}", "[..., a, ..., b]", "[..., a]", "#3", "#1..5", "#2..", "#..4",
    "1..", "..9", "..-1", "$n+1", "$n-1.5", "$at+1h30m", "$a-$b+2", "/(?<when>.*)\\./", "{a!=b, c>=$n+1}",
    "{}", "{a=?x, \"b c\"=[*, {d=absent}]}", "~\"$id\"",
  ])
  func `a matcher is written as it was read`(text: String) throws {
    #expect(ScenarioText.matcher(try matcher(text)) == text)
  }

  @Test(
    .enabled(
      if: SharedData.exists(SharedData.naughtyStringsFile),
      "there is no \(SharedData.naughtyStringsFile.path)"))
  func `every naughty string comes back as it went in`() throws {
    let strings = try SharedData.naughtyStrings()
    #expect(strings.count > 400)
    for string in strings { try expectSame(.string(string)) }
  }
}

extension JSON {
  static func random(depth: Int, _ generator: inout RandomNumbers) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: .null
    case 1: .bool(Bool.random(using: &generator))
    case 2: .integer(Int64(bitPattern: generator.next()))
    case 3: .number(Double(Int32(truncatingIfNeeded: generator.next())) / 64 + 1e-3)
    case 4, 5: .string(.random(&generator))
    case 6:
      .array(
        (0..<Int.random(in: 0..<4, using: &generator)).map { _ in .random(depth: depth - 1, &generator) })
    case _:
      .object(
        (0..<Int.random(in: 0..<4, using: &generator)).map { index in
          Member(.random(&generator) + String(index), .random(depth: depth - 1, &generator))
        })
    }
  }
}

extension String {
  /// Whether two strings have the same scalars, which `==` does not ask.
  func isSame(_ other: String) -> Bool { unicodeScalars.elementsEqual(other.unicodeScalars) }

  static func random(_ generator: inout RandomNumbers) -> String {
    let alphabet = Array("ab1 _-.,:;[]{}=|\"\\/#$*?~'!<>+\n\t\0é\u{301}\u{200D}😀\u{202E}日".unicodeScalars)
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &generator) {
      view.append(alphabet.randomElement(using: &generator) ?? "a")
    }
    return String(view)
  }
}
