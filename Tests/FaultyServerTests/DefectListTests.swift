import ProtocolRegistry
import Testing

@testable import faulty_server

/// What the conformance suite is graded by is complete.
@Suite struct DefectListTests {
  @Test func `every clause that binds a server has a defect`() {
    let offended = Set(Defect.all.compactMap(\.clause))
    #expect(Clause.ofServers.map(\.id).filter { !offended.contains($0) } == [])
  }

  @Test func `a defect offends against a clause that exists`() {
    #expect(Set(Defect.all.compactMap(\.clause)).subtracting(Clause.all.map(\.id)) == [])
  }

  @Test func `each defect has an id of its own`() {
    #expect(Set(Defect.all.map(\.id)).count == Defect.all.count)
    #expect(Set(Defect.all.map(\.sentence)).count == Defect.all.count)
  }

  @Test func `defects stand in the order of their clauses`() throws {
    let order = Clause.all.map(\.id)
    let places = try Defect.all.compactMap(\.clause).map { try #require(order.firstIndex(of: $0)) }
    #expect(places == places.sorted())
  }
}
