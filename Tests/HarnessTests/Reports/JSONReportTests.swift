import Foundation
import Harness
import Reports
import Testing
import Wire

/// `verbatim.report.v1`, as `Docs/reports.md` describes it.
@Suite("JSON report") struct JSONReportTests {
  private func report(_ texts: ScenarioTexts, crashesEverywhere: Bool = false) throws -> JSON {
    let bytes = JSONReport.bytes(of: try texts.run(crashesEverywhere: crashesEverywhere))
    #expect(bytes.last == UInt8(ascii: "\n"))
    return try JSON.parse(bytes, maximumBytes: .max, maximumDepth: 16)
  }

  private func result(_ texts: ScenarioTexts, crashesEverywhere: Bool = false) throws -> JSON {
    guard case .array(let results)? = try report(texts, crashesEverywhere: crashesEverywhere)["results"]
    else {
      throw Missing()
    }
    return try #require(results.first)
  }

  private struct Missing: Error {}

  private func names(_ json: JSON?) -> [String] {
    guard case .object(let members)? = json else { return [] }
    return members.map(\.name)
  }

  @Test func `the document has its format, the number of bad results, and the results`() throws {
    let report = try report(.lobby("alice < user_list"))
    #expect(names(report) == ["format", "bad", "results", "files"])
    #expect(report["format"] == .string("verbatim.report.v1"))
    #expect(report["bad"] == .integer(1))
    #expect(try self.report(.lobby("alice < nothing"))["bad"] == .integer(0))
  }

