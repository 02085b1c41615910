import HeapModule

/// Everything that the engine does by itself when a time has come.
enum Timer: Hashable, Sendable {
  /// A cut session was not resumed in time: it ends.
  case sessionExpiry(SessionID)
  /// The joins and leaves gathered in a large room are told.
  case presence(RoomID)
  /// What was sent in a room before it was deleted can no longer be asked for.
  case roomForgotten(RoomID)
  /// A guest that has not logged in is closed.
  case logIn(SessionID)
}

/// The pending timers, the earliest first; those of one instant in the order in which they were set.
///
/// A timer is never taken out early. Whoever set it decides, when it fires, whether it still means anything.
struct TimerQueue: Sendable {
  struct Entry: Comparable, Sendable {
    let at: Instant
    let serial: UInt64
    let timer: Timer

    static func < (a: Entry, b: Entry) -> Bool { (a.at, a.serial) < (b.at, b.serial) }
  }

  private var heap = Heap<Entry>()
  private(set) var nextSerial: UInt64 = 1

  init() {}

  init(entries: [Entry], nextSerial: UInt64) {
    heap = Heap(entries)
    self.nextSerial = nextSerial
  }

  var earliest: Instant? { heap.min?.at }

  /// The entries in the order in which they will fire.
  var sorted: [Entry] { heap.unordered.sorted() }

  mutating func set(_ timer: Timer, at instant: Instant) {
    heap.insert(Entry(at: instant, serial: nextSerial, timer: timer))
    nextSerial += 1
  }

  /// Takes out the next timer that is due, or nil where none is.
  mutating func popDue(at now: Instant) -> (at: Instant, timer: Timer)? {
    guard let first = heap.min, first.at <= now else { return nil }
    heap.removeMin()
    return (first.at, first.timer)
  }
}
