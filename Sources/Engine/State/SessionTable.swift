/// The live sessions, found by their ids without hashing.
///
/// An id holds a slot and the slot's generation, so that the id of a session that ended finds nothing, also when its
/// slot is in use again. (The structure is known as a slot map or generational arena.)
struct SessionTable: Sendable {
  /// A place that holds a session now and then.
  struct Slot: Sendable {
    var generation: UInt32 = 0
    var session: Session?
  }

  private(set) var slots: ChunkedArray<Slot>
  private(set) var free: [UInt32]

  init(slots: [Slot] = [], free: [UInt32] = []) {
    self.slots = ChunkedArray(slots)
    self.free = free
  }

  /// The ids of all live sessions, in the order of their slots.
  var ids: [SessionID] {
    slots.indices.filter { slots[$0].session != nil }.map { id(of: $0) }
  }

  mutating func insert(_ session: Session) -> SessionID {
    let index: Int
    if let reused = free.popLast() {
      index = Int(reused)
    } else {
      index = slots.count
      slots.append(Slot())
    }
    slots[index].generation += 1
    slots[index].session = session
    return id(of: index)
  }

  mutating func remove(_ id: SessionID) {
    precondition(contains(id), "session \(id.number) is not live")
    slots[id.index].session = nil
    // A slot whose numbers are used up is not used again.
    if id.generation < UInt32.max { free.append(UInt32(id.index)) }
  }

  func contains(_ id: SessionID) -> Bool {
    id.index < slots.count && slots[id.index].generation == id.generation && slots[id.index].session != nil
  }

  /// A session that is known to be live.
  subscript(id: SessionID) -> Session {
    _read { yield slots[id.index].session! }
    _modify {
      precondition(slots[id.index].generation == id.generation, "session \(id.number) has ended")
      yield &slots[id.index].session!
    }
  }

  private func id(of index: Int) -> SessionID {
    SessionID(UInt64(slots[index].generation) << 32 | UInt64(index))
  }
}

extension SessionID {
  /// The place of the session among those that live at the same time: small, and used again after its end.
  ///
  /// Inlinable, because hosts ask for it once for each receiver of each message.
  @inlinable package var index: Int { Int(number & 0xffff_ffff) }
  fileprivate var generation: UInt32 { UInt32(truncatingIfNeeded: number >> 32) }
}
