public import Engine
import Wire

extension Instant {
  /// Reads a date and a time of day in UTC, as in `2026-03-01 12:00`; nil for every other text, and for days that there are not.
  public init?(utc text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let instant = Timestamp.instant(of: "\(parts[0])T\(parts[1]):00.000Z") else {
      return nil
    }
    self = instant
  }

  /// The date and the time of day in UTC, to the minute, as in `2026-03-01 12:00`.
  public var utc: String {
    let text = Timestamp.text(of: self)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }
}
