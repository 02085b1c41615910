package import Conformance
import Harness
import ProtocolRegistry
import Wire

/// What a person reads after all checks: profile by profile how many clauses are kept, and which are not.
package enum ConformanceSummary {
  /// How many checks are named for one clause.
  private static let checksShown = 5

  /// The text, with a newline at its end.
  package static func text(of report: ConformanceReport) -> String {
    let findings = report.findings
    return clauses(.broken, "clauses that are not kept", in: findings)
      + clauses(.untestable, "clauses that could not be tested", in: findings)
      + clauses(.warned, "SHOULD clauses that are not kept", in: findings)
      + notApplicable(report.results) + uncovered(in: findings) + profiles(findings)
      + ConsoleReport.summary(of: report.results)
  }

  /// The clauses of which no check says anything: those that bind clients, and those that no check covers, where there are any.
  package static func unchecked(by catalog: CheckCatalog) -> String {
    let ofClients = Clause.all.filter { $0.party == .client }
    return [
      ("clauses that bind clients, which `verbatim certify` checks", ofClients),
      ("clauses that no check covers", catalog.uncovered),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.map(\.id).joined(separator: " "))\n" }.joined()
  }

  /// Those of the profiles that were asked for.
  private static func uncovered(in findings: [ConformanceReport.Finding]) -> String {
    let asked = asked(findings)
    let found = findings.filter { $0.standing == .unchecked && asked.contains($0.clause.profile) }
    return found.isEmpty
      ? "" : "clauses that no check covers: \(found.map(\.clause.id).joined(separator: " "))\n"
  }

  /// The profiles of which a check was selected.
  private static func asked(_ findings: [ConformanceReport.Finding]) -> [Profile] {
    Profile.allCases.filter { profile in
      findings.contains {
        $0.clause.profile == profile && $0.standing != .notRun && $0.standing != .unchecked
      }
    }
  }

  /// The clauses of one standing, each with the checks that show it.
  private static func clauses(
    _ standing: Standing, _ title: String, in findings: [ConformanceReport.Finding]
  ) -> String {
    let found = findings.filter { $0.standing == standing }
    guard !found.isEmpty else { return "" }
    return "\(title):\n"
      + found.map { finding in
        let results = finding.results.filter { Standing($0.verdict.kind) == standing }
        return "  \(finding.clause.id) \(finding.clause.level.rawValue): \(finding.clause.text)\n"
          + results.prefix(checksShown).map { "    \($0.name)\n" }.joined()
          + (results.count > checksShown ? "    and \(results.count - checksShown) more\n" : "")
      }.joined()
  }

  /// Each reason once, with how many checks it is the reason of.
  private static func notApplicable(_ results: [ScenarioResult]) -> String {
    let reasons = results.compactMap { result in
      if case .notApplicable(let reason) = result.verdict { reason } else { nil }
    }
    guard !reasons.isEmpty else { return "" }
    return "not applicable:\n"
      + reasons.withoutRepetitions.map { reason in
        "  \(reasons.count { $0 == reason }.counted("check")): \(ConsoleReport.printable(reason))\n"
      }.joined()
  }

  /// A line for each profile of which something was asked.
  private static func profiles(_ findings: [ConformanceReport.Finding]) -> String {
    let asked = asked(findings)
    let width = asked.map(\.rawValue.count).max() ?? 0
    return asked.map { profile in
      let standings = findings.filter { $0.clause.profile == profile }.map(\.standing)
      let always: [Standing] = [.broken, .untestable]
      let counts = Standing.allCases.dropFirst().compactMap { standing -> String? in
        let count = standings.count { $0 == standing }
        guard count > 0 || always.contains(standing) else { return nil }
        return "\(count) \(standing == .untestable ? "unknown" : standing.words)"
      }
      let kept = standings.count { $0 == .kept }
      let name = profile.rawValue + String(repeating: " ", count: width - profile.rawValue.count)
      return "\(name)  \((["\(kept.counted("clause")) kept"] + counts).joined(separator: ", "))\n"
    }.joined()
  }
}
