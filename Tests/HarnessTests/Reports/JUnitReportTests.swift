import ScenarioLanguage
import Testing

@testable import Harness

@Suite("JUnit report") struct JUnitReportTests {
  /// One result of each verdict, in two folders.
  private func results() throws -> [ScenarioResult] {
    let texts: [(path: String, ScenarioTexts)] = [
      ("rooms/a.chat", .lobby("alice < nothing")),
      ("rooms/b.chat", .lobby("alice > <b> & \"c\"\nalice < error code=not_in_room")),
      ("/names/c.chat", .lobby("alice < nothing", header: "skip: \"later\" & <never>")),
      ("rooms/d.chat", .lobby("alice < user_list", header: "xfail: known")),
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
      root.attributes == ["name": "verbatim", "tests": "8", "failures": "3", "errors": "1", "skipped": "2"])
    let suites = outline.elements.filter { $0.name == "testsuite" }
    #expect(suites.map { $0.attributes["name"] } == ["rooms", "/names", "."])
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
        "/names/c.chat", "/names/e.chat", "f.chat",
      ])
    #expect(Set(names).count == names.count)
    #expect(
      cases.map { $0.attributes["classname"] } == Array(repeating: "rooms", count: 5) + [
        "/names", "/names", ".",
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
    let (skipped, reason) = try body(of: "/names/c.chat")
    #expect(skipped.attributes["line"] == nil)
    #expect(reason.name == "skipped")
    #expect(reason.attributes == ["message": "\"later\" & <never>"])
    #expect(try body(of: "rooms/d.chat").1.attributes == ["message": "known failure: known"])
    #expect(try body(of: "/names/e.chat").1.attributes == ["message": "passes, but is marked xfail: gone"])
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
