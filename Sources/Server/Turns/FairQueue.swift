import DequeModule

/// Queues that take turns, so that a long one holds up none of the others.
struct FairQueue<Key: Hashable & Sendable, Element: Sendable>: Sendable {
  private var queues: [Key: Deque<Element>] = [:]
  /// Whose queues are not empty, in the order of their turns.
  private var turns: Deque<Key> = []
  private(set) var count = 0

  mutating func add(_ element: Element, for key: Key) {
    if queues[key] == nil { turns.append(key) }
    queues[key, default: []].append(element)
    count += 1
  }

  /// Takes out the first element of the queue whose turn it is.
  mutating func next() -> Element? {
    guard let key = turns.popFirst(), let element = queues[key]?.popFirst() else { return nil }
    count -= 1
    if queues[key]?.isEmpty == true { queues[key] = nil } else { turns.append(key) }
    return element
  }

  /// Takes out the newest element of the longest queue.
  mutating func takeBack() -> Element? {
    guard let longest = queues.max(by: { $0.value.count < $1.value.count })?.key,
      let element = queues[longest]?.popLast()
    else { return nil }
    count -= 1
    if queues[longest]?.isEmpty == true {
      queues[longest] = nil
      turns.removeAll { $0 == longest }
    }
    return element
  }
}
