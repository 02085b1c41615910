import ScenarioLanguage
import TestSupport
import Testing

@Suite struct RegularExpressionTests {
  private func isFound(_ source: String, _ text: String) throws -> Bool {
    try RegularExpression(source).firstMatch(in: text) != .noMatch
  }

  private static let found: [(String, String)] = [
    ("a", "bab"), ("^ab$", "ab"), ("a.c", "abc"), ("a|bc", "xbc"), ("^(a|b)*$", "abba"), ("^a{2,3}$", "aaa"),
    ("^a{2}$", "aa"), ("^a{2,}$", "aaaa"), ("^a??b", "ab"), ("[a-c]+x", "abcx"), ("[^a-c]", "abcd"),
    (#"[\]\-]"#, "-"), ("[-a]", "-"), ("[a-]", "-"), (#"\d\w\s\D\W\S"#, "1a b !"),
    (#"\bword\b"#, "a word."), (#"\Bor"#, "word"), (#"\Aa\z"#, "a"), (#"\x41\u0042\u{43}\x{44}"#, "ABCD"),
    (#"\t\n\r\0"#, "\t\n\r\0"), (#"\p{Lu}\P{Lu}"#, "Ab"), (#"^\w+$"#, "é1_日e\u{301}"), (#"\d"#, "٣"),
    ("(?i)straße", "STRAßE"), ("(?i)[a-c]É", "Bé"), (#"\.\*\/\$"#, ".*/$"), ("^$", ""), ("(a*)*", ""),
    ("(|a)+b", "aab"), ("(?:a|ab)(?:c|bcd)$", "abcd"), ("}", "}"), ("a{0}b", "b"), ("é", "e\u{301} \u{E9}"),
  ]

  @Test(arguments: found)
  func `a text has a match`(source: String, text: String) throws {
    #expect(try isFound(source, text))
  }

  private static let absent: [(String, String)] = [
    ("^a$", "a\n"), ("a.c", "a\nc"), ("a{3}", "aa"), (#"\bor"#, "word"), ("[^a]", "a"), ("é", "e\u{301}"),
    ("^.$", "e\u{301}"), ("A", "a"), (#"\w"#, "-"), ("^(a+)+$", "aaaa!"), ("(?i)k", "x"), (#"\S"#, "\u{A0}"),
    ("^(?:ab){2,3}$", "ab"),
  ]

  @Test(arguments: absent)
  func `a text has none`(source: String, text: String) throws {
    #expect(try !isFound(source, text))
  }

  private static let captured: [(String, String, [String: String])] = [
    ("(?<x>a+)", "baab", ["x": "aa"]), ("(?<x>a+?)", "baab", ["x": "a"]),
    ("(?<x>.*)-(?<y>.*)", "a-b-c", ["x": "a-b", "y": "c"]),
    ("(?<x>.*?)-(?<y>.*)", "a-b-c", ["x": "a", "y": "b-c"]), ("(?<x>a)|(?<y>b)", "b", ["y": "b"]),
    ("(?:(?<x>a|b))+", "ab", ["x": "b"]), ("(?<x>a|ab)(?<y>c?)", "abc", ["x": "a", "y": ""]),
    ("will (?<when>.*)\\.", "I will go in 10m.", ["when": "go in 10m"]), ("(?<x>)a", "a", ["x": ""]),
    ("(?<x>a{1,2}?)(?<y>a*)", "aaa", ["x": "a", "y": "aa"]), ("(?<x>日+)", "x日日y", ["x": "日日"]),
  ]

  @Test(arguments: captured)
  func `a named group keeps what it matched`(source: String, text: String, groups: [String: String]) throws {
    #expect(try RegularExpression(source).firstMatch(in: text) == .match(groups))
  }

  private static let refused: [(String, String?)] = [
    ("", "it is empty"), ("(a", "a ( has no )"), ("a)", "a ) has no ("), ("[a", "a [ has no ]"),
    ("[]", "a set has no characters in it"), ("*a", "nothing stands before * to be repeated"),
    ("a**", "two quantifiers follow each other"), ("a++", "two quantifiers follow each other"),
    ("a{3,2}", "the numbers in braces are not valid"), ("a{,2}", "the numbers in braces are not valid"),
    ("a{9999}", "a number in braces is larger than 1000"),
    ("^*", "a place such as ^, $ or \\b cannot be repeated"),
    ("(?<!a)b", "it looks ahead or behind, which is not supported"),
    (#"\q"#, #"no escape is called \q"#), (#"a\"#, #"nothing follows the last \"#),
    (#"[\d-z]"#, nil), ("[a&&b]", "sets cannot be combined with &&"),
    ("[[:alpha:]]", "a set cannot stand inside a set"), ("(?>a)", "the group (?> is not supported"),
    ("a(?i)b", "the group (?i is not supported"), ("(?<1>a)", "the name of a group is not valid"),
    ("(?<x>a)(?<x>b)", "two groups are called x"),
    (#"\p{Greek}"#, "\\p names no category of characters that is known here"),
    (#"\u{110000}"#, "the digits after \\x or \\u are no Unicode scalar"),
    ("(?:(?:(?:){1000}){1000}){1000}", "with its repetitions it has more than 5000 parts"),
  ]

  @Test(arguments: refused)
  func `an expression that cannot be used is refused`(source: String, message: String?) {
    var found: String?
    do throws(RegularExpression.Problem) {
      _ = try RegularExpression(source)
    } catch {
      found = error.message
    }
    #expect(found == message)
  }

  @Test func `groups may nest, but not without end`() throws {
    let nested = { (depth: Int) in
      String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
    }
    #expect(try isFound(nested(50), "a"))
    #expect(throws: RegularExpression.Problem.self) { try RegularExpression(nested(51)) }
  }

  @Test(arguments: ["^(a+)+$", "^(a|a)*$", "^(a*)*$", "^(?:a?){30}a{30}$", "(.*)(.*)(.*)(.*)[^a]$"])
  func `nothing backtracks`(source: String) throws {
    let text = String(repeating: "a", count: 2_000)
    #expect(try RegularExpression(source).firstMatch(in: text + "!!") != .gaveUp)
  }

  @Test func `a limit ends what takes too long, at the same step everywhere`() throws {
    let expression = try RegularExpression("a{1,100}b")
    let text = String(repeating: "a", count: 1_000)
    #expect(expression.firstMatch(in: text, limit: 10_000) == .gaveUp)
    #expect(expression.firstMatch(in: text) == .noMatch)
  }

  /// The library's own expressions are the second opinion; they backtrack, so the texts are short.
  @Test(arguments: 0..<UInt64(Soak.rounds(10, of: 40)))
  func `a random expression finds what the library finds`(seed: UInt64) throws {
    var generator = RandomNumbers(seed: seed)
    for _ in 0..<10 {
      let source = Self.source(depth: 3, &generator)
      let expression = try RegularExpression(source)
      let regex = try Regex(source)
      for _ in 0..<10 {
        let text = String(
          (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
            "abc".randomElement(using: &generator) ?? "a"
          })
        let isFound = expression.firstMatch(in: text) != .noMatch
        #expect(isFound == (text.firstMatch(of: regex) != nil), "/\(source)/ in \(text)")
      }
    }
  }

  private static func source(depth: Int, _ generator: inout RandomNumbers) -> String {
    guard depth > 0 else {
      return ["a", "b", "[ab]", "[^a]", ".", "c"].randomElement(using: &generator) ?? "a"
    }
    let (first, second) = (source(depth: depth - 1, &generator), source(depth: depth - 1, &generator))
    return switch Int.random(in: 0..<7, using: &generator) {
    case 0, 1: first + second
    case 2: "(?:\(first)|\(second))"
    case 3: "(?:\(first))" + (["*", "+", "?", "{2}", "{1,2}"].randomElement(using: &generator) ?? "*")
    case 4: "(?:\(first))" + (["*?", "+?", "??"].randomElement(using: &generator) ?? "*?")
    case 5: "^" + first
    case _: first + "$"
    }
  }
}
