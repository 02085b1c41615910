/// When to look after something has happened: once nothing more happens for a moment, since an editor saves a file in several steps.
package struct QuietPeriod: Sendable {
  /// How long nothing has to happen.
  package static let quiet = Duration.milliseconds(20)
  /// How long to wait at most where something always happens.
  package static let most = Duration.milliseconds(60)

  private var first: ContinuousClock.Instant?
  private var last: ContinuousClock.Instant?

  package init() {}

  /// Something has happened.
  package mutating func note(at now: ContinuousClock.Instant) {
    first = first ?? now
    last = now
  }

  /// How long to wait yet, zero where it is over; nil where nothing has happened.
  package func rest(at now: ContinuousClock.Instant) -> Duration? {
    guard let first, let last else { return nil }
    return max(.zero, min(last + Self.quiet, first + Self.most) - now)
  }

  /// Whether it is time to look; then the next period begins with what happens next.
  package mutating func isOver(at now: ContinuousClock.Instant) -> Bool {
    guard rest(at: now) == .zero else { return false }
    self = QuietPeriod()
    return true
  }
}