  @Test func `a result says what was run and what came of it`() throws {
    let result = try result(.lobby("+2s\nalice < nothing", header: "covers: PM-1 PM-4"))
    #expect(
      names(result) == [
        "name", "file", "title", "covers", "verdict", "on", "steps", "virtual_ms", "journal_chain",
        "state_hash", "transcript",
      ])
    #expect(result["name"] == .string("test.chat"))
    #expect(result["file"] == .string("test.chat"))
    #expect(result["title"] == .string("In the lobby"))
    #expect(result["covers"] == .array([.string("PM-1"), .string("PM-4")]))
    #expect(result["verdict"] == .string("passed"))
    #expect(result["on"] == .string("simulator"))
    #expect(result["steps"] == .integer(7))
    #expect(result["virtual_ms"] == .integer(2000))
    for name in ["journal_chain", "state_hash"] {
      guard case .string(let digits)? = result[name] else {
        Issue.record("\(name) is missing")
        continue
      }
      #expect(digits.count == 64 && digits.allSatisfy(\.isHexDigit))
    }
  }

  @Test func `a server that is down has no state`() throws {
    let result = try result(.lobby("! crash\nalice < nothing"))
    #expect(result["state_hash"] == nil)
    #expect(result["journal_chain"] != nil)
  }

  @Test func `a case has its name`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\ncases:\n| line |\n| \"/rooms\" |\n\nalice > $line\nalice < *\n")
    let result = try result(texts)
    #expect(result["name"] == .string("test.chat [/rooms]"))
    #expect(result["case"] == .string("/rooms"))
  }

  @Test(arguments: [
    ("skip: why", "alice < nothing", "skipped"), ("xfail: why", "alice < nothing", "xpass"),
    ("xfail: [user_list] why", "alice < user_list", "xfail"),
  ]) func `a plan has its reason`(header: String, body: String, verdict: String) throws {
    let result = try result(.lobby(body, header: header))
    #expect(result["verdict"] == .string(verdict))
    #expect(result["reason"] == .string("why"))
    #expect(result["failure"]?["message"] == (verdict == "xfail" ? .string("alice received nothing") : nil))
  }

  @Test func `a failure has its place, kind, details and what was not read`() throws {
    let body = "alice > hi\nalice < chat_message seq=?one\nbob < chat_message message=$one seq=$one"
    let result = try result(.lobby(body))
    #expect(result["verdict"] == .string("failed"))
    let failure = try #require(result["failure"])
    #expect(
      names(failure) == [
        "file", "line", "column", "length", "trail", "kind", "message", "interrupted", "details", "causes",
        "unread", "entry",
      ])
    #expect(failure["file"] == .string("test.chat"))
    #expect(failure["line"] == .integer(11))
    #expect(failure["column"] == .integer(20))
    #expect(failure["trail"] == .array([]))
    #expect(failure["kind"] == .string("mismatch"))
    #expect(failure["message"] == .string("bob received something else"))
    #expect(failure["interrupted"] == .bool(false))
    // `$one` stands in the line twice, and in the report once.
    #expect(names(failure["details"]) == ["expected", "came", "differs", "$one"])
    #expect(failure["details"]?["$one"] == .string("1"))
    #expect(
      failure["causes"]
        == .array([
          .object([
            .init("file", .string("test.chat")), .init("line", .integer(9)),
            .init("text", .string("alice > hi")),
          ])
        ]))
    #expect(names(failure["unread"]) == ["bob"])
    guard case .array(let events)? = failure["unread"]?["bob"] else { throw Missing() }
    #expect(
      events == [
        .string(#"chat_message room=lobby seq=1 user=alice message=hi at="2026-01-01T00:00:00.000Z""#)
      ])
  }

  @Test func `a failure that only crashes show says so`() throws {
    let texts = ScenarioTexts.lobby(
      "alice > hi\nalice, bob < chat_message", header: "limits: resume_seconds=0")
    #expect(try result(texts, crashesEverywhere: true)["failure"]?["interrupted"] == .bool(true))
  }

  @Test func `a macro's line has its trail`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\n\nmacro look WHO\n  $WHO > /rooms\n  $WHO < ok\nend\nlook alice\n")
    #expect(
      try result(texts)["failure"]?["trail"] == .array([.string("in macro look, called at test.chat:8")]))
  }

  @Test func `a file that is no scenario has its diagnostics`() throws {
    let result = try result(.lobby("alice < user_lst"))
    #expect(result["verdict"] == .string("unreadable"))
    #expect(result["journal_chain"] == nil && result["state_hash"] == nil)
    guard case .array(let diagnostics)? = result["diagnostics"] else { throw Missing() }
    let diagnostic = try #require(diagnostics.first)
    #expect(
      names(diagnostic) == ["file", "line", "column", "length", "trail", "code", "message", "suggestion"])
    #expect(diagnostic["line"] == .integer(9))
    #expect(diagnostic["column"] == .integer(9))
    #expect(diagnostic["code"] == .string("event-unknown"))
    #expect(diagnostic["message"] == .string("no event is called user_lst"))
    #expect(diagnostic["suggestion"] == .string("user_list"))
    guard case .array(let others)? = try self.result(ScenarioTexts("users: alice\n"))["diagnostics"] else {
      throw Missing()
    }
    #expect(others.first?["remedy"] == .string("start the file with a line title: What it shows"))
  }

  /// Every name that the other tests of this suite see is a row of the document, and no row is of a name that is gone.
  @Test func `the document describes exactly these fields`() throws {
    let fields: Set<String> = [
      "format", "bad", "results", "name", "file", "case", "title", "covers", "verdict", "steps", "virtual_ms",
      "on", "evidence_of_nothing", "journal_chain", "state_hash", "reason", "failure", "diagnostics", "line",
      "column", "trail", "kind",
      "message", "interrupted", "details", "causes", "unread", "code", "suggestion", "remedy",
      "conformance", "level", "further_failures", "real_ms", "options", "files", "transcript", "length",
      "entry",
      "again", "baseline", "row", "related", "note", "at", "cause", "arrived", "bot", "section", "sent_by",
      "text",
      "json", "bytes", "received_by", "event", "advance_ms", "fault", "profiles", "server", "strict",
      "clauses",
      "clause", "profile", "since",
      "standing", "checks", "place",
    ]
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Docs/reports.md")
    let document = try String(contentsOf: path, encoding: .utf8)
    let lines = document.split(separator: "\n")
    let rows = lines.drop { $0 != "## JSON" }.filter { $0.hasPrefix("| `") }
    let described = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    #expect(Set(described) == fields)
    for kind in Verdict.Kind.allCases { #expect(document.contains("`\(kind.rawValue)`")) }
    for kind in ScenarioFailure.Kind.allCases { #expect(document.contains("`\(kind.rawValue)`")) }
  }
}
