/// A list in the order of arrival from which anything can be taken out in constant time.
///
/// A removed element leaves an empty slot. When more than half of the slots are empty the list is compacted, and stored
/// slot numbers must be updated.
struct SlotList<Element: Hashable & Sendable>: Hashable, Sendable {
  private(set) var slots: [Element?]
  private(set) var count: Int

  /// The place of an element in the list, as `append` gave it.
  typealias Slot = Int

  init(slots: [Element?] = []) {
    self.slots = slots
    count = slots.count { $0 != nil }
  }

  mutating func append(_ element: Element) -> Slot {
    slots.append(element)
    count += 1
    return slots.count - 1
  }

  /// Empties a slot, and says whether the gaps were closed: then the element at slot n is the n-th one.
  mutating func remove(at slot: Slot) -> Bool {
    precondition(slots[slot] != nil, "slot \(slot) is empty already")
    slots[slot] = nil
    count -= 1
    guard slots.count >= 16, count * 2 < slots.count else { return false }
    slots.removeAll { $0 == nil }
    return true
  }
}
