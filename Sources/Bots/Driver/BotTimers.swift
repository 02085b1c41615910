import Engine

/// A bot's waiting timers, the earliest first; those of one instant in the order in which they were set.
struct BotTimers: Sendable {
  private struct Entry: Comparable {
    let at: Instant
    let serial: UInt64
    let id: String

    static func < (a: Entry, b: Entry) -> Bool { (a.at, a.serial) < (b.at, b.serial) }
  }

  /// The most timers that wait at once; a bot that sets more has a fault that must not cost its host the memory.
  static let maximum = 20_000

  /// In ascending order. A sorted array is small, lets a timer be taken back, and is fast enough for a bot.
  private var entries: [Entry] = []
  private var byID: [String: Entry] = [:]
  private var nextSerial: UInt64 = 1

  /// When the next timer is due.
  var earliest: Instant? { entries.first?.at }

  /// Sets a timer, in place of one of the same id, and says whether there was room for it.
  mutating func set(_ id: String, at instant: Instant) -> Bool {
    cancel(id)
    guard entries.count < Self.maximum else { return false }
    let entry = Entry(at: instant, serial: nextSerial, id: id)
    nextSerial += 1
    entries.insert(entry, at: index(of: entry))
    byID[id] = entry
    return true
  }

  mutating func cancel(_ id: String) {
    guard let entry = byID.removeValue(forKey: id) else { return }
    entries.remove(at: index(of: entry))
  }

  /// Takes out the next timer that is due, or nil where none is.
  mutating func popDue(at now: Instant) -> String? {
    guard let first = entries.first, first.at <= now else { return nil }
    entries.removeFirst()
    byID[first.id] = nil
    return first.id
  }

  /// Where the entry is, or belongs.
  private func index(of entry: Entry) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle] < entry { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
