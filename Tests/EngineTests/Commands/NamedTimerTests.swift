import Testing

@testable import Engine

@Suite("Timers of clients") struct NamedTimerTests {
  @Test func `who sets and cancels without end fills no memory, and what is pending still comes`() {
    var limits = Limits()
    limits[.commandsBurst] = 1_000_000
    limits[.resumeFrames] = 0
    limits[.unusedAccountSeconds] = 0
    var stage = Stage(limits: limits)
    let alice = stage.user("alice")
    stage.send(.setTimer("kept", milliseconds: 500), from: alice, re: nil)
    for round in 1...10_000 {
      stage.send(.setTimer("tea", milliseconds: 1_000_000 - Int64(round)), from: alice, re: nil)
      if round % 2 == 0 { stage.send(.cancelTimer("tea"), from: alice, re: nil) }
      #expect(stage.engine.timers.count <= 1003)
    }
    _ = stage.take(alice)
    stage.pass(milliseconds: 500)
    #expect(stage.take(alice) == [.timer(name: "kept", now: stage.now)])
    stage.pass(milliseconds: 1_000_000)
    #expect(stage.take(alice) == [])
    #expect(stage.engine.timers.count == 0)
    #expect(stage.engine.timers.abandoned == 0)
  }

  @Test func `the timers of those who went are swept out too`() {
    var limits = Limits()
    limits[.commandsBurst] = 1_000_000
    var stage = Stage(limits: limits)
    for number in 1...30 {
      let user = stage.user("user\(number)")
      for timer in 1...100 {
        stage.send(.setTimer("\(timer)", milliseconds: 1_000_000), from: user, re: nil)
      }
      stage.apply(.closed(user))
    }
    #expect(stage.engine.timers.count < 1100)
  }
}
