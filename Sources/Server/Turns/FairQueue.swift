import DequeModule

/// What elements wait in.
protocol WaitingLine {
  associatedtype Element
  var count: Int { get }

  init()

  /// Takes out the element whose turn it is.
  mutating func next() -> Element?

  /// Takes out the newest element of whoever has the most.
  mutating func takeBack() -> Element?
}

/// Lines that take turns, so that a long one holds up none of the others.
struct FairQueue<Key: Hashable & Sendable, Line: WaitingLine & Sendable>: WaitingLine, Sendable {
  private var lines: [Key: Line] = [:]
  /// Whose lines are not empty, in the order of their turns.
  private var turns: Deque<Key> = []
  private(set) var count = 0

  /// Has an element added to the line of a key.
  mutating func add(for key: Key, _ add: (inout Line) -> Void) {
    if lines[key] == nil { turns.append(key) }
    add(&lines[key, default: Line()])
    count += 1
  }

  mutating func next() -> Line.Element? {
    guard let key = turns.popFirst(), let element = lines[key]?.next() else { return nil }
    count -= 1
    if lines[key]?.count == 0 { lines[key] = nil } else { turns.append(key) }
    return element
  }

  mutating func takeBack() -> Line.Element? {
    guard let longest = lines.max(by: { $0.value.count < $1.value.count })?.key,
      let element = lines[longest]?.takeBack()
    else { return nil }
    count -= 1
    if lines[longest]?.count == 0 {
      lines[longest] = nil
      turns.removeAll { $0 == longest }
    }
    return element
  }
}

extension Deque: WaitingLine {
  mutating func next() -> Element? { popFirst() }
  mutating func takeBack() -> Element? { popLast() }
}
