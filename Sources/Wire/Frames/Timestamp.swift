package import Engine

/// Writes instants as RFC 3339 does, in UTC with milliseconds: `2026-01-01T00:00:00.000Z`.
///
/// The days are turned into dates with integers alone, after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// `civil_from_days`. RFC 3339 has the years 0000 to 9999; instants outside of 0001 to 9999 become the nearest inside.
package enum Timestamp {
  /// How many characters, and bytes, every timestamp has.
  static let length = 24

  /// 0001-01-01T00:00:00.000Z.
  static let first: Int64 = -62_135_596_800_000
  /// 9999-12-31T23:59:59.999Z.
  static let last: Int64 = 253_402_300_799_999

  /// The instant as a text of 24 characters.
  package static func text(of instant: Instant) -> String {
    withCharacters(of: instant) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls the body with the 24 characters of the instant, in ASCII.
  static func withCharacters<Result>(of instant: Instant, _ body: (UnsafeRawBufferPointer) -> Result)
    -> Result
  {
    withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) { buffer in
      write(instant, to: buffer)
      return body(UnsafeRawBufferPointer(buffer))
    }
  }

  private static func write(_ instant: Instant, to buffer: UnsafeMutableRawBufferPointer) {
    let milliseconds = min(max(instant.milliseconds, first), last)
    let millisecondsPerDay: Int64 = 86_400_000
    // Counted from the first day of year 1, all numbers are positive and division rounds down.
    let sinceFirst = milliseconds - first
    let date = date(ofDay: Int(sinceFirst / millisecondsPerDay))
    let time = Int(sinceFirst % millisecondsPerDay)

    func put(_ number: Int, digits: Int, at start: Int, then mark: Unicode.Scalar) {
      var rest = number
      for index in stride(from: start + digits - 1, through: start, by: -1) {
        buffer[index] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      }
      buffer[start + digits] = UInt8(ascii: mark)
    }
    put(date.year, digits: 4, at: 0, then: "-")
    put(date.month, digits: 2, at: 5, then: "-")
    put(date.day, digits: 2, at: 8, then: "T")
    put(time / 3_600_000, digits: 2, at: 11, then: ":")
    put(time / 60_000 % 60, digits: 2, at: 14, then: ":")
    put(time / 1000 % 60, digits: 2, at: 17, then: ".")
    put(time % 1000, digits: 3, at: 20, then: "Z")
  }

  /// The date of a day of the Gregorian calendar, counted from 0 for 0001-01-01.
  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    // Hinnant's years begin on the first of March, so that the leap day is a year's last; 0000-03-01 is 306 days earlier.
    let shifted = day + 306
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}
