import ProtocolRegistry
import Testing

@Suite struct ClauseTests {
  @Test func `every clause has an id of its own`() {
    #expect(Set(Clause.all.map(\.id)).count == Clause.all.count)
    #expect(Set(Clause.Area.allCases.map(\.prefix)).count == Clause.Area.allCases.count)
  }

  @Test(arguments: Clause.Area.allCases)
  func `an area's clauses are numbered from 1`(area: Clause.Area) {
    let clauses = Clause.all.filter { $0.area == area }
    #expect(clauses.map(\.number) == Array(1...max(1, clauses.count)))
  }

  @Test(arguments: Clause.all)
  func `a clause is one sentence`(clause: Clause) {
    #expect(clause.text.hasSuffix("."))
    #expect(!clause.text.dropLast().contains(". "))
    #expect(clause.since >= 1)
  }
}
