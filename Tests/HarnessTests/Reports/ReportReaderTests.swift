import Foundation
import Harness
import Reports
import ScenarioLanguage
import TestSupport
import Testing
import Wire

/// A report that is read back is what it was: each form that is made of it has the same bytes.
@Suite("Reading reports back") struct ReportReaderTests {
  private func read(_ results: [ScenarioResult], withTimes: Bool = false) throws -> [ScenarioResult] {
    let bytes = JSONReport.bytes(of: results, withTimes: withTimes)
    return try ReportReader.results(of: try JSON.parse(bytes))
  }

  private func expectSame(_ results: [ScenarioResult], sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let back = try read(results)
    #expect(JSONReport.bytes(of: back) == JSONReport.bytes(of: results), sourceLocation: sourceLocation)
    #expect(JUnitReport.text(of: back) == JUnitReport.text(of: results), sourceLocation: sourceLocation)
    #expect(HTMLReport.text(of: back) == HTMLReport.text(of: results), sourceLocation: sourceLocation)
    #expect(MermaidReport.text(of: back) == MermaidReport.text(of: results), sourceLocation: sourceLocation)
    #expect(TAPReport.text(of: back) == TAPReport.text(of: results), sourceLocation: sourceLocation)
  }

  @Test func `a file that two results show with other placeholders is read back as each shows it`() throws {
    let texts = ScenarioTexts(
      "title: T\nguests: gina\n\ninclude common.chat\nenter gina\n",
      including: [
        "a.chat": """
        title: A
        guests: gina

        include common.chat
        enter gina
        gina >json {"type":"register","user":"hal","password":"own-secret"}

        """,
        "common.chat": """
        macro enter WHO
          $WHO >json {"type":"register","user":"$WHO","password":"common-secret"}
          $WHO < error
        end

        """,
      ])
    let results = try ["a.chat", "test.chat", "a.chat"].map { path in
      let loaded = try ScenarioRunner.load(path, read: texts.read)
      return ScenarioRunner().run(try #require(loaded.scenarios.first), sources: loaded.sources)
    }
    let back = try read(results)
    #expect(
      back.map { $0.sources["common.chat"]?.line(2)?.suffix(15) } == [
        "\"‹password 2›\"}", "\"‹password 1›\"}", "\"‹password 2›\"}",
      ])
    for (result, original) in zip(back, results) {
      #expect(ConsoleReport.text(of: result) == ConsoleReport.text(of: original))
    }
    try expectSame(results)
  }

  @Test func `the verdicts of a run that ended early are read back`() throws {
    let results = try ["alice < pong", "alice > hi\nalice <& chat_message message=ho\nalice < pong"].flatMap {
      try ScenarioTexts.lobby($0).run()
    }
    let failures = results.compactMap(\.verdict.failure)
    try #require(failures.count == 2)
    let failed = failures.flatMap { failure -> [Verdict] in
      [.timedOut(failure), .interrupted(failure), .warned(failure), .untestable(failure)]
    }
    let others: [Verdict] = [
      .notRun(reason: "interrupted"), .notApplicable(reason: "no"), .harnessError(reason: "a bug"),
    ]
    try expectSame(
      (failed + others).map { verdict in
        var result = results[1]
        result.verdict = verdict
        return result
      })
  }

  @Test func `every scenario that fails on purpose is read back`() throws {
    for path in PackageFolder.scenarios(in: "Scenarios/failing") where !path.contains("/parts/") {
      let loaded = try ScenarioRunner.load(path) { path throws(SourceLoadError) in
        SourceFile(path: path, bytes: try ScenarioFiles.read(PackageFolder.url.path() + path).bytes)
      }
      let results =
        [loaded.unreadable].compactMap(\.self)
        + loaded.scenarios.map { ScenarioRunner().run($0, sources: loaded.sources) }
      let back = try read(results)
      #expect(JSONReport.bytes(of: back) == JSONReport.bytes(of: results), "\(path)")
    }
  }

  @Test(arguments: [
    ("[]", "it is no object"), ("{}", "format is no text"),
    (#"{"format":"verbatim.report.v2","results":[]}"#, "format is not verbatim.report.v1"),
    (#"{"format":"verbatim.report.v1"}"#, "results is no list"),
    (#"{"format":"verbatim.report.v1","results":[1]}"#, "results[0] is no object"),
    (#"{"format":"verbatim.report.v1","results":[],"conformance":{}}"#, "it is of `verbatim conform`"),
    (
      #"{"format":"verbatim.report.v1","results":[{"file":"a.chat","transcript":[{"at":1}]}]}"#,
      "results[0].transcript[0].fault is no text"
    ),
    (
      #"{"format":"verbatim.report.v1","results":[{"file":"a","transcript":[{"at":1,"fault":"x","cause":0}]}]}"#,
      "results[0].transcript[0].cause is out of range"
    ),
    (
      #"{"format":"verbatim.report.v1","results":[{"file":"a","transcript":[{"at":9223372036854775807}]}]}"#,
      "results[0].transcript[0].at is no integer, or too large"
    ),
  ])
  func `what is no report is refused with the place`(text: String, message: String) throws {
    let document = try JSON.parse(Array(text.utf8))
    let mistake = #expect(throws: ReportReader.Mistake.self) { try ReportReader.results(of: document) }
    #expect(mistake?.message.hasPrefix(message) == true, "\(mistake?.message ?? "")")
  }
}
