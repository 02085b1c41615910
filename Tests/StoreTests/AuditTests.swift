import Engine
import Testing

@testable import Store

@Suite struct AuditTests {
  @Test func `entries expire`() throws {
    let store = try Store.empty()
    store.auditMilliseconds = 1000
    for at in 1...5 {
      store.write(AuditEntry(.logInFailed, at: Instant(milliseconds: Int64(at) * 500), from: "192.0.2.1"))
    }
    try store.commit()
    #expect(try store.audit(limit: 10).map(\.number) == [5, 4, 3, 2, 1])
    try store.tidyUp(.retain(.forever), at: 2500)
    #expect(try store.audit(limit: 10).map(\.entry.at.milliseconds) == [2500, 2000, 1500])
    #expect(try store.audit(before: 5, limit: 1).map(\.number) == [4])
  }

  @Test func `failed log-ins leave room for all else`() throws {
    let store = try Store.empty()
    store.write(
      AuditEntry(
        .banned, at: .virtualStart, user: UserID(1), by: .user(UserID(2)), room: RoomID(3), detail: "x"))
    for _ in 1...20_300 { store.write(AuditEntry(.logInFailed, at: .virtualStart)) }
    try store.commit()
    let rows = try store.audit(limit: 100_000)
    #expect((20_000...20_101).contains(rows.count))
    #expect(rows.last?.entry.kind == .banned)
    #expect(try store.audit(about: UserID(2), limit: 10).map(\.entry) == rows.suffix(1).map(\.entry))
  }

  @Test func `what was dropped with its turn is not in it`() throws {
    let store = try Store.empty()
    store.write(AuditEntry(.operatorRequest, at: .virtualStart, by: .operator, detail: "prune"))
    store.rollback()
    try store.commit()
    #expect(try store.audit(limit: 10).isEmpty)
  }
}
