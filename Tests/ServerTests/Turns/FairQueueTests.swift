import Testing

@testable import Server

@Suite struct FairQueueTests {
  @Test func `queues take turns, whatever their length`() {
    var queue = FairQueue<String, Int>()
    for number in 1...5 { queue.add(number, for: "busy") }
    queue.add(10, for: "other")
    queue.add(20, for: "third")
    #expect((1...7).map { _ in queue.next() } == [1, 10, 20, 2, 3, 4, 5])
    #expect(queue.next() == nil)
    #expect(queue.count == 0)
  }

  @Test func `the newest of the longest is taken back`() {
    var queue = FairQueue<String, Int>()
    queue.add(10, for: "other")
    for number in 1...3 { queue.add(number, for: "busy") }
    #expect(queue.takeBack() == 3)
    #expect(queue.takeBack() == 2)
    queue.add(4, for: "busy")
    #expect(queue.takeBack() == 4)
    #expect(queue.count == 2)
    #expect([queue.next(), queue.next(), queue.next()] == [10, 1, nil])
    #expect(queue.takeBack() == nil)
  }
}
