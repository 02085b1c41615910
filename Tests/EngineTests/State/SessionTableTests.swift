import Testing

@testable import Engine

@Suite struct SessionTableTests {
  private func session() -> Session {
    Session(identity: .guest(Allowance()), attachment: .attached(ConnectionID(1)))
  }

  @Test func `the id of a session that ended finds nothing, also when its slot is used again`() {
    var table = SessionTable()
    let first = table.insert(session())
    let second = table.insert(session())
    table.remove(first)
    #expect(!table.contains(first))
    let third = table.insert(session())
    #expect(third.index == first.index)
    #expect(third != first)
    #expect(!table.contains(first))
    #expect(table.contains(second))
    #expect(table.contains(third))
    #expect(table.ids == [third, second])
    #expect(table.slots.count == 2)
  }

  @Test func `an id from elsewhere finds nothing`() {
    let table = SessionTable()
    for number in [0, 1, 1 << 32, UInt64.max] { #expect(!table.contains(SessionID(number))) }
  }
}
