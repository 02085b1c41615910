import Foundation
import Glibc
import Testing
import Watch

/// When to look at files, and which are run first.
@Suite("Watching") struct WatchTimingTests {
  @Test func `a look waits until nothing happens for a moment`() {
    let start = ContinuousClock.now
    var quiet = QuietPeriod()
    #expect(quiet.rest(at: start) == nil)
    quiet.note(at: start)
    #expect(quiet.rest(at: start) == .milliseconds(20))
    quiet.note(at: start + .milliseconds(15))
    let before = quiet.isOver(at: start + .milliseconds(20))
    #expect(!before)
    let after = quiet.isOver(at: start + .milliseconds(35))
    #expect(after)
    #expect(quiet.rest(at: start + .milliseconds(40)) == nil)
  }

  @Test func `a look comes in time where something always happens`() {
    let start = ContinuousClock.now
    var quiet = QuietPeriod()
    for milliseconds in stride(from: 0, through: 55, by: 5) {
      quiet.note(at: start + .milliseconds(milliseconds))
    }
    #expect(quiet.rest(at: start + .milliseconds(55)) == .milliseconds(5))
    let isOver = quiet.isOver(at: start + .milliseconds(60))
    #expect(isOver)
  }

  @Test func `what was changed last is run first`() {
    var queue = WorkQueue()
    queue.put(["a", "b", "c"])
    queue.put(["c"])
    let files = (0..<3).compactMap { _ in queue.take()?.file }
    #expect(files == ["c", "a", "b"])
    let more = queue.take()
    #expect(more == nil)
    #expect(!queue.isIdle)
  }

  @Test func `results of what was changed or deleted meanwhile do not count`() throws {
    var queue = WorkQueue()
    queue.put(["a", "b", "c"])
    let tickets = (0..<3).compactMap { _ in queue.take() }
    queue.put(["a"])
    queue.drop(["b"])
    let counts = tickets.map { queue.finish($0) }
    #expect(counts == [false, false, true])
    let next = queue.take()
    let again = try #require(next)
    let isCounted = queue.finish(again)
    #expect(again.file == "a" && isCounted)
    #expect(queue.isIdle)
  }

  private func isTold(_ events: FolderEvents) -> Bool {
    var descriptor = pollfd(fd: events.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 5000) == 1 && events.take()
  }

  @Test func `a folder that is made again is watched again`() throws {
    let folder = try WatchFolder(["inner/a.chat": WatchFolder.passing])
    let events = try FolderEvents()
    let inner = folder.path(of: "inner")
    _ = try events.follow([inner])
    try folder.remove("inner")
    #expect(isTold(events))
    let isThere = try events.follow([inner])
    #expect(!isThere)
    try folder.write(WatchFolder.passing, to: "inner/a.chat")
    let isBack = try events.follow([inner])
    #expect(isBack)
  }

  @Test func `a message wakes who waits`() throws {
    let doorbell = try #require(Doorbell<Int>())
    Thread.detachNewThread { for number in 1...3 { doorbell.put(number) } }
    var messages: [Int] = []
    while messages.count < 3 {
      var descriptor = pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 5000) == 1 else { break }
      messages += doorbell.take()
    }
    #expect(messages == [1, 2, 3])
  }
}
