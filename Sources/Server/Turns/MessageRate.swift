import NIOCore

/// Tells whether few messages come: fewer than a thousand a second.
struct MessageRate {
  /// Whether it was so in the last tenth of a second that is over, and is not otherwise in this one.
  private(set) var isLow = true
  private var since: NIODeadline
  private var count = 0

  private static let span = TimeAmount.milliseconds(100)
  private static let few = 100

  init(since: NIODeadline = .now()) { self.since = since }

  /// Counts messages that came by now.
  mutating func note(_ messages: Int, at now: NIODeadline) {
    let passed = now - since
    if passed >= Self.span {
      // After two spans the one that was counted is not the last.
      isLow = count < Self.few || passed >= Self.span + Self.span
      (since, count) = (now, 0)
    }
    count += messages
    if count >= Self.few { isLow = false }
  }
}
