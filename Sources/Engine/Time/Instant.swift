/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
///
/// The engine never reads a clock. Every instant it knows arrived with an input.
public struct Instant: Hashable, Comparable, Codable, Sendable {
  /// Milliseconds since the Unix epoch.
  public var milliseconds: Int64

  /// The instant that many milliseconds after the Unix epoch.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The earlier instant is the smaller one.
  public static func < (a: Instant, b: Instant) -> Bool {
    a.milliseconds < b.milliseconds
  }

  /// The instant a number of milliseconds later, or earlier where it is negative; it saturates at the ends.
  public func advanced(byMilliseconds distance: Int64) -> Instant {
    let (sum, overflow) = milliseconds.addingReportingOverflow(distance)
    return Instant(milliseconds: overflow ? (distance < 0 ? .min : .max) : sum)
  }

  /// Where the virtual clock of a simulation starts: 2026-01-01T00:00:00.000Z.
  public static let virtualStart = Instant(milliseconds: 1_767_225_600_000)
}
