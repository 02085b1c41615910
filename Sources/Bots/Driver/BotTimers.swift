import Engine

/// A bot's waiting timers, the earliest first; those of one instant in the order in which they were set.
struct BotTimers: Sendable {
  private struct Entry {
    let id: String
    let at: Instant
  }

  /// The most timers that wait at once; a bot that sets more has a fault that must not cost its host the memory.
  static let maximum = 20_000

  private var entries: [Entry] = []

  /// When the next timer is due.
  var earliest: Instant? { entries.first?.at }

  /// Sets a timer, in place of one of the same id, and says whether there was room for it.
  mutating func set(_ id: String, at instant: Instant) -> Bool {
    cancel(id)
    guard entries.count < Self.maximum else { return false }
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    entries.insert(Entry(id: id, at: instant), at: low)
    return true
  }

  mutating func cancel(_ id: String) {
    entries.removeAll { $0.id == id }
  }

  /// Takes out the next timer that is due, or nil where none is.
  mutating func popDue(at now: Instant) -> String? {
    guard let first = entries.first, first.at <= now else { return nil }
    return entries.removeFirst().id
  }
}
