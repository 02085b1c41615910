package import Engine

extension Timestamp {
  /// Reads what `text(of:)` writes, `2026-01-01T00:00:00.000Z`; nil for every other text.
  ///
  /// The date becomes a day after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
  package static func instant(of text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count == 24 else { return nil }
    for (offset, mark) in zip([4, 7, 10, 13, 16, 19, 23], "--T::.Z".utf8) where bytes[offset] != mark {
      return nil
    }
    guard let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
      let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
      let second = number(bytes[17..<19]), let millisecond = number(bytes[20..<23]),
      (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60
    else { return nil }
    // Hinnant's years begin on the first of March, so that the leap day is a year's last.
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let instant = Instant(
      milliseconds: (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millisecond)
    // A day that its month does not have, such as 30 February, would come back as another date.
    return Timestamp.text(of: instant) == text ? instant : nil
  }

  /// The milliseconds since the Unix epoch that such a text stands for; nil for every other text.
  package static func milliseconds(of text: String) -> Int64? {
    instant(of: text)?.milliseconds
  }

  /// The text of the instant so many milliseconds after the Unix epoch.
  package static func text(ofMilliseconds milliseconds: Int64) -> String {
    text(of: Instant(milliseconds: milliseconds))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
