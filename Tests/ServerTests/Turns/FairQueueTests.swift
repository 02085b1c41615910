import DequeModule
import Testing

@testable import Server

@Suite struct FairQueueTests {
  @Test func `lines take turns, whatever their length`() {
    var queue = FairQueue<String, Deque<Int>>()
    for number in 1...5 { queue.add(for: "busy") { $0.append(number) } }
    queue.add(for: "other") { $0.append(10) }
    queue.add(for: "third") { $0.append(20) }
    #expect((1...7).map { _ in queue.next() } == [1, 10, 20, 2, 3, 4, 5])
    #expect(queue.next() == nil)
    #expect(queue.count == 0)
  }

  @Test func `the newest of the longest is taken back`() {
    var queue = FairQueue<String, Deque<Int>>()
    queue.add(for: "other") { $0.append(10) }
    for number in 1...3 { queue.add(for: "busy") { $0.append(number) } }
    #expect(queue.takeBack() == 3)
    #expect(queue.takeBack() == 2)
    queue.add(for: "busy") { $0.append(4) }
    #expect(queue.takeBack() == 4)
    #expect(queue.count == 2)
    #expect([queue.next(), queue.next(), queue.next()] == [10, 1, nil])
    #expect(queue.takeBack() == nil)
  }

  @Test func `addresses take turns, and within an address its accounts`() {
    var queue = FairQueue<String, FairQueue<String, Deque<Int>>>()
    func add(_ number: Int, address: String, account: String) {
      queue.add(for: address) { $0.add(for: account) { $0.append(number) } }
    }
    for number in 1...3 { add(number, address: "one", account: "alice") }
    add(10, address: "one", account: "bob")
    add(20, address: "other", account: "carol")
    add(4, address: "one", account: "alice")
    #expect(queue.takeBack() == 4)
    #expect((1...5).map { _ in queue.next() } == [1, 20, 10, 2, 3])
    #expect(queue.next() == nil)
    #expect(queue.count == 0)
  }
}
