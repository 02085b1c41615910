import Harness
import ProtocolRegistry
import Testing
import Wire

@testable import Conformance

/// Which checks are carried out.
@Suite struct CheckSelectionTests {
  private static let checks = [
    Check("a/one", "One", covers: "ROOM-1", "PM-1") { _ in },
    Check("a/two", "Two", covers: "ROOM-2") { _ in },
    Check("b/three", "Three", covers: "SRCH-1") { _ in }, Check("b/four", "Four", covers: "RES-10") { _ in },
  ]

  private func chosen(_ change: (inout CheckSelection) throws -> Void) rethrows -> [String] {
    var selection = CheckSelection()
    try change(&selection)
    return selection.checks(of: Self.checks).map(\.name)
  }

  @Test func `profiles, clauses, names and shards narrow it down`() throws {
    #expect(chosen { _ in } == Self.checks.map(\.name))
    #expect(chosen { $0.profiles = [.private] } == ["a/one"])
    #expect(chosen { $0.profiles = [.search, .core] } == ["a/one", "a/two", "b/three"])
    #expect(try chosen { $0.clauses = try CheckSelection.clauses(named: "ROOM-2") } == ["a/two"])
    #expect(try chosen { $0.clauses = try CheckSelection.clauses(named: "room") } == ["a/one", "a/two"])
    #expect(chosen { $0.names = ["b/four", "a/one"] } == ["a/one", "b/four"])
    #expect(chosen { ($0.names, $0.profiles) = (["b/four"], [.core]) } == [])
    let shards = (1...3).map { part in
      chosen { $0.shard = Selection.Shard("\(part)/3") }
    }
    #expect(shards.flatMap(\.self).sorted() == Self.checks.map(\.name).sorted())
    #expect(shards[0] == ["a/one", "b/four"])
  }

  private func message(_ body: () throws(CheckSelection.Mistake) -> Void) -> String {
    do throws(CheckSelection.Mistake) {
      try body()
      return ""
    } catch {
      return error.message
    }
  }

  @Test func `a word that names nothing is told with the nearest`() {
    #expect(
      message { () throws(CheckSelection.Mistake) in _ = try CheckSelection.clauses(named: "RUOM-3") }
        == "There is no clause RUOM-3; did you mean ROOM-3?")
    #expect(
      message { () throws(CheckSelection.Mistake) in _ = try CheckSelection.profile(named: "serach") }
        == "There is no profile serach; did you mean search?")
    let unknown = message { () throws(CheckSelection.Mistake) in
      _ = try CheckSelection.profile(named: "0123456789")
    }
    #expect(unknown.hasPrefix("There is no profile 0123456789; there are core, "))
    #expect(
      message { () throws(CheckSelection.Mistake) in
        _ = try CheckSelection.check(named: "a/tow", among: Self.checks)
      } == "There is no check a/tow; did you mean a/two?")
  }

  @Test func `a check is as binding as its most binding clause, and needs the profiles of all`() throws {
    let check = try #require(Self.checks.first)
    #expect(check.level == .must)
    #expect(check.profiles == [.core, .private])
    #expect(try #require(Self.checks.last).level == .may)
  }
}
