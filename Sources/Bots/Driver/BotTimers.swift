import Engine

/// A bot's waiting timers, the earliest first; those of one instant in the order in which they were set.
struct BotTimers: Sendable {
  /// What a timer is for.
  enum Purpose: Hashable, Codable, Sendable {
    /// The bot asked for it under this id.
    case bot(id: String)
    /// The patience of a question is over.
    case question(Asked)
    /// A deleted room may have been made again.
    case look(room: String)
  }

  /// A timer, as it is kept over a restart.
  struct Entry: Hashable, Codable, Sendable {
    let purpose: Purpose
    let at: Instant
    /// When it comes again.
    var schedule: Schedule?
    fileprivate var serial: UInt64 = 0

    fileprivate static func precedes(_ a: Entry, _ b: Entry) -> Bool { (a.at, a.serial) < (b.at, b.serial) }
  }

  /// The most timers that wait at once; a bot that sets more has a fault that must not cost its host the memory.
  static let maximum = 20_000

  /// In ascending order. A sorted array is small, lets a timer be taken back, and is fast enough for a bot.
  private(set) var entries: [Entry] = []
  private var byPurpose: [Purpose: Entry] = [:]
  private var nextSerial: UInt64 = 1

  init() {}

  /// The timers that were kept, in their order.
  init(_ kept: [Entry]) {
    for entry in kept { _ = set(entry.purpose, at: entry.at, schedule: entry.schedule) }
  }

  /// When the next timer is due.
  var earliest: Instant? { entries.first?.at }

  /// The serial of the timer that was set last; 0 before the first.
  var newestSerial: UInt64 { nextSerial - 1 }

  /// The serials of the timers that are due, in the order in which they were set for their times.
  func serials(dueAt now: Instant) -> [UInt64] { entries.prefix { $0.at <= now }.map(\.serial) }

  /// Sets a timer, in place of one of the same purpose, and says whether there was room for it.
  mutating func set(_ purpose: Purpose, at instant: Instant, schedule: Schedule? = nil) -> Bool {
    cancel(purpose)
    guard entries.count < Self.maximum else { return false }
    let entry = Entry(purpose: purpose, at: instant, schedule: schedule, serial: nextSerial)
    nextSerial += 1
    entries.insert(entry, at: index(of: entry))
    byPurpose[purpose] = entry
    return true
  }

  mutating func cancel(_ purpose: Purpose) {
    guard let entry = byPurpose.removeValue(forKey: purpose) else { return }
    entries.remove(at: index(of: entry))
  }

  /// Takes out the next timer that is due, or nil where none is. One of a schedule is set for its next time after now.
  mutating func popDue(at now: Instant) -> Purpose? {
    guard let first = entries.first, first.at <= now else { return nil }
    entries.removeFirst()
    byPurpose[first.purpose] = nil
    if let schedule = first.schedule {
      // What was missed, while the bot was away, is not made up for.
      var next = schedule.next(after: first.at)
      if let instant = next, instant <= now { next = schedule.next(after: now) }
      if let next { _ = set(first.purpose, at: next, schedule: schedule) }
    }
    return first.purpose
  }

  /// Where the entry is, or belongs.
  private func index(of entry: Entry) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if Entry.precedes(entries[middle], entry) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
