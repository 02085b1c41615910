/// A length of time as an option has it: `10s`, `500ms`, `2m`, `1h`.
package struct LoadTime: Hashable, Sendable {
  package var nanoseconds: UInt64

  package init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
  }

  /// Reads a time of at most a day, or gives nil where the text is none.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number >= 0 else { return nil }
    let unit: Double
    switch text[digits.endIndex...] {
    case "ms": unit = 1_000_000
    case "s": unit = 1_000_000_000
    case "m": unit = 60_000_000_000
    case "h": unit = 3_600_000_000_000
    case _: return nil
    }
    guard number * unit <= 86_400_000_000_000 else { return nil }
    nanoseconds = UInt64(number * unit)
  }

  package var seconds: Double { Double(nanoseconds) / 1_000_000_000 }
}
