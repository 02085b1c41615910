import ScenarioLanguage
import TestSupport
import Testing
import Wire

@Suite struct FormatTests {
  private func format(_ text: String) throws -> String {
    try ScenarioFormatter.format(SourceFile(path: "t.chat", text: text)).get()
  }

  /// What a file means, without places.
  private func meaning(_ text: String) -> [String] {
    let expansion = Examples.expand(text, ["a.chat": ""])
    return expansion.diagnostics.map(\.message)
      + expansion.scenarios.flatMap { scenario in
        ["\(scenario.caseName ?? "") \(scenario.header.title) \(scenario.header.users.map(\.value.name))"]
          + scenario.steps.map(\.meaning)
      }
  }

  @Test(arguments: [Examples.privateMessages, Examples.everything])
  func `formatting changes no meaning, and formatting again changes nothing`(text: String) throws {
    let once = try format(text)
    #expect(meaning(once) == meaning(text))
    #expect(try format(once) == once)
  }

  @Test func `formatting renames no case`() throws {
    let text = """
      title: t
      users: a
      cases:
      | x | y |
      | [b,c]   | 1 |
      | {k = v,l=w} | 2 |
      | "" | 3 |

      a < e x=$x y=$y

      """
    let names = ["[b, c]", "{k=v, l=w}", "\"\""]
    #expect(Examples.expand(text).scenarios.map(\.caseName) == names)
    #expect(Examples.expand(try format(text)).scenarios.map(\.caseName) == names)
    let twice = text.replacing("{k = v,l=w} | 2", with: "[b,  c] | 1")
    #expect(Examples.expand(twice).diagnostics.map(\.code) == [.caseDuplicate])
  }

  @Test func `what a known failure names is still there in the canonical layout`() throws {
    let untidy = "title: t\nusers: a\nxfail: [a  <  msg n=[1,2]]  why\n\na <   msg  n = [1,2]# x\n"
    let tidy = "title: t\nusers: a\nxfail: [a  <  msg n=[1,2]]  why\n\na < msg n=[1, 2]  # x\n"
    #expect(try format(untidy) == tidy)
    #expect(meaning(tidy) == meaning(untidy) && Examples.expand(tidy).diagnostics == [])
  }

  @Test func `the example of the design is canonical`() throws {
    #expect(try format(Examples.privateMessages) == Examples.privateMessages)
  }

  /// libFuzzer found files that lost their regular expressions.
  @Test(arguments: ["bob < a b=/x\t\ty z/\n", "m /x\t\ty z/ 1\n"])
  func `a regular expression stays as it was written`(line: String) throws {
    #expect(try format("title: T\n\n" + line) == "title: T\n\n" + line)
  }

  @Test func `an untidy file gets the canonical layout`() throws {
    let untidy =
      "\u{FEFF}# file\r\n\r\nusers:  bob,alice\t carol  \r\n# why\r\ntitle:\tT  # x\r\n\r\n\r\n"
      + "cases:\r\n|a|b|\r\n| long | [1,2] |# n\r\n# mid\r\n| x |  y |\r\n\r\n\r\n"
      + "alice\t> hi  \r\nbob <  msg  a = [1,2]   b={c=1,\"d e\"=~\"x\"}#no\r\n# on\r\n== One\r\n\r\n\r\n any\r\nbob < a\r\n"
      + "carol , alice < b\r\nend\r\n+2s\r\n!cut  bob,alice\r\nmacro   m  A\r\nbob > $A\r\nend\r\nm   [x,y]\r\n== Two # why\r\n\r\n"
    let tidy = """
      # file

      # why
      title: T  # x
      users: bob alice carol
      cases:
      | a    | b      |
      | long | [1, 2] |  # n
      # mid
      | x    | y      |

      alice > hi\u{20}\u{20}
      bob   < msg a=[1, 2] b={c=1, "d e"=~"x"}  #no

      # on
      == One

      any
        bob < a
        carol, alice < b
      end
      +2s
      ! cut bob, alice
      macro m A
        bob > $A
      end
      m [x, y]

      == Two  # why

      """
    #expect(try format(untidy) == tidy)
    #expect(try format(tidy) == tidy)
  }

  @Test func `conditions get the canonical layout`() throws {
    let untidy =
      "title: t\n\nbob < a b >= 3 b<5 c != {x , ...} d=[ ...,y ,... ] e={ f <1,\"g h\" != 2 } i=$n+1 j=#2..\n"
    let tidy =
      "title: t\n\nbob < a b>=3 b<5 c!={x, ...} d=[..., y, ...] e={f<1, \"g h\"!=2} i=$n+1 j=#2..\n"
    #expect(try format(untidy) == tidy)
    #expect(try format(tidy) == tidy)
  }

  @Test func `a file with errors is not formatted`() {
    guard case .failure(let failure) = ScenarioFormatter.format(SourceFile(path: "t.chat", text: "titel: x"))
    else {
      Issue.record("it was formatted")
      return
    }
    #expect(failure.diagnostics.map(\.code) == [.headerKeyUnknown])
  }

  @Test(arguments: 0..<UInt64(Soak.rounds(25, of: 150)))
  func `a random mixture of lines keeps its meaning`(seed: UInt64) throws {
    var generator = RandomNumbers(seed: seed)
    let lines = [
      "", "  ", "# c", "\t#d ", "== S", "== S # c", "a > x  ", "a >json [1, 2] ", "a , b <  e  x = 1",
      "b < nothing#c", "b !< e",
      "+1s # c", "! crash", "!cut a,b", "include  a.chat", "any\na < e\nend",
      "order\n # c\n a < e\n\nb <= e\n end", "m  1  \"a b\"",
      "macro m A B\n\n== In\na > $A\nend", "repeat  2  as N#c\na > $N\nend", "+1d2h # c",
      "for  each X  in a \"b c\" [d,e]\n\n repeat 2\nb < e x = $X\nend\nend",
    ]
    var text = "users: a b\n# c\ntitle: t\n"
    var hasMacro = false
    for _ in 0..<12 {
      guard let line = lines.randomElement(using: &generator) else { continue }
      if line.hasPrefix("macro") && hasMacro { continue }
      hasMacro = hasMacro || line.hasPrefix("macro")
      text += line + "\n"
    }
    text += hasMacro ? "" : "macro m A B\nend"
    let once = try format(text)
    #expect(meaning(once) == meaning(text), "\(text)")
    #expect(try format(once) == once, "\(text)")
  }
}

extension Step {
  fileprivate var meaning: String {
    switch kind {
    case .section(let title): "== \(title)"
    case .send(let who, let payload): "\(who) > \(payload)"
    case .expect(let expectation): expectation.meaning
    case .block(let kind, let expectations): "\(kind) \(expectations.map(\.meaning))"
    case .advance(let milliseconds): "+\(milliseconds)"
    case .until(let milliseconds): "until \(milliseconds)"
    case .fault(let kind, let names): "! \(kind) \(names)"
    }
  }
}

extension ScenarioLanguage.Expectation {
  fileprivate var meaning: String {
    let kind =
      switch demand {
      case .next: "<"
      case .soft: "<&"
      case .optional: "<?"
      case .skip: "<~"
      case .never: "!<"
      case .nothing: "nothing"
      }
    let fields = (pattern?.fields ?? []).map { "\($0.name)=\(ScenarioText.matcher($0.matcher))" }
    let type = pattern.map { "\($0.eventType) \($0.isExact)" } ?? ""
    return "\(who) \(kind) \(type) \(fields)"
  }
}
