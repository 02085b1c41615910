import DequeModule

/// Which log of deliveries is meant.
enum LogID: Hashable, Sendable {
  case room(RoomID)
  case session(SessionID)
}

/// The logs that keep something, in the order in which they are to be looked at: each when its oldest delivery can no longer be
/// asked for.
struct LogAges: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    let at: Instant
    let log: LogID
  }

  private(set) var entries = Deque<Entry>()

  init(entries: Deque<Entry> = []) { self.entries = entries }

  /// Adds a log, behind all that are there.
  mutating func append(_ log: LogID, at instant: Instant) {
    entries.append(Entry(at: max(instant, entries.last?.at ?? instant), log: log))
  }

  /// Takes out the next log that is due, or nil where none is.
  mutating func popDue(at now: Instant) -> LogID? {
    guard let first = entries.first, first.at <= now else { return nil }
    return entries.removeFirst().log
  }

  /// Follows a clock that was set.
  mutating func move(by milliseconds: Int64) {
    entries = Deque(
      entries.map { Entry(at: $0.at.advanced(byMilliseconds: milliseconds), log: $0.log) })
  }

  /// Takes out the next log, due or not.
  mutating func pop() -> LogID? { entries.popFirst()?.log }
}

extension Engine {
  /// Changes a log, and keeps count of what all of them have.
  mutating func change(_ id: LogID, _ body: (inout DeliveryLog) -> Void) {
    let (bytes, isNew) =
      switch id {
      case .room(let room): Self.change(&rooms[room].log, body)
      case .session(let session): Self.change(&sessions[session].log, body)
      }
    keptBytes += bytes
    if isNew { ages.append(id, at: now.advanced(byMilliseconds: limits.retentionMilliseconds + 1)) }
  }

  /// Returns how many bytes the log has more than before, and whether it begins to grow old.
  private static func change(
    _ log: inout DeliveryLog, _ body: (inout DeliveryLog) -> Void
  ) -> (bytes: Int64, isNew: Bool) {
    let before = Int64(log.keptBytes)
    body(&log)
    let isNew = !log.isAging && !log.entries.isEmpty
    if isNew { log.isAging = true }
    return (Int64(log.keptBytes) - before, isNew)
  }

  /// Forgets deliveries that no session can ask for any more, and, where all logs together have too much, the oldest of one log
  /// after the other.
  ///
  /// It waits for an input: memory alone is no reason to wake a server.
  mutating func forgetOldDeliveries() {
    while let log = ages.popDue(at: now) {
      let oldest = now.advanced(byMilliseconds: -limits.retentionMilliseconds)
      age(log) { $0.forget(before: oldest) }
    }
    while keptBytes > Int64(limits[.resumeBytes]), let log = ages.pop() { age(log) { $0.forgetOldest() } }
  }

  private mutating func age(_ id: LogID, _ forget: (inout DeliveryLog) -> Void) {
    switch id {
    case .session(let session) where !sessions.contains(session): return
    case .session(let session): sessions[session].log.isAging = false
    case .room(let room): rooms[room].log.isAging = false
    }
    change(id, forget)
  }
}
