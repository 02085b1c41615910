/// Shows the times of frames, RFC 3339 in UTC, on a person's clock.
struct ShownTime: Sendable {
  let utcOffsetSeconds: Int

  /// The hour and minute: `12:03`.
  func time(_ timestamp: String?) -> String { String(dateAndTime(timestamp).suffix(5)) }

  /// The day, hour and minute: `2026-01-01 12:03`.
  func dateAndTime(_ timestamp: String?) -> String {
    guard let timestamp, let (days, minutes) = Self.parts(of: Array(timestamp.utf8)) else { return "--:--" }
    let shifted = minutes + Int((Double(utcOffsetSeconds) / 60).rounded(.down))
    let day = days + Int((Double(shifted) / 1440).rounded(.down))
    let minute = ((shifted % 1440) + 1440) % 1440
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = Self.date(ofDay: day)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2)) "
      + "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
  }

  /// The day since 0000-03-01 and the minute of the day.
  private static func parts(of text: [UInt8]) -> (days: Int, minutes: Int)? {
    guard text.count >= 16 else { return nil }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: text[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    // H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`: years begin in March.
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return (shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear, hour * 60 + minute)
  }

  /// The date of a day since 0000-03-01 (Hinnant, `civil_from_days`).
  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let era = day / 146_097
    let dayOfEra = day % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
  }
}
