package import Conformance
package import Harness
import ProtocolRegistry
import ScenarioLanguage
package import Wire

/// The results as one JSON document, for programs. The fields are described in `Docs/reports.md`.
package enum JSONReport {
  /// The document, in UTF-8, with a newline at its end.
  ///
  /// - Parameter conformance: What they say of a server, where they are those of checks.
  package static func bytes(
    of results: [ScenarioResult], conformance: ConformanceReport? = nil
  ) -> [UInt8] {
    document(of: results, conformance: conformance).bytes + [UInt8(ascii: "\n")]
  }

  static func document(of results: [ScenarioResult], conformance: ConformanceReport?) -> JSON {
    var members: [JSON.Member] = [
      .init("format", .string("verbatim.report.v1")),
      .init("bad", .integer(Int64(results.count { $0.verdict.isBad }))),
    ]
    if let conformance { members.append(.init("conformance", conformance.json)) }
    return .object(
      members + [
        .init("results", .array(results.map { json(of: $0, check: conformance?.check(of: $0)) }))
      ])
  }

  /// The names of what was bad in a report, or nil where the document is none.
  package static func bad(in report: JSON) -> Set<String>? {
    guard report["format"] == .string("verbatim.report.v1"), case .array(let results)? = report["results"]
    else {
      return nil
    }
    let bad: [Verdict.Kind] = [.failed, .passedUnexpectedly, .unreadable, .untestable, .harnessError]
    let words = Set(bad.map { JSON.string($0.rawValue) })
    return Set(
      results.compactMap { result in
        guard let verdict = result["verdict"], words.contains(verdict),
          case .string(let name)? = result["name"]
        else { return nil }
        return name
      })
  }

  private static func json(of result: ScenarioResult, check: Check?) -> JSON {
    var members: [JSON.Member] = [.init("name", .string(result.name)), .init("file", .string(result.path))]
    if let name = result.caseName { members.append(.init("case", .string(name))) }
    members += [
      .init("title", .string(result.title)), .init("covers", .array(result.covers.map(JSON.string))),
    ]
    if let check {
      members += [
        .init("level", .string(check.level.rawValue)),
        .init(
          "profiles",
          .array(Profile.allCases.filter(check.profiles.contains).map { .string($0.rawValue) })),
      ]
    }
    members += [
      .init("verdict", .string(result.verdict.kind.rawValue)), .init("on", .string(result.venue)),
      .init("steps", .integer(Int64(result.steps))),
      .init("virtual_ms", .integer(result.virtualMilliseconds)),
    ]
    if let evidence = result.evidenceOfNothing {
      members.append(.init("evidence_of_nothing", .string(evidence)))
    }
    if let chain = result.journalChain { members.append(.init("journal_chain", .string(chain))) }
    if let hash = result.stateHash { members.append(.init("state_hash", .string(hash))) }
    switch result.verdict {
    case .passed: break
    case .failedAsExpected(let reason), .passedUnexpectedly(let reason, _), .skipped(let reason),
      .notApplicable(let reason), .harnessError(let reason):
      members.append(.init("reason", .string(reason)))
    case .unreadable(let diagnostics):
      members.append(.init("diagnostics", .array(diagnostics.map(json))))
    case .failed(let failure), .warned(let failure), .untestable(let failure):
      members.append(.init("failure", json(of: failure)))
    }
    return .object(members)
  }

  private static func json(of failure: ScenarioFailure) -> JSON {
    .object(
      place(failure.place, failure.origin.trail) + [
        .init("kind", .string(failure.kind.rawValue)), .init("message", .string(failure.message)),
        .init("interrupted", .bool(failure.isOfInterruptedRun)),
        .init("details", .object(failure.details.map { .init($0.label, .string($0.text)) })),
        .init("causes", .array(failure.causes.map(json))),
        .init(
          "unread", .object(failure.inboxes.map { .init($0.client, .array($0.events.map(JSON.string))) })),
      ])
  }

  private static func json(of cause: ScenarioFailure.Cause) -> JSON {
    var members: [JSON.Member] = []
    if let place = cause.place {
      members += [.init("file", .string(place.path)), .init("line", .integer(Int64(place.line)))]
    }
    return .object(members + [.init("text", .string(cause.text))])
  }

  private static func json(of diagnostic: Diagnostic) -> JSON { .object(members(of: diagnostic)) }

  /// What is known of an error or a warning: its place, its rule and what it says.
  static func members(of diagnostic: Diagnostic) -> [JSON.Member] {
    var members = place(diagnostic.span, diagnostic.trail)
    members.append(.init("code", .string(diagnostic.code.rawValue)))
    members.append(.init("message", .string(diagnostic.message)))
    if let suggestion = diagnostic.suggestion { members.append(.init("suggestion", .string(suggestion))) }
    if let remedy = diagnostic.remedy { members.append(.init("remedy", .string(remedy))) }
    return members
  }

  private static func place(_ span: SourceSpan, _ trail: [TrailEntry]) -> [JSON.Member] {
    [
      .init("file", .string(span.path)), .init("line", .integer(Int64(span.line))),
      .init("column", .integer(Int64(span.column))),
      .init("trail", .array(trail.map { .string($0.description) })),
    ]
  }
}
