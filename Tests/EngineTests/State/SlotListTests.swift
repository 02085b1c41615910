import TestSupport
import Testing

@testable import Engine

@Suite struct SlotListTests {
  /// A list with its elements' slots as their owners would remember them.
  private struct Model {
    var list = SlotList<Int>()
    var slots: [Int: Int] = [:]
    var order: [Int] = []

    mutating func append(_ element: Int) {
      slots[element] = list.append(element)
      order.append(element)
    }

    mutating func remove(_ element: Int) {
      order.removeAll { $0 == element }
      guard let slot = slots.removeValue(forKey: element), list.remove(at: slot) else { return }
      for (place, other) in order.enumerated() { slots[other] = place }
    }

    var isRight: Bool {
      list.count == order.count && list.slots.compactMap(\.self) == order
        && order.allSatisfy { list.slots[slots[$0] ?? -1] == $0 }
    }
  }

  @Test(arguments: 1...UInt64(Soak.rounds(4, of: 20)))
  func `elements keep their order and are found under their slots`(seed: UInt64) {
    var numbers = RandomNumbers(seed: seed)
    var model = Model()
    for element in 0..<2000 {
      // Phases of growing and of shrinking, so that the gaps close again and again.
      let grows = element / 250 % 2 == 0
      if model.order.isEmpty || Int.random(in: 0..<10, using: &numbers) < (grows ? 7 : 2) {
        model.append(element)
      } else if let victim = model.order.randomElement(using: &numbers) {
        model.remove(victim)
      }
      guard model.isRight else {
        Issue.record("seed \(seed), step \(element): \(model.list.slots)")
        return
      }
    }
  }

  @Test func `gaps close when more than half of sixteen or more slots are empty`() {
    var list = SlotList<Int>()
    let slots = (0..<16).map { list.append($0) }
    #expect(slots == Array(0..<16))
    let closed = (0...8).map { list.remove(at: $0) }
    #expect(closed == Array(repeating: false, count: 8) + [true])
    #expect(list.slots == [9, 10, 11, 12, 13, 14, 15])
    #expect(list.count == 7)
    // A short list keeps its gaps.
    let closedAgain = (0..<7).map { list.remove(at: $0) }
    #expect(!closedAgain.contains(true))
    #expect(list.count == 0)
    let next = list.append(20)
    #expect(next == 7)
  }

  @Test func `gaps are not counted`() {
    #expect(SlotList<Int>(slots: [nil, 1, nil, 2, 3]).count == 3)
  }
}
