import Engine
import Testing
import Wire

@Suite("Timestamps") struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_767_225_600_000, "2026-01-01T00:00:00.000Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_799_999, "2000-02-29T23:59:59.999Z"),
      (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
      (1_234_567_890_123, "2009-02-13T23:31:30.123Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (Int64.min, "0001-01-01T00:00:00.000Z"),
      (Int64.max, "9999-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func `an instant is its text`(milliseconds: Int64, text: String) {
    #expect(Timestamp.text(of: Instant(milliseconds: milliseconds)) == text)
  }

  /// The Gregorian calendar repeats every 400 years, so that one such stretch and the starts of all stand for every day.
  @Test func `every day of four centuries follows the one before it`() {
    var (year, month, day) = (1, 1, 1)
    var days: Int64 = 0
    while year <= 400 {
      let expected = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T00:00:00.000Z"
      guard text(ofDay: days) == expected else {
        Issue.record("\(text(ofDay: days)) should be \(expected)")
        return
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      day += 1
      if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
      days += 1
    }
    #expect(days == 146_097)
  }

  @Test(arguments: 0..<25 as Range<Int64>)
  func `every stretch of 400 years begins on its first day`(stretch: Int64) {
    #expect(text(ofDay: stretch * 146_097) == "\(padded(Int(stretch) * 400 + 1, 4))-01-01T00:00:00.000Z")
  }

  /// The text of a day counted from 0 for 0001-01-01.
  private func text(ofDay day: Int64) -> String {
    Timestamp.text(of: Instant(milliseconds: day * 86_400_000 - 62_135_596_800_000))
  }

  private func padded(_ number: Int, _ digits: Int) -> String {
    String(repeating: "0", count: digits - String(number).count) + String(number)
  }
}
