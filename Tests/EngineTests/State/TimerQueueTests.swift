import TestSupport
import Testing

@testable import Engine

@Suite struct TimerQueueTests {
  private func instant(_ milliseconds: Int64) -> Instant { Instant(milliseconds: milliseconds) }

  @Test func `timers fire by their time, those of one instant in the order in which they were set`() {
    var queue = TimerQueue()
    #expect(queue.earliest == nil)
    for (room, at) in [(1, 20), (2, 10), (3, 20), (4, 10), (5, 30)] {
      queue.set(.presence(RoomID(UInt32(room))), at: instant(Int64(at)))
    }
    #expect(queue.earliest == instant(10))
    let tooEarly = queue.popDue(at: instant(9))
    #expect(tooEarly?.timer == nil)
    var fired: [Timer] = []
    while let due = queue.popDue(at: instant(20)) { fired.append(due.timer) }
    #expect(fired == [2, 4, 1, 3].map { .presence(RoomID($0)) })
    #expect(queue.earliest == instant(30))
  }

  @Test func `a queue that came back from its bytes fires in the same order`() throws {
    var queue = TimerQueue()
    var numbers = RandomNumbers(seed: 7)
    for room in 1...200 {
      queue.set(
        .presence(RoomID(UInt32(room))), at: instant(Int64.random(in: 0..<20, using: &numbers)))
    }
    var writer = CanonicalWriter()
    queue.write(to: &writer)
    var reader = CanonicalReader(writer.bytes)
    var copy: TimerQueue = try .init(from: &reader)
    copy.set(.presence(RoomID(999)), at: instant(5))
    queue.set(.presence(RoomID(999)), at: instant(5))
    while let due = queue.popDue(at: instant(100)) {
      let other = copy.popDue(at: instant(100))
      #expect(other?.at == due.at)
      #expect(other?.timer == due.timer)
    }
    #expect(copy.earliest == nil)
  }

  @Test func `instants saturate at the ends of time`() {
    #expect(instant(.max).advanced(byMilliseconds: 1) == instant(.max))
    #expect(instant(.min).advanced(byMilliseconds: -1) == instant(.min))
    #expect(instant(5).advanced(byMilliseconds: -7) == instant(-2))
  }
}
