/// A list in the order of arrival from which anything can be taken out in constant time.
///
/// What is taken out leaves an empty slot; the list closes its gaps when half of its slots are empty. Slots move
/// only then, and `remove` says so, because whoever remembers a slot has to learn the new ones.
struct SlotList<Element: Hashable & Sendable>: Hashable, Sendable {
  private(set) var slots: [Element?] = []
  private(set) var count = 0

  /// The place of an element in the list, as `append` gave it.
  typealias Slot = Int

  mutating func append(_ element: Element) -> Slot {
    slots.append(element)
    count += 1
    return slots.count - 1
  }

  /// Empties a slot. Where the gaps are closed, `moved` hears of each remaining element's new slot.
  mutating func remove(at slot: Slot, moved: (Element, Slot) -> Void) {
    precondition(slots[slot] != nil, "slot \(slot) is empty already")
    slots[slot] = nil
    count -= 1
    guard slots.count >= 16, count * 2 < slots.count else { return }
    slots.removeAll { $0 == nil }
    for (slot, element) in slots.enumerated() {
      if let element { moved(element, slot) }
    }
  }

  func forEach(_ body: (Element) -> Void) {
    for case .some(let element) in slots { body(element) }
  }

  /// The first elements, at most this many.
  func prefix(_ limit: Int) -> [Element] {
    var found: [Element] = []
    found.reserveCapacity(min(limit, count))
    for case .some(let element) in slots {
      if found.count == limit { break }
      found.append(element)
    }
    return found
  }
}
