import Foundation
import ProtocolRegistry
import TestSupport
import Testing

@testable import Conformance

/// Each rule that binds a server has a scenario that shows it, or a test where no scenario can.
@Suite struct ClauseCoverageTests {
  /// The clauses that the header lines `covers:` of a scenario name.
  private static func covered(by scenario: String) -> Set<String> {
    let lines = scenario.split(separator: "\n").prefix { !$0.hasPrefix("==") }
    return Set(
      lines.filter { $0.hasPrefix("covers:") }.flatMap { line in
        line.dropFirst("covers:".count).prefix { $0 != "#" }.split(separator: " ").map(String.init)
      })
  }

  /// The clauses that the lines `/// covers:` above the tests of a file name.
  private static func covered(byTests source: String) -> Set<String> {
    let lines = source.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
    return Set(
      lines.filter { $0.hasPrefix("/// covers:") }.flatMap { line in
        line.dropFirst("/// covers:".count).split(separator: " ").map(String.init)
      })
  }

  private static func uncovered(by scenarios: some Sequence<Set<String>>, tests: Set<String> = []) -> [String]
  {
    let covered = scenarios.reduce(into: tests) { $0.formUnion($1) }
    return Clause.all.filter { $0.level == .must && !covered.contains($0.id) }.map(\.id)
  }

  /// The clauses that each scenario covers, by its path.
  private static let scenarios = Result {
    let paths = PackageFolder.scenarios(in: "Scenarios")
      .filter { !$0.hasPrefix("Scenarios/failing/") && !$0.hasPrefix("Scenarios/setup/") }
    return Dictionary(
      uniqueKeysWithValues: try paths.map { ($0, covered(by: try PackageFolder.text(of: $0))) })
  }

  /// What tests and checks in Swift cover, because scenarios have no operator, no sockets and no real passwords.
  private static func tested() throws -> Set<String> {
    try ["Tests/HostTests", "Tests/ServerTests"]
      .flatMap { try PackageFolder.files(in: $0, ending: ".swift").map(PackageFolder.text) }
      .reduce(into: Set(Check.procedures.flatMap(\.covers).map(\.id))) { $0.formUnion(covered(byTests: $1)) }
  }

  @Test func `every MUST clause is covered by a scenario or a test`() throws {
    let scenarios = try Self.scenarios.get()
    #expect(scenarios.count >= 48)
    #expect(Self.uncovered(by: scenarios.values, tests: try Self.tested()) == [])
  }

  @Test func `tests name only clauses that exist`() throws {
    #expect(try Self.tested().contains("ADM-1"))
    #expect(try Self.tested().subtracting(Clause.all.map(\.id)) == [])
  }

  @Test func `a clause that no scenario covers is found`() throws {
    let without = try Self.scenarios.get().values.filter { !$0.contains("LINE-5") }
    #expect(Self.uncovered(by: without, tests: try Self.tested()) == ["LINE-5"])
  }

  @Test func `a scenario names only clauses that exist, and at least one`() throws {
    for (path, covered) in try Self.scenarios.get() {
      #expect(!covered.isEmpty, "\(path)")
      #expect(covered.subtracting(Clause.all.map(\.id)) == [], "\(path)")
    }
  }
}
