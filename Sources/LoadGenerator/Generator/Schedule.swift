/// When the messages of an open loop are to be sent: evenly spaced, whatever became of those before.
package struct Schedule: Sendable {
  private let start: UInt64
  private let end: UInt64
  private let gap: Double
  /// How many messages were taken so far.
  package private(set) var taken: UInt64 = 0

  /// - Parameters:
  ///   - start: When the first message is to be sent, in nanoseconds.
  ///   - end: Before when all are to be sent.
  ///   - rate: How many messages are to be sent in a second.
  package init(start: UInt64, end: UInt64, rate: Double) {
    self.start = start
    self.end = end
    gap = 1_000_000_000 / rate
  }

  /// When the next message is to be sent, or nil where all were taken.
  package var next: UInt64? {
    // Counted from the start, so that rounding does not add up.
    let time = start + UInt64((Double(taken) * gap).rounded())
    return time < end ? time : nil
  }

  /// Takes the next message if it is due, and gives the time at which it was to be sent.
  package mutating func take(at now: UInt64) -> UInt64? {
    guard let next, next <= now else { return nil }
    taken += 1
    return next
  }

  /// How many messages should have been sent by then and were not taken.
  package func overdue(at now: UInt64) -> UInt64 {
    let until = min(now, end)
    guard until > start else { return 0 }
    let due = UInt64((Double(until - start) / gap).rounded(.up))
    return due > taken ? due - taken : 0
  }
}
