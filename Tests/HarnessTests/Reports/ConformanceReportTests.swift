import Foundation
import Harness
import ProtocolRegistry
import ScenarioLanguage
import Testing
import Wire

@testable import Conformance
@testable import Reports

/// What the results of checks say of clauses, in the summary, JSON, Markdown and HTML.
@Suite("Conformance report") struct ConformanceReportTests {
  private static let server = ConformanceReport.Server(
    venue: "ws://chat.example", command: nil,
    hello: .object([
      .init("type", .string("hello")), .init("protocol", .string("verbatim.v1")),
      .init("now", .string("2026-01-01T00:00:00.000Z")),
      .init("limits", .object([.init("rooms", .integer(3)), .init("odd", .null)])),
      .init("capabilities", .array([.string("history"), .integer(1)])), .init("clock", .bool(true)),
    ]))

  private static func failure(_ message: String) -> ScenarioFailure {
    ScenarioFailure(
      kind: .mismatch, message: message,
      origin: Origin(span: SourceSpan(path: "a.chat", line: 2, column: 1, length: 1)))
  }

  /// The checks of a catalog, each with the verdict that it has.
  private static func checks() throws -> [(Check, Verdict)] {
    func check(_ name: String, covers ids: String, _ verdict: Verdict) throws -> (Check, Verdict) {
      let loaded = try ScenarioTexts.lobby("alice < nothing", header: "covers: \(ids)").load()
      let scenario = try #require(loaded.scenarios.first)
      return (Check(scenario, named: name, sources: loaded.sources), verdict)
    }
    return [
      try check("rooms/a.chat", covers: "ROOM-1 ROOM-2", .passed),
      try check("rooms/b.chat [|x|]", covers: "ROOM-2", .failed(failure("<b>`it`</b> | @all said\nno"))),
      try check("history/c.chat", covers: "HIST-1", .untestable(failure("nobody answers"))),
      try check("history/d.chat", covers: "HIST-2", .failedAsExpected(failure("late"), reason: "later")),
      try check("timers/e.chat", covers: "TIME-1", .notApplicable(reason: "it cannot")),
      try check("timers/f.chat", covers: "TIME-2", .notApplicable(reason: "it cannot")),
      try check("names/g.chat", covers: "NAME-1", .passedUnexpectedly(reason: "old")),
      try check("names/h.chat", covers: "NAME-2", .warned(failure("so so"))),
      try check("names/i.chat", covers: "NAME-1", .notApplicable(reason: "another")),
    ]
  }

  /// The report of the first checks, or of all.
  private static func report(ofFirst count: Int = .max) throws -> ConformanceReport {
    let checks = try checks()
    let catalog = CheckCatalog(checks: checks.map(\.0), unreadable: [])
    return ConformanceReport(
      of: checks.prefix(count).map { $0.0.result($0.1) }, catalog: catalog, server: server, isStrict: false)
  }

  private func standing(of id: String, in report: ConformanceReport) -> Standing? {
    report.findings.first { $0.clause.id == id }?.standing
  }

  @Test(arguments: [
    ("ROOM-1", Standing.kept), ("ROOM-2", .broken), ("HIST-1", .untestable), ("HIST-2", .knownFailure),
    ("TIME-1", .notApplicable), ("NAME-1", .kept), ("NAME-2", .warned), ("WS-1", .unchecked),
  ]) func `the worst verdict says how a clause stands`(id: String, expected: Standing) throws {
    let report = try Self.report()
    #expect(standing(of: id, in: report) == expected)
  }

  @Test func `a clause whose checks were not selected is not run`() throws {
    let report = try Self.report(ofFirst: 1)
    #expect(standing(of: "ROOM-1", in: report) == .kept)
    #expect(standing(of: "HIST-1", in: report) == .notRun)
    #expect(!ConformanceSummary.text(of: report).contains("history"))
  }

  @Test func `the summary has a line for each profile, and what is broken with its checks`() throws {
    let text = ConformanceSummary.text(of: try Self.report())
    let broken = try #require(Clause.all.first { $0.id == "ROOM-2" })
    #expect(
      text.hasPrefix("clauses that are not kept:\n  ROOM-2 MUST: \(broken.text)\n    rooms/b.chat [|x|]\n"))
    #expect(text.contains("clauses that could not be tested:\n  HIST-1 "))
    #expect(text.contains("not applicable:\n  2 checks: it cannot\n  1 check: another\n"))
    #expect(text.contains("\nhistory  0 clauses kept, 0 broken, 1 unknown, 1 known to be broken, "))
    #expect(text.contains("\ntimers   0 clauses kept, 0 broken, 0 unknown, 2 not applicable, "))
  }

  @Test func `the greeting's facts are those of the kind that the protocol says`() throws {
    let server = try Self.report().json["server"]
    #expect(
      server
        == .object([
          .init("on", .string("ws://chat.example")),
          .init(
            "hello",
            .object([
              .init("protocol", .string("verbatim.v1")),
              .init("limits", .object([.init("rooms", .integer(3))])),
              .init("capabilities", .array([.string("history")])),
            ])),
        ]))
  }

  @Test func `only a report of conform becomes a column`() throws {
    let report = try JSON.parse(
      JSONReport.bytes(of: try Self.report().results))
    #expect(throws: ConformanceMatrix.Mistake.self) { try ConformanceMatrix.Column("a", of: report) }
  }

  @Test func `what a server said stays text in Markdown`() throws {
    let matrix = ConformanceMatrix([try .init("my | <server>", of: try Self.report())])
    let text = matrix.markdown
    #expect(text.contains(#"| my \| \<server\> |"#))
    #expect(text.contains("`` <b>`it`</b> | @all said\\u{A}no ``\n"))
    #expect(text.contains("| [ROOM-2](#room-2) | MUST | ✗ broken | "))
    #expect(text.contains("\n### ROOM-2\n"))
    // Every row of a table has as many cells as its head.
    for table in text.components(separatedBy: "\n\n") where table.hasPrefix("|") {
      let counts = table.split(separator: "\n").map { row in
        row.replacing(#"\|"#, with: "").count { $0 == "|" }
      }
      #expect(Set(counts).count == 1, "\(table)")
    }
  }

  @Test func `the page says everything without a script or a mouse`() throws {
    let html = ConformanceMatrix([
      try .init("<one>", of: try Self.report()), try .init("two", of: try Self.report(ofFirst: 1)),
    ]).html
    #expect(!html.contains("<script"))
    #expect(!html.contains("title=\""))
    #expect(html.contains("&lt;b&gt;`it`&lt;/b&gt; | @all said\\u{A}no"))
    #expect(html.contains("<th scope=\"col\">&lt;one&gt;</th><th scope=\"col\">two</th>"))
    for clause in Clause.ofServers { #expect(html.contains("<tr id=\"\(clause.id)\"")) }
    #expect(
      html.contains("<a href=\"#ROOM-2\">ROOM-2</a> <span class=\"broken\">✗ &lt;one&gt;: broken</span>"))
  }
}
