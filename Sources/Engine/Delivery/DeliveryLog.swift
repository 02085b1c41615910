/// How much was sent: counted frames, and roughly how many bytes.
struct SentCount: Hashable, Sendable {
  var frames: UInt64 = 0
  var bytes: UInt64 = 0

  static func + (a: SentCount, b: SentCount) -> SentCount {
    SentCount(frames: a.frames &+ b.frames, bytes: a.bytes &+ b.bytes)
  }

  static func - (a: SentCount, b: SentCount) -> SentCount {
    SentCount(frames: a.frames &- b.frames, bytes: a.bytes &- b.bytes)
  }
}

/// One frame that was sent and may have to be sent again.
enum Delivery: Hashable, Sendable {
  case event(Event, re: String?)
  /// The result of a query, kept as the query: it has the same answer when it is run again.
  case answer(Query, re: String?)

  /// About how many bytes the frame has; a query's result is not known here and counts as a typical page.
  var bytes: UInt64 {
    switch self {
    case .event(let event, _): UInt64(event.approximateBytes)
    case .answer(.readMark, _): 192
    // The rooms that are in the answer and not in everybody's.
    case .answer(.rooms(let search), _): 4096 + UInt64(search.shown.count) * 4
    case .answer: 4096
    }
  }
}

/// The latest deliveries to one audience: a room's members, or one session.
///
/// A broadcast is written down once, not once a member: which frames a session was sent follows from when it was in
/// which room. So a message costs the same in a room of ten and of ten thousand.
struct DeliveryLog: Equatable, Sendable {
  struct Entry: Hashable, Sendable {
    /// The number of the delivery among all of the engine.
    let number: UInt64
    let at: Instant
    let delivery: Delivery
    /// Follows from the delivery.
    let bytes: UInt64

    init(number: UInt64, at: Instant, delivery: Delivery) {
      (self.number, self.at, self.delivery, bytes) = (number, at, delivery, delivery.bytes)
    }
  }

  private(set) var entries = ChunkedDeque<Entry>()
  /// Everything that was ever appended.
  private(set) var total = SentCount()
  /// The newest delivery that is no longer kept, 0 where all are.
  private(set) var lostThrough: UInt64 = 0
  private(set) var keptBytes: UInt64 = 0
  /// Whether the log is among those that grow old. It follows from these.
  var isAging = false

  /// The newest delivery, 0 where there was none.
  var newest: UInt64 { entries.last?.number ?? lostThrough }

  init() {}

  static func == (a: DeliveryLog, b: DeliveryLog) -> Bool {
    a.entries == b.entries && a.total == b.total && a.lostThrough == b.lostThrough
  }

  init(entries: [Entry], total: SentCount, lostThrough: UInt64) {
    self.entries = ChunkedDeque(entries)
    self.total = total
    self.lostThrough = lostThrough
    keptBytes = entries.reduce(0) { $0 + $1.bytes }
  }

  /// How much a log keeps, and for how long.
  struct Bounds {
    let frames: Int
    /// What may wait on the way to a slow reader, and as much again until it is back.
    let bytes: UInt64
    let milliseconds: Int64

    init(_ limits: borrowing Limits) {
      frames = limits[.resumeFrames]
      bytes = UInt64(limits[.sendQueueBytes]) * 2
      milliseconds = limits.retentionMilliseconds
    }
  }

  /// Writes a delivery down, and forgets what is over the limits or too old for any session to ask for.
  mutating func append(_ delivery: Delivery, number: UInt64, at now: Instant, within bounds: Bounds) {
    let entry = Entry(number: number, at: now, delivery: delivery)
    entries.append(entry)
    total = total + SentCount(frames: 1, bytes: entry.bytes)
    keptBytes += entry.bytes
    while entries.count > bounds.frames || keptBytes > bounds.bytes { forgetFirst() }
    forget(before: now.advanced(byMilliseconds: -bounds.milliseconds))
  }

  /// Forgets what was sent before an instant.
  mutating func forget(before oldest: Instant) {
    // Not by a copy of the first, which every delivery would pay for.
    while !entries.isEmpty, entries[0].at < oldest { forgetFirst() }
  }

  /// Forgets an eighth of what is kept, and at least one delivery.
  mutating func forgetOldest() {
    for _ in 0..<min(entries.count, max(1, entries.count / 8)) { forgetFirst() }
  }

  private mutating func forgetFirst() {
    let first = entries.removeFirst()
    keptBytes -= first.bytes
    lostThrough = first.number
  }

  /// Makes the log that of a session that begins.
  mutating func begin() {
    let isAging = isAging
    self = DeliveryLog()
    self.isAging = isAging
  }

  /// Follows a clock that was set.
  mutating func move(by milliseconds: Int64) {
    for index in entries.indices {
      let entry = entries[index]
      entries[index] = Entry(
        number: entry.number, at: entry.at.advanced(byMilliseconds: milliseconds), delivery: entry.delivery)
    }
  }

  /// Puts other deliveries in the place of some. The count of frames stays; bytes are counted that one has more than before. For nil
  /// one stays as it is.
  mutating func replace(_ replacement: (Delivery) -> Delivery?) {
    for index in entries.indices {
      let old = entries[index]
      guard let delivery = replacement(old.delivery) else { continue }
      let new = Entry(number: old.number, at: old.at, delivery: delivery)
      entries[index] = new
      keptBytes = keptBytes - old.bytes + new.bytes
      total.bytes += max(new.bytes, old.bytes) - old.bytes
    }
  }
}

extension Limits {
  /// How long a delivery can be asked for again: the time to resume, and a minute until a dead peer is noticed.
  var retentionMilliseconds: Int64 { Int64(self[.resumeSeconds]) * 1000 + 60_000 }
}
