import Harness
import ScenarioLanguage
import Testing

@testable import Reports

@Suite("JUnit report") struct JUnitReportTests {
  /// One result of each verdict, in two folders.
  private func results() throws -> [ScenarioResult] {
    let texts: [(path: String, ScenarioTexts)] = [
      ("rooms/a.chat", .lobby("alice < nothing")),
      ("rooms/b.chat", .lobby("alice > <b> & \"c\"\nalice < error code=not_in_room")),
      ("/names/c.chat", .lobby("alice < nothing", header: "skip: \"later\" & <never>")),
      ("rooms/d.chat", .lobby("alice < user_list", header: "xfail: [user_list] known")),
      ("/names/e.chat", .lobby("alice < nothing", header: "xfail: gone")),
      ("f.chat", .lobby("alice < user_lst")),
      (
        "rooms/g.chat",
        ScenarioTexts(
          "title: Rows\nusers: alice\ncases:\n| line |\n| \"/leave\" |\n| \"/rooms\" |\n\nalice > $line\nalice < error\n"
        )
      ),
    ]
    return try texts.flatMap { path, texts -> [ScenarioResult] in
      let loaded = try ScenarioRunner.load(path) { .init(path: $0, text: texts.files["test.chat"] ?? "") }
      let runner = ScenarioRunner()
      return loaded.unreadable.map { [$0] }
        ?? loaded.scenarios.map { runner.run($0, sources: loaded.sources) }
    }
  }

