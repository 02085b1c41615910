import ScenarioLanguage
import Testing
import Wire

/// Cases from a file, and titles with columns in them.
@Suite struct CaseFileTests {
  private func expand(_ name: String, _ content: String) -> Expansion {
    let text = "title: $text: $value\nusers: a\ncases: \(name)\n\na > $text\na < e v=$value"
    return Examples.expand(text, ["rows.csv": content, "rows.json": content])
  }

  private func value(in scenario: Scenario) -> Matcher? {
    scenario.steps.last?.expectations.first?.pattern?.fields.first?.matcher
  }

  @Test(
    arguments: [
      ("text,value\nx,y\n", "x", .string("y")),
      ("text,value\r\nx,12\r\n", "x", .integer(12)),
      ("\u{FEFF}text,value\n\nx,true", "x", .bool(true)),
      ("value,text\n1.5,x", "x", .number(1.5)),
      ("text,value\nx,\"12\"", "x", .string("12")),
      ("text,value\n\"a, \"\"b\"\"\",\"\"", "a, \"b\"", .string("")),
      ("text,value\nx,\"two\r\nlines\"", "x", .string("two\nlines")),
      ("text,value\n007,99999999999999999999", "007", .string("99999999999999999999")),
      ("text,value\n1.50,$a [b] *", "1.50", .string("$a [b] *")),
    ] as [(String, String, JSON)])
  func `a line of comma-separated values is a case`(content: String, text: String, value: JSON) throws {
    let expansion = expand("rows.csv", content)
    #expect(expansion.diagnostics.map(\.message) == [])
    let scenario = try #require(expansion.scenarios.first)
    guard case .send(_, let payload) = scenario.steps[0].kind else { throw Unexpected(scenario.steps[0]) }
    #expect(try payload.text([:]) == text)
    #expect(self.value(in: scenario) == .literal(value))
  }

  @Test func `an object of a list is a case, whatever the order of its members`() throws {
    let expansion = expand(
      "\"rows.json\"", #"[{"text": "x", "value": null}, {"value": [1, {"a": "b"}], "text": "y"}]"#)
    #expect(expansion.diagnostics.map(\.message) == [])
    #expect(expansion.scenarios.map(\.caseName) == ["x", "y"])
    #expect(expansion.scenarios.map(\.header.title) == ["x: null", "y: [1,{\"a\":\"b\"}]"])
    #expect(
      expansion.scenarios.compactMap { value(in: $0) } == [
        .literal(.null),
        .list([.literal(.integer(1)), .object([.init("a", .literal(.string("b")))])], .exact),
      ])
  }

  @Test(arguments: [
    ("rows.csv", "", "1:1"), ("rows.csv", "text,value\n", "1:1"), ("rows.csv", "text,1\na,b", "1:6"),
    ("rows.csv", "text,text\na,b", "1:6"), ("rows.csv", "text,value\na\n", "2:1"),
    ("rows.csv", "text,value\na,b\"c", "2:4"), ("rows.csv", "text,value\na,\"b\nc", "2:3"),
    ("rows.csv", "text,value\na,\"b\"c", "2:6"), ("rows.csv", "text,value\na,b\0", "2:4"),
    ("rows.json", "[", "1:2"), ("rows.json", "{}", "1:1"), ("rows.json", "[]", "1:1"),
    ("rows.json", "[{\"text\": 1, \"value\": 2},\n 3]", "2:2"),
    ("rows.json", "[{\"text\": 1, \"value\": 2},\n  {\"text\": 1}]", "2:3"),
    ("rows.json", "[{\"text\": \"],{\"},\n{\"text\": 1, \"é\": 2}]", "2:1"),
    ("rows.json", "[{\"a b\": 1}]", "1:2"),
  ])
  func `what is wrong in the file is named with its place there`(name: String, content: String, place: String)
    throws
  {
    let expansion = expand(name, content)
    #expect(expansion.scenarios.isEmpty)
    let first = try #require(expansion.diagnostics.first)
    #expect(first.code == .caseFileNotValid)
    #expect(first.remedy != nil)
    #expect(first.span.description == "\(name):\(place)", "\(first.rendered(expansion.sources))")
  }

  @Test func `the column xfail of a file says which of its rows are known to fail`() throws {
    let expansion = expand("rows.csv", "text,value,xfail\nx,y,\nz,y,[e] BUG-1\n")
    #expect(expansion.diagnostics.map(\.message) == [])
    #expect(expansion.scenarios.map(\.caseName) == ["x", "z"])
    #expect(expansion.scenarios.first?.header.plan == .run)
    let second = try #require(expansion.scenarios.last)
    guard case .expectFailure(let known) = second.header.plan else { throw Unexpected(second.steps[0]) }
    #expect(known.reason == "BUG-1" && known.isOfRow)
    #expect(known.span.description == "rows.csv:3:5")
    let wrong = try #require(expand("rows.csv", "text,xfail\nx,[e]\n").diagnostics.first)
    #expect(wrong.code == .xfailNotValid && wrong.span.description == "rows.csv:2:3")
  }

  @Test func `a title stays as it is where a dollar is no name, and can be sent`() throws {
    let expansion = Examples.expand(
      "title: It costs $5 or $much\nusers: a\nmacro m\na > <$title>\nend\nm")
    let scenario = try #require(expansion.scenarios.first)
    #expect(scenario.header.title == "It costs $5 or $much")
    guard case .send(_, let payload) = scenario.steps[0].kind else { throw Unexpected(scenario.steps[0]) }
    #expect(try payload.text([:]) == "<It costs $5 or $much>")
  }

  @Test func `a column called title counts for more`() throws {
    let expansion = Examples.expand("title: T\nusers: a\ncases:\n| title |\n| x |\n\na > $title")
    let step = try #require(expansion.scenarios.first?.steps.first)
    guard case .send(_, let payload) = step.kind else { throw Unexpected(step) }
    #expect(try payload.text([:]) == "x")
  }
}
