import Foundation
import ProtocolRegistry
import Reports
import ScenarioLanguage
import TestSupport
import Testing

@testable import Conformance

/// The checks that are there, and what they cover.
@Suite struct CheckCatalogTests {
  /// The checks of the project, which are read once.
  static let all = Result { try CheckCatalog(paths: [PackageFolder.url.appending(path: "Scenarios").path()]) }

  @Test func `every clause that binds servers is covered by a check`() throws {
    #expect(try Self.all.get().uncovered.map(\.id) == [])
  }

  @Test func `a clause that no check covers is told, and so are those that bind clients`() throws {
    let catalog = try Self.all.get()
    #expect(
      ConformanceSummary.unchecked(by: catalog)
        == "clauses that bind clients, which `verbatim certify` checks: CONN-7\n")
    let folder = PackageFolder.url.appending(path: "Scenarios/rooms").path()
    let part = try CheckCatalog(paths: [folder], withProcedures: false)
    #expect(part.uncovered.contains { $0.id == "WS-3" })
    #expect(!part.uncovered.contains { $0.id == "CONN-7" || $0.id == "ROOM-1" })
    #expect(ConformanceSummary.unchecked(by: part).contains("\nclauses that no check covers: CONN-1 "))
  }

  @Test func `a check covers no clause that binds clients`() throws {
    for check in try Self.all.get().checks {
      #expect(check.covers.allSatisfy { $0.party == .server }, "\(check.name)")
    }
  }

  @Test func `names are unique and can be typed`() throws {
    let names = try Self.all.get().checks.map(\.name)
    #expect(Set(names).count == names.count)
    for check in Check.procedures { #expect(check.name.wholeMatch(of: /[a-z_]+\/[a-z_0-9]+/) != nil) }
  }

  @Test(arguments: Check.procedures.map(\.name))
  func `a check in Swift says where it is made and what it covers`(name: String) throws {
    let check = try #require(Check.procedures.first { $0.name == name })
    #expect(!check.covers.isEmpty)
    guard case .procedure(_, let origin) = check.body else {
      Issue.record("it is a scenario")
      return
    }
    let lines = try PackageFolder.text(of: origin.span.path).split(
      separator: "\n", omittingEmptySubsequences: false)
    let around = lines[(origin.span.line - 1)...].prefix(2).joined()
    #expect(around.contains("\"\(name)\""), "\(origin.span.path):\(origin.span.line)")
  }
}