  @Test func `it is well-formed, with a suite a folder and a case a result`() throws {
    let outline = try XMLOutline(JUnitReport.text(of: try results()))
    let root = try #require(outline.elements.first)
    #expect(root.name == "testsuites")
    #expect(
      root.attributes == ["name": "verbatim", "tests": "8", "failures": "3", "errors": "1"])
    let suites = outline.elements.filter { $0.name == "testsuite" }
    #expect(suites.map { $0.attributes["name"] } == ["rooms", "names", "verbatim"])
    #expect(suites.map { $0.attributes["tests"] } == ["5", "2", "1"])
    #expect(suites.map { $0.attributes["failures"] } == ["2", "1", "0"])
    #expect(suites.map { $0.attributes["errors"] } == ["0", "0", "1"])
    #expect(suites.map { $0.attributes["skipped"] } == ["1", "1", "0"])
    #expect(outline.elements.filter { $0.name == "testcase" }.allSatisfy { $0.depth == 2 })
  }

  @Test func `names are unique and do not depend on the verdict`() throws {
    let cases = try XMLOutline(JUnitReport.text(of: try results())).elements.filter { $0.name == "testcase" }
    let names = cases.compactMap { $0.attributes["name"] }
    #expect(
      names == [
        "rooms/a.chat", "rooms/b.chat", "rooms/d.chat", "rooms/g.chat [/leave]", "rooms/g.chat [/rooms]",
        "names/c.chat", "names/e.chat", "f.chat",
      ])
    #expect(Set(names).count == names.count)
    #expect(
      cases.map { $0.attributes["classname"] } == Array(repeating: "rooms", count: 5) + [
        "names", "names", "verbatim",
      ])
  }

  @Test func `what is not green has its place and the text of the console`() throws {
    let results = try results()
    let elements = try XMLOutline(JUnitReport.text(of: results)).elements
    func body(of name: String) throws -> (XMLOutline.Element, XMLOutline.Element) {
      let index = try #require(elements.firstIndex { $0.attributes["name"] == name })
      return (elements[index], elements[index + 1])
    }
    let (failed, failure) = try body(of: "rooms/b.chat")
    #expect(failed.attributes["file"] == "rooms/b.chat")
    #expect(failed.attributes["line"] == "10")
    #expect(failure.name == "failure")
    #expect(failure.attributes == ["message": "alice received something else"])
    #expect(failure.text == ConsoleReport.text(of: results[1]))
    let (skipped, reason) = try body(of: "names/c.chat")
    #expect(skipped.attributes["line"] == nil)
    #expect(reason.name == "skipped")
    #expect(reason.attributes == ["message": "\"later\" & <never>"])
    let (known, knownFailure) = try body(of: "rooms/d.chat")
    #expect(known.attributes["line"] == "10")
    #expect(knownFailure.name == "skipped")
    #expect(knownFailure.attributes == ["message": "known failure: known"])
    #expect(knownFailure.text.contains("\n  expected: user_list\n"))
    #expect(try body(of: "names/e.chat").1.attributes == ["message": "passes, but is known to fail: gone"])
    let (unreadable, error) = try body(of: "f.chat")
    #expect(unreadable.attributes["line"] == "9")
    #expect(error.name == "error")
    #expect(error.attributes == ["message": "no event is called user_lst"])
  }

  @Test func `a failure in an included file has that file and its line`() throws {
    let results = try ScenarioTexts(
      "title: T\nusers: alice\n\ninclude part.chat\n",
      including: ["part.chat": "alice > /rooms\nalice < ok\n"]
    ).run()
    let element = try #require(
      try XMLOutline(JUnitReport.text(of: results)).elements.first { $0.name == "testcase" })
    #expect(element.attributes["name"] == "test.chat")
    #expect(element.attributes["file"] == "part.chat")
    #expect(element.attributes["line"] == "2")
  }

  @Test func `paths are from the working directory, and names are the same on every machine`() throws {
    let texts = ScenarioTexts.lobby("alice < user_list")
    func attributes(of path: String, from folder: String) throws -> [String: String] {
      let loaded = try ScenarioRunner.load(path) { .init(path: $0, text: texts.files["test.chat"] ?? "") }
      let results = loaded.scenarios.map { ScenarioRunner().run($0, sources: loaded.sources) }
      let elements = try XMLOutline(JUnitReport.text(of: results, from: folder)).elements
      return try #require(elements.first { $0.name == "testcase" }).attributes
    }
    let inside = try attributes(of: "/home/ci/checkout/rooms/a.chat", from: "/home/ci/checkout")
    #expect(
      inside["name"] == "rooms/a.chat" && inside["file"] == "rooms/a.chat" && inside["classname"] == "rooms")
    let dotted = try attributes(of: "../checkout/rooms/a.chat", from: "/home/ci/checkout")
    #expect(dotted["name"] == "rooms/a.chat" && dotted["file"] == "rooms/a.chat")
    let outside = try attributes(of: "/srv/checks/a.chat", from: "/home/ci/checkout")
    #expect(outside["name"] == "srv/checks/a.chat" && outside["file"] == "/srv/checks/a.chat")
    #expect(try attributes(of: "../checks/a.chat", from: "/home/ci/checkout")["name"] == "checks/a.chat")
  }

  @Test func `no two cases have one name`() throws {
    let result = try #require(try ScenarioTexts.lobby("alice < nothing").run().first)
    let elements = try XMLOutline(JUnitReport.text(of: [result, result])).elements
    #expect(
      elements.filter { $0.name == "testcase" }.map { $0.attributes["name"] } == [
        "test.chat", "test.chat #2",
      ])
  }

  @Test func `a check has its own name, and its clauses are the suite's`() throws {
    var result = try #require(
      try ScenarioTexts.lobby("alice < nothing", header: "covers: PM-2 PM-1").run().first)
    result.check = "rooms/a.chat [/b/c]"
    let elements = try XMLOutline(JUnitReport.text(of: [result])).elements
    let element = try #require(elements.first { $0.name == "testcase" })
    #expect(element.attributes["name"] == "rooms/a.chat [/b/c]" && element.attributes["classname"] == "rooms")
    #expect(
      elements.first { $0.name == "property" }?.attributes == ["name": "clauses", "value": "PM-1 PM-2"])
  }

  @Test func `it has times only where they are asked for`() throws {
    var result = try #require(try ScenarioTexts.lobby("alice < nothing").run().first)
    result.realMilliseconds = 12_034
    #expect(!JUnitReport.text(of: [result]).contains("time="))
    let elements = try XMLOutline(JUnitReport.text(of: [result, result], withTimes: true)).elements
    #expect(elements.map { $0.attributes["time"] } == ["24.068", "24.068", "12.034", "12.034"])
  }

  @Test func `a message is one line, and a body shows what a terminal would obey`() throws {
    var result = try #require(try ScenarioTexts.lobby("alice < user_list").run().first)
    var failure = try #require(result.verdict.failure)
    failure.message = "one\ntwo\u{1B}[31m"
    result.verdict = .failed(failure)
    let element = try #require(
      try XMLOutline(JUnitReport.text(of: [result])).elements.first { $0.name == "failure" })
    #expect(element.attributes["message"] == "one\\u{A}two\\u{1B}[31m")
    #expect(element.text.contains("one\ntwo\\u{1b}[31m"))
  }

  @Test func `every character can be in it`() throws {
    let nasty =
      String((0...0x2FF).compactMap { Unicode.Scalar($0 as UInt32) }.map(Character.init))
      + "\u{FFFE}\u{FFFF}\u{1F600}]]>"
    let document =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"\(JUnitReport.escaped(nasty))\">\(JUnitReport.escaped(nasty))</a>\n"
    let element = try #require(try XMLOutline(document).elements.first)
    #expect(element.attributes["b"] == element.text)
    #expect(element.text.contains("\\u{0}\\u{1}"))
    #expect(element.text.contains("\\u{fffe}\\u{ffff}😀]]>"))
  }
}
