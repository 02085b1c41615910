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
    var files = Files()
    let objects = results.map { result in
      json(
        of: result, check: conformance?.check(of: result), withTimes: withTimes, ownFiles: files.add(result))
    }
    return .members([
      "format": .string("verbatim.report.v1"),
      "bad": .integer(Int64(results.count { $0.verdict.isBad })),
      "conformance": conformance?.json,
      "results": .array(objects),
      "files": files.shared.isEmpty ? nil : .object(files.shared),
    ])
  }

  private static func json(
    of result: ScenarioResult, check: Check?, withTimes: Bool, ownFiles: JSON?
  ) -> JSON {
    let verdict = result.verdict
    let failure = verdict.failure ?? verdict.knownFailure
    let further = (failure?.further ?? []).map { json(of: $0, in: result.transcript) }
    var (row, baseline, diagnostics): (JSON?, JSON?, JSON?) = (nil, nil, nil)
    if case .passedUnexpectedly(_, .row(let span)) = verdict { row = .object(place(span)) }
    if case .passedUnexpectedly(_, .baseline(let span)) = verdict { baseline = .object(place(span)) }
    if case .unreadable(let found) = verdict { diagnostics = .array(found.map { .object(members(of: $0)) }) }
    return .members([
      "name": .string(result.name), "file": .string(result.path), "case": result.caseName.map(JSON.string),
      "title": .string(result.title), "covers": .texts(result.covers),
      "level": check.map { .string($0.level.rawValue) },
      "profiles": check.map { .texts(Profile.allCases.filter($0.profiles.contains).map(\.rawValue)) },
      "verdict": .string(verdict.kind.rawValue), "on": .string(result.venue),
      "steps": .integer(Int64(result.steps)), "virtual_ms": .integer(result.virtualMilliseconds),
      "options": result.options.isEmpty ? nil : .texts(result.options),
      "place": result.place.map { .integer(Int64($0)) },
      "real_ms": withTimes ? result.realMilliseconds.map(JSON.integer) : nil,
      "evidence_of_nothing": result.evidenceOfNothing.map(JSON.string),
      "journal_chain": result.journalChain.map(JSON.string),
      "state_hash": result.stateHash.map(JSON.string),
      "reason": verdict.reason.map(JSON.string),
      "row": row, "baseline": baseline, "diagnostics": diagnostics,
      "failure": failure.map { json(of: $0, in: result.transcript) },
      "further_failures": further.isEmpty ? nil : .array(further),
      "transcript": result.transcript.entries.isEmpty
        ? nil : json(of: result.transcript, in: result.path),
      "files": ownFiles,
    ])
  }

  private static func json(of failure: ScenarioFailure, in transcript: Transcript) -> JSON {
    var members =
      place(failure.place) + [
        trail(failure.origin.trail), .init("kind", .string(failure.kind.rawValue)),
        .init("message", .string(failure.message)), .init("interrupted", .bool(failure.isOfInterruptedRun)),
        .init("details", json(of: failure.details)), .init("causes", .array(failure.causes.map(json))),
        .init("unread", .object(failure.inboxes.map { .init($0.client, .texts($0.events)) })),
      ]
    // Of a long conversation a part may have been left out.
    if let entry = failure.entry, transcript.entries.indices.contains(entry) {
      members.append(.init("entry", .integer(Int64(entry))))
    }
    if let again = failure.again { members.append(.init("again", .texts(again))) }
    return .object(members)
  }

  /// The details by their labels; those of one label are several lines, since JSON has no name twice.
  private static func json(of details: [ScenarioFailure.Detail]) -> JSON {
    let texts = Dictionary(grouping: details, by: \.label).mapValues { details in
      details.map(\.text).joined(separator: "\n")
    }
    let labels = details.map(\.label).withoutRepetitions
    return .object(labels.map { .init($0, .string(texts[$0] ?? "")) })
  }

  private static func json(of cause: ScenarioFailure.Cause) -> JSON {
    .members([
      "file": cause.place.map { .string($0.path) }, "line": cause.place.map { .integer(Int64($0.line)) },
      "text": .string(cause.text),
    ])
  }

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
    .init("trail", .texts(trail.map(\.description)))
  }
}
