/// A duration in real time, in whole seconds, as options have it: `90`, `90s`, `10m` or `1h`.
package struct RealDuration: Hashable, Sendable, CustomStringConvertible {
  /// The longest, in seconds: a week.
  private static let mostSeconds = 7 * 86_400
  private static let unitSeconds: [(letter: Character, seconds: Int)] = [("h", 3600), ("m", 60), ("s", 1)]

  package let seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  /// The duration that a text names, or nil where it names none from 0 to a week.
  package init?(_ text: String) {
    let unit = Self.unitSeconds.first { text.last == $0.letter }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits) else { return nil }
    let (seconds, isOverlong) = number.multipliedReportingOverflow(by: unit?.seconds ?? 1)
    guard !isOverlong, seconds <= Self.mostSeconds else { return nil }
    self.seconds = seconds
  }

  /// The text in the largest unit that divides it.
  package var description: String {
    let unit = Self.unitSeconds.first { seconds != 0 && seconds % $0.seconds == 0 }
    return unit.map { "\(seconds / $0.seconds)\($0.letter)" } ?? "\(seconds)s"
  }
}
