import HeapModule

/// Everything that the engine does by itself when a time has come.
enum Timer: Hashable, Sendable {
  /// A cut session was not resumed in time: it ends.
  case sessionExpiry(SessionID)
  /// The joins and leaves gathered in a large room are told.
  case presence(RoomID)
  /// What was sent in a room before it was deleted can no longer be asked for. Earlier programs set it; `LogAges` does it now.
  case roomForgotten(RoomID)
  /// A guest that has not logged in is closed.
  case logIn(SessionID)
  /// A timer that a client set is due; the entry's serial number says which.
  case named(SessionID)
  /// A room without messages was empty for too long.
  case roomUnused(RoomID)
  /// An account that left no traces was not used for too long.
  case accountUnused(UserID)
}

/// The pending timers, the earliest first; those of one instant in the order in which they were set.
///
/// A timer is not removed early: when it fires, its handler decides whether it still applies. Only client timers, which may
/// run for a year, are purged, once most of them no longer apply.
struct TimerQueue: Sendable {
  struct Entry: Comparable, Sendable {
    let at: Instant
    let serial: UInt64
    let timer: Timer

    static func < (a: Entry, b: Entry) -> Bool { (a.at, a.serial) < (b.at, b.serial) }
  }

  private var heap = Heap<Entry>()
  private(set) var nextSerial: UInt64 = 1
  /// How many entries of clients mean nothing any more.
  private(set) var abandoned = 0

  init() {}

  init(entries: [Entry], nextSerial: UInt64) {
    heap = Heap(entries)
    self.nextSerial = nextSerial
  }

  /// How many entries there are, those that mean nothing any more included.
  var count: Int { heap.count }

  var earliest: Instant? { heap.min?.at }

  /// The entries in no particular order.
  var unordered: [Entry] { heap.unordered }

  /// The entries in the order in which they will fire.
  var sorted: [Entry] { heap.unordered.sorted() }

  /// Sets a timer and returns its serial number, which is never used again.
  @discardableResult mutating func set(_ timer: Timer, at instant: Instant) -> UInt64 {
    let serial = nextSerial
    heap.insert(Entry(at: instant, serial: serial, timer: timer))
    nextSerial += 1
    return serial
  }

  /// Takes out the next timer that is due, or nil where none is.
  mutating func popDue(at now: Instant) -> Entry? {
    guard let first = heap.min, first.at <= now else { return nil }
    heap.removeMin()
    return first
  }

  /// Takes out what would let rooms and accounts go away.
  mutating func removeUnused() {
    heap = Heap(
      heap.unordered.filter { entry in
        switch entry.timer {
        case .roomUnused, .accountUnused: false
        case .sessionExpiry, .presence, .roomForgotten, .logIn, .named: true
        }
      })
  }

  /// Follows a clock that was set.
  mutating func move(by milliseconds: Int64) {
    heap = Heap(
      heap.unordered.map {
        Entry(at: $0.at.advanced(byMilliseconds: milliseconds), serial: $0.serial, timer: $0.timer)
      })
  }

  /// Counts entries of clients that mean nothing any more; returns whether it is time to sweep them out.
  mutating func abandon(_ count: Int) -> Bool {
    abandoned += count
    return abandoned > Self.fewAbandoned && abandoned > heap.count / 2
  }

  /// An abandoned entry came due.
  mutating func forgetAbandoned() { abandoned -= 1 }

  /// Removes the client timers that no longer apply.
  mutating func sweep(isMeant: (UInt64) -> Bool) {
    heap = Heap(
      heap.unordered.filter { entry in
        if case .named = entry.timer { isMeant(entry.serial) } else { true }
      })
    abandoned = 0
  }

  /// Counts the abandoned entries of a queue that came from its bytes, which do not tell.
  mutating func countAbandoned(isMeant: (UInt64) -> Bool) {
    abandoned = heap.unordered.count { entry in
      if case .named = entry.timer { !isMeant(entry.serial) } else { false }
    }
  }

  /// So many are not worth a sweep, which looks at every timer there is.
  private static let fewAbandoned = 1000
}
