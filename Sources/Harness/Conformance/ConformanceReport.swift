package import Harness
package import ProtocolRegistry
import ScenarioLanguage
package import Wire

/// What the results of all checks say of one server, clause by clause.
package struct ConformanceReport: Sendable {
  /// The server, as reports know it.
  package struct Server: Sendable {
    /// What was checked: an address, or `spawned`.
    package let venue: String
    /// The command that started it, where it was started for the checks.
    package let command: String?
    /// What its first `hello` said; nil where none came.
    package let hello: JSON?

    package init(venue: String, command: String?, hello: JSON?) {
      (self.venue, self.command, self.hello) = (venue, command, hello)
    }
  }

  package let server: Server
  package let isStrict: Bool
  package let results: [ScenarioResult]
  let catalog: CheckCatalog

  package init(of results: [ScenarioResult], catalog: CheckCatalog, server: Server, isStrict: Bool) {
    (self.results, self.catalog) = (results, catalog)
    (self.server, self.isStrict) = (server, isStrict)
  }

  /// One clause, and what was found out about it.
  package struct Finding {
    package let clause: Clause
    package let standing: Standing
    /// The results of the checks that cover it.
    package let results: [ScenarioResult]
  }

  /// All clauses that bind servers, in the order of the document.
  package var findings: [Finding] {
    let covered = catalog.checks.reduce(into: Set<Clause>()) { $0.formUnion($1.covers) }
    var byClause: [String: [ScenarioResult]] = [:]
    for result in results {
      for id in result.covers { byClause[id, default: []].append(result) }
    }
    return Clause.ofServers.map { clause in
      let results = byClause[clause.id] ?? []
      let found = Set(results.map { Standing($0.verdict.kind) })
      let standing =
        Standing.byWeight.first(where: found.contains) ?? (covered.contains(clause) ? .notRun : .unchecked)
      return Finding(clause: clause, standing: standing, results: results)
    }
  }

  /// The check that a result is of.
  package func check(of result: ScenarioResult) -> Check? {
    catalog.checks.first { $0.name == result.check }
  }
}

// MARK: - JSON

extension ConformanceReport {
  /// What the report has beside the results.
  package var json: JSON {
    let findings = findings
    return .object([
      .init("server", server.json), .init("strict", .bool(isStrict)),
      .init(
        "profiles",
        .array(
          Profile.allCases.map { profile in
            let standings = findings.filter { $0.clause.profile == profile }.map(\.standing)
            return .object(
              [.init("profile", .string(profile.rawValue))]
                + Standing.allCases.map { standing in
                  .init(standing.rawValue, .integer(Int64(standings.count { $0 == standing })))
                })
          })),
      .init("clauses", .array(findings.map(\.json))),
    ])
  }
}

extension ConformanceReport.Finding {
  fileprivate var json: JSON {
    .object([
      .init("clause", .string(clause.id)), .init("level", .string(clause.level.rawValue)),
      .init("profile", .string(clause.profile.rawValue)), .init("since", .integer(Int64(clause.since))),
      .init("standing", .string(standing.rawValue)),
      .init("checks", .array(results.map { .string($0.name) })),
    ])
  }
}

extension ConformanceReport.Server {
  fileprivate var json: JSON {
    var members: [JSON.Member] = [.init("on", .string(venue))]
    if let command { members.append(.init("command", .string(command))) }
    if let hello { members.append(.init("hello", .object(Self.facts(of: hello)))) }
    return .object(members)
  }

  /// What is known of a greeting and stays the same from run to run, where it has the kind of value that the protocol says.
  private static func facts(of hello: JSON) -> [JSON.Member] {
    ["protocol", "clock", "limits", "capabilities"].compactMap { name in
      switch hello[name] {
      case .string(let text)?: return .init(name, .string(text))
      case .array(let list)?:
        return .init(name, .array(list.filter { if case .string = $0 { true } else { false } }))
      case .object(let members)?:
        return .init(
          name, .object(members.filter { if case .integer = $0.value { true } else { false } }))
      case .null?, .bool?, .integer?, .number?, nil: return nil
      }
    }
  }
}
