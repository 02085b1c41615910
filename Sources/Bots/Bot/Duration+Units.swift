public import Engine

extension Duration {
  /// So many minutes.
  public static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
  /// So many hours.
  public static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
  /// So many days of 24 hours.
  public static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }

  /// The whole milliseconds, rounded up, so that what waits for them is never too early; at the ends they saturate.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let perMillisecond: Int64 = 1_000_000_000_000_000
    let rest = attoseconds / perMillisecond + (attoseconds % perMillisecond > 0 ? 1 : 0)
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    let (sum, overflows) = product.addingReportingOverflow(rest)
    return overflow || overflows ? (seconds < 0 ? .min : .max) : sum
  }
}

extension Instant {
  /// The instant that much later, or earlier where it is negative; it saturates at the ends.
  public func advanced(by duration: Duration) -> Instant { advanced(byMilliseconds: duration.milliseconds) }

  /// How much later this is than another instant.
  public func duration(since other: Instant) -> Duration {
    .milliseconds(milliseconds) - .milliseconds(other.milliseconds)
  }
}
