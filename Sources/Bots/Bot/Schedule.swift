public import Engine

/// When something comes again and again. Days and hours are those of UTC.
public enum Schedule: Hashable, Codable, Sendable {
  /// After each stretch of this length, at least a second, beginning when it is set.
  case every(Duration)
  /// Each day at a time.
  case daily(hour: Int, minute: Int)
  /// Each week, on a day at a time.
  case weekly(Weekday, hour: Int, minute: Int)

  /// A day of the week; Monday is 1 (ISO 8601).
  public enum Weekday: Int, Hashable, Codable, Sendable, CaseIterable {
    /// Monday.
    case monday = 1
    /// Tuesday.
    case tuesday
    /// Wednesday.
    case wednesday
    /// Thursday.
    case thursday
    /// Friday.
    case friday
    /// Saturday.
    case saturday
    /// Sunday.
    case sunday
  }

  private static let day: Int64 = 86_400_000

  /// The first instant of the schedule after another, which for `every` is the one before; nil where there is no such time of day.
  public func next(after instant: Instant) -> Instant? {
    switch self {
    case .every(let stretch):
      guard stretch >= .seconds(1) else { return nil }
      return instant.advanced(by: stretch)
    case .daily(let hour, let minute):
      return Self.next(after: instant, period: Self.day, phase: Self.time(hour, minute))
    case .weekly(let weekday, let hour, let minute):
      // The first day of 1970 was a Thursday.
      let days = Int64((weekday.rawValue - Weekday.thursday.rawValue + 7) % 7)
      return Self.next(
        after: instant, period: 7 * Self.day, phase: Self.time(hour, minute).map { $0 + days * Self.day })
    }
  }

  private static func time(_ hour: Int, _ minute: Int) -> Int64? {
    guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
    return Int64(hour * 60 + minute) * 60_000
  }

  private static func next(after instant: Instant, period: Int64, phase: Int64?) -> Instant? {
    guard let phase else { return nil }
    let since = (instant.milliseconds - phase) % period
    let passed = since < 0 ? since + period : since
    return instant.advanced(byMilliseconds: period - passed)
  }
}
