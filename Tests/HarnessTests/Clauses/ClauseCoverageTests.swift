import Foundation
import Harness
import Testing

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

  private static func uncovered(by scenarios: [String]) -> [String] {
    let covered = scenarios.reduce(into: Set<String>()) { $0.formUnion(Self.covered(by: $1)) }
    return Clause.all.filter { $0.level == .must && !covered.contains($0.id) && tests[$0.id] == nil }.map(
      \.id)
  }

  /// The tests that show what no scenario can, because it is about how a connection is opened or about real passwords.
  private static let tests = [
    "AUTH-14": "Tests/HostTests/LogIn/OpeningTests.swift",
    "AUTH-15": "Tests/HostTests/LogIn/OpeningTests.swift",
    "CONN-10": "Tests/HostTests/LogIn/CredentialWorkTests.swift",
    "CONN-11": "Tests/ServerTests/Operations/LimitTests.swift",
    "RATE-6": "Tests/HostTests/LogIn/AttemptTests.swift",
  ]

  private static let scenarios: [String] = PackageFolder.scenarios(in: "Scenarios")
    .filter { !$0.hasPrefix("Scenarios/failing/") && !$0.hasPrefix("Scenarios/setup/") }

  @Test(arguments: tests.keys.sorted())
  func `a test that covers a clause names it`(id: String) throws {
    #expect(Clause.all.contains { $0.id == id })
    #expect(try PackageFolder.text(of: try #require(Self.tests[id])).contains("/// \(id): "))
  }

  @Test func `every MUST clause is covered by a scenario`() throws {
    #expect(Self.scenarios.count >= 48)
    #expect(Self.uncovered(by: try Self.scenarios.map(PackageFolder.text)) == [])
  }

  @Test func `a clause that no scenario covers is found`() throws {
    let texts = try Self.scenarios.map(PackageFolder.text)
    let without = texts.filter { !Self.covered(by: $0).contains("LINE-5") }
    #expect(Self.uncovered(by: without) == ["LINE-5"])
  }

  @Test(arguments: scenarios)
  func `a scenario names only clauses that exist, and at least one`(path: String) throws {
    let covered = Self.covered(by: try PackageFolder.text(of: path))
    #expect(!covered.isEmpty)
    #expect(covered.subtracting(Clause.all.map(\.id)) == [])
  }
}
