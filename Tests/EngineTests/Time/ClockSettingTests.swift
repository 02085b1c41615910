import Testing

@testable import Engine

/// A clock that was wrong and is set.
@Suite struct ClockSettingTests {
  private static let year: Int64 = 365 * 86_400_000

  @Test(arguments: [-year, year])
  func `moves all that is to come and leaves what was said`(milliseconds: Int64) throws {
    var stage = Stage.crowded()
    stage.apply(.restarted)
    let before = stage.engine
    stage.now = stage.now.advanced(byMilliseconds: milliseconds)
    stage.apply(.marked(.clockSet))
    let after = stage.engine
    func moved(_ instant: Instant?) -> Instant? { instant?.advanced(byMilliseconds: milliseconds) }
    #expect(after.now == moved(before.now))
    #expect(after.nextDeadline == moved(before.nextDeadline))
    #expect(after.timers.sorted.map(\.at) == before.timers.sorted.map { moved($0.at) })
    #expect(after.timers.sorted.map(\.serial) == before.timers.sorted.map(\.serial))
    #expect(after.ages.entries.map(\.at) == before.ages.entries.map { moved($0.at) })
    for session in before.sessions.ids {
      guard case .detached(let sent, let expires) = before.sessions[session].attachment else { continue }
      #expect(after.sessions[session].attachment == .detached(sent: sent, expires: moved(expires)!))
    }
    for (old, new) in zip(before.rooms.values, after.rooms.values) {
      #expect(new.rules?.mutes.map(\.until) == old.rules?.mutes.map { moved($0.until) })
      #expect(new.log.entries.map(\.delivery) == old.log.entries.map(\.delivery))
    }
    #expect(after.users.values.map(\.keys?.entries.count) == before.users.values.map(\.keys?.entries.count))
    #expect(try Engine(canonicalBytes: after.canonicalBytes).canonicalBytes == after.canonicalBytes)
  }

  @Test func `lets nobody wait longer or shorter`() throws {
    var stage = Stage(limits: Limits())
    let alice = stage.user("alice")
    for _ in 1...200 { stage.send(.ping(received: nil), from: alice) }
    let wait = try #require(stage.engine.users.values.first).allowance.wait(
      for: .commands, at: stage.now, limits: Limits())
    #expect(wait > 0)
    stage.now = stage.now.advanced(byMilliseconds: -Self.year)
    stage.apply(.marked(.clockSet))
    let after = try #require(stage.engine.users.values.first).allowance.wait(
      for: .commands, at: stage.now, limits: Limits())
    #expect(after == wait)
  }
}
