package import Conformance
package import Harness
import ProtocolRegistry
import ScenarioLanguage
import Wire

/// The results as one JSON document, for programs. The fields are described in `Docs/reports.md`.
package enum JSONReport {
  /// The document, in UTF-8, with a newline at its end.
  ///
  /// - Parameters:
  ///   - conformance: What they say of a server, where they are those of checks.
  ///   - withTimes: Whether it says how long each result took in real time, which differs from run to run.
  package static func bytes(
    of results: [ScenarioResult], conformance: ConformanceReport? = nil, withTimes: Bool = false
  ) -> [UInt8] {
    document(of: results, conformance: conformance, withTimes: withTimes).bytes + [UInt8(ascii: "\n")]
  }

  static func document(
    of results: [ScenarioResult], conformance: ConformanceReport?, withTimes: Bool = false
  ) -> JSON {
    var members: [JSON.Member] = [
      .init("format", .string("verbatim.report.v1")),
      .init("bad", .integer(Int64(results.count { $0.verdict.isBad }))),
    ]
    if let conformance { members.append(.init("conformance", conformance.json)) }
    var files = Files()
    let objects = results.map { result in
      json(
        of: result, check: conformance?.check(of: result), withTimes: withTimes, ownFiles: files.add(result))
    }
    members.append(.init("results", .array(objects)))
    if !files.shared.isEmpty { members.append(.init("files", .object(files.shared))) }
    return .object(members)
  }

  private static func json(
    of result: ScenarioResult, check: Check?, withTimes: Bool, ownFiles: JSON?
  ) -> JSON {
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
    if !result.options.isEmpty {
      members.append(.init("options", .array(result.options.map(JSON.string))))
    }
    if let place = result.place { members.append(.init("place", .integer(Int64(place)))) }
    if withTimes, let milliseconds = result.realMilliseconds {
      members.append(.init("real_ms", .integer(milliseconds)))
    }
    if let evidence = result.evidenceOfNothing {
      members.append(.init("evidence_of_nothing", .string(evidence)))
    }
    if let chain = result.journalChain { members.append(.init("journal_chain", .string(chain))) }
    if let hash = result.stateHash { members.append(.init("state_hash", .string(hash))) }
    switch result.verdict {
    case .passed: break
    case .skipped(let reason), .notApplicable(let reason), .notRun(let reason), .harnessError(let reason):
      members.append(.init("reason", .string(reason)))
    case .passedUnexpectedly(let reason, let claim):
      members.append(.init("reason", .string(reason)))
      switch claim {
      case .header: break
      case .row(let span): members.append(.init("row", .object(place(span))))
      case .baseline(let span): members.append(.init("baseline", .object(place(span))))
      }
    case .unreadable(let diagnostics):
      members.append(.init("diagnostics", .array(diagnostics.map(json))))
    case .failedAsExpected(let failure, let reason):
      members.append(.init("reason", .string(reason)))
      members += self.members(of: failure, in: result.transcript)
    case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
      .interrupted(let failure):
      members += self.members(of: failure, in: result.transcript)
    }
    if !result.transcript.entries.isEmpty {
      members.append(.init("transcript", json(of: result.transcript, in: result.path)))
    }
    if let ownFiles { members.append(.init("files", ownFiles)) }
    return .object(members)
  }

  private static func members(of failure: ScenarioFailure, in transcript: Transcript) -> [JSON.Member] {
    let first = JSON.Member("failure", json(of: failure, in: transcript))
    guard !failure.further.isEmpty else { return [first] }
    return [
      first, .init("further_failures", .array(failure.further.map { json(of: $0, in: transcript) })),
    ]
  }

  private static func json(of failure: ScenarioFailure, in transcript: Transcript) -> JSON {
    var members =
      place(failure.place) + [
        trail(failure.origin.trail), .init("kind", .string(failure.kind.rawValue)),
        .init("message", .string(failure.message)), .init("interrupted", .bool(failure.isOfInterruptedRun)),
        .init("details", json(of: failure.details)), .init("causes", .array(failure.causes.map(json))),
        .init(
          "unread", .object(failure.inboxes.map { .init($0.client, .array($0.events.map(JSON.string))) })),
      ]
    // Of a long conversation a part may have been left out.
    if let entry = failure.entry, transcript.entries.indices.contains(entry) {
      members.append(.init("entry", .integer(Int64(entry))))
    }
    if let again = failure.again { members.append(.init("again", .array(again.map(JSON.string)))) }
    return .object(members)
  }

  /// The details by their labels; those of one label are several lines, since JSON has no name twice.
  private static func json(of details: [ScenarioFailure.Detail]) -> JSON {
    let texts = Dictionary(grouping: details, by: \.label).mapValues { details in
      details.map(\.text).joined(separator: "\n")
    }
    var seen: Set<String> = []
    let labels = details.map(\.label).filter { seen.insert($0).inserted }
    return .object(labels.map { .init($0, .string(texts[$0] ?? "")) })
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
    var members = place(diagnostic.span) + [trail(diagnostic.trail)]
    members.append(.init("code", .string(diagnostic.code.rawValue)))
    members.append(.init("message", .string(diagnostic.message)))
    if let suggestion = diagnostic.suggestion { members.append(.init("suggestion", .string(suggestion))) }
    if let remedy = diagnostic.remedy { members.append(.init("remedy", .string(remedy))) }
    if !diagnostic.related.isEmpty {
      let related = diagnostic.related.map { place($0.span) + [.init("note", .string($0.note))] }
      members.append(.init("related", .array(related.map(JSON.object))))
    }
    return members
  }

  private static func place(_ span: SourceSpan) -> [JSON.Member] {
    [
      .init("file", .string(span.path)), .init("line", .integer(Int64(span.line))),
      .init("column", .integer(Int64(span.column))), .init("length", .integer(Int64(span.length))),
    ]
  }

  private static func trail(_ trail: [TrailEntry]) -> JSON.Member {
    .init("trail", .array(trail.map { .string($0.description) }))
  }
}
