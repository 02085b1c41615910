import ScenarioLanguage
import Testing
import Wire

/// `repeat` and `for each`.
@Suite struct LoopTests {
  /// The lines that are sent, in order.
  private func sent(_ body: String, users: String = "a b c") throws -> [String] {
    let expansion = Examples.expand("title: T\nusers: \(users)\n\(body)")
    try #require(expansion.diagnostics.map(\.message) == [])
    return try #require(expansion.scenarios.first).steps.flatMap { step in
      guard case .send(let who, let payload) = step.kind else { return [String]() }
      let text = try payload.text([:])
      return who.map { "\($0) \(text)" }
    }
  }

  @Test(
    arguments: [
      ("repeat 3\na > x\nend", ["a x", "a x", "a x"]),
      ("repeat 2 as N\na > $N\nend", ["a 1", "a 2"]),
      ("for each W in a \"b\" # why\n$W > hi $W\nend", ["a hi a", "b hi b"]),
      ("for each T in \"x y\" 1.50 true\na > $T\nend", ["a x y", "a 1.50", "a true"]),
      ("for each W in [a, b]\n$W > x\nend", ["a x", "b x"]),
      ("for each W in [a, b] [c]\n$W > x\nend", ["a x", "b x", "c x"]),
      ("for each W in a b\nrepeat 2 as N\n$W > $N\nend\nend", ["a 1", "a 2", "b 1", "b 2"]),
      (
        "macro m WHO N\nrepeat $N\nfor each W in $WHO\n$W > x\nend\nend\nend\nm [a, b] 2",
        ["a x", "b x", "a x", "b x"]
      ),
      ("macro m W\n$W > x\nend\nfor each V in a b\nm $V\nend", ["a x", "b x"]),
      ("for each W in a b\n$W > one\nend\nc > two", ["a one", "b one", "c two"]),
    ] as [(String, [String])])
  func `the lines of a loop are played round by round`(body: String, expected: [String]) throws {
    #expect(try sent(body) == expected)
  }

  @Test func `each line of a block is a step`() {
    let lines = String(repeating: "a < e\n", count: 10)
    let fits = Examples.expand("title: T\nusers: a\nrepeat 8000\nany\n\(lines)end\nend")
    #expect(fits.diagnostics.map(\.message) == [])
    let tooMany = Examples.expand("title: T\nusers: a\nrepeat 9000\nany\n\(lines)end\nend")
    #expect(tooMany.diagnostics.map(\.message) == ["the scenario expands to more than 100000 steps"])
  }

  @Test(arguments: [
    "repeat 3000\na > $B\nend", "repeat 3000\na < e text=$B\nend",
    "macro m X\nend\nrepeat 3000\nm [$B, 1]\nend",
  ])
  func `a scenario cannot grow without bound`(body: String) {
    let word = String(repeating: "b", count: 100_000)
    let expansion = Examples.expand("title: T\nusers: a\nvariables: B=\(word)\n\(body)")
    #expect(expansion.diagnostics.map(\.message) == ["the scenario expands to more than 64 MiB of text"])
    #expect(expansion.diagnostics.map(\.code) == [.expansionTooLarge])
  }

  @Test(arguments: [
    "a < e \((0..<40).map { "f\($0)=\"x$B\"" }.joined(separator: " "))",
    "a < e list=[\(Array(repeating: "\"x$B\"", count: 40).joined(separator: ", "))]",
    "for each V in \(Array(repeating: "\"x$B\"", count: 40).joined(separator: " "))\na > x\nend",
    "macro m X Y\nend\nm [$B, $B, $B, $B, $B, $B] [$B, $B, $B, $B, $B, $B]",
  ])
  func `a line grows no longer by what parameters stand for`(body: String) {
    let word = String(repeating: "b", count: 100_000)
    let expansion = Examples.expand("title: T\nusers: a\nvariables: B=\(word)\n\(body)")
    #expect(expansion.diagnostics.map(\.code) == [.argumentNotValid])
    #expect(expansion.diagnostics.first?.message.hasSuffix("grows past 1048576 bytes") == true)
  }

  @Test func `a value nests no deeper, and is no longer, where parameters stand for its parts`() {
    func message(_ argument: String, of depth: Int) -> String? {
      let macros = (0..<depth).map { "macro m\($0) X\nm\($0 + 1) \(argument)\nend" }
      let text = macros.joined(separator: "\n") + "\nmacro m\(depth) X\na < e x=$X\nend\nm0 a"
      return Examples.expand("title: T\nusers: a\n\(text)").diagnostics.first?.message
    }
    #expect(message("[$X]", of: 16) == nil)
    #expect(message("[$X]", of: 17) == "the value nests deeper than 16 levels")
    #expect(message("[\(Array(repeating: "$X", count: 200).joined(separator: ", "))]", of: 2) == nil)
    #expect(
      message("[\(Array(repeating: "$X", count: 200).joined(separator: ", "))]", of: 3)
        == "the value grows past 1048576 bytes")
  }

  @Test func `a loop may hold a block, and a value of a round stands in it`() throws {
    let expansion = Examples.expand("title: T\nusers: a\nfor each V in x 1\nany\na < e v=$V\nend\nend")
    let blocks = try #require(expansion.scenarios.first).steps.compactMap { step in
      if case .block(.any, let expectations) = step.kind { expectations } else { nil }
    }
    let matchers = blocks.compactMap { $0.first?.pattern?.fields.first?.matcher }
    #expect(matchers == [.literal(.string("x")), .literal(.integer(1))])
  }

  @Test func `the place names the rounds, the innermost first`() throws {
    let text = """
      title: T
      users: a
      macro m
        a > x
      end
      for each W in one "t w o"
        repeat 2
          m
        end
      end
      """
    let steps = try #require(Examples.expand(text).scenarios.first).steps
    #expect(
      steps.last?.origin.trail.map(\.description) == [
        "in macro m, called at test.chat:8", "in round 2 of 2 of the loop at test.chat:7",
        "in round 2 of 2, W=\"t w o\", of the loop at test.chat:6",
      ])
  }

  @Test func `a name is bound anew in each round, and keeps its last value`() throws {
    let expansion = Examples.expand("title: T\nusers: a\nrepeat 3\na < e v=?n\na > $n\nend\na > $n")
    #expect(expansion.diagnostics.map(\.message) == [])
    let steps = try #require(expansion.scenarios.first).steps
    #expect(steps.map(\.forgotten) == [[], [], ["n"], [], ["n"], [], []])
  }
}
