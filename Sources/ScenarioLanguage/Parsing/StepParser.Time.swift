extension StepParser {
  /// The units of a span of time, the largest first, with their milliseconds.
  static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]

  /// Reads `+2s`, or `+1h30m` with several units, the largest first and each once.
  mutating func advance(from start: Int) throws(LineProblem) -> ParsedLine {
    scanner.position += 1
    let spans = scanner.takeWord()
    let range = start..<spans.upperBound
    scanner.position = spans.lowerBound
    var total: Int64 = 0
    var units = Self.units[...]
    repeat {
      let digits = scanner.takeWhile(WordRules.isDigit)
      let name = scanner.text(scanner.takeWhile { ("a"..."z").contains($0) })
      guard !digits.isEmpty, let index = units.firstIndex(where: { $0.name == name }) else {
        throw LineProblem(
          .timeNotValid, "a time is a whole number and a unit, or several, the largest unit first",
          remedy: "write +1500ms, +2s, +5m, +1h30m, +24h or +1d", at: range)
      }
      let product = Int64(scanner.text(digits))?.multipliedReportingOverflow(by: units[index].milliseconds)
      units = units[(index + 1)...]
      guard let product, !product.overflow, product.partialValue <= ScenarioLimits.advanceMilliseconds - total
      else {
        throw LineProblem(
          .timeTooLong, "the time is longer than \(ScenarioLimits.advanceMilliseconds / 86_400_000) days",
          at: range)
      }
      total += product.partialValue
    } while scanner.position < spans.upperBound
    return try ParsedLine(.advance(milliseconds: total), from: start, endingAt: scanner)
  }

  /// Reads what follows `until`: an instant.
  mutating func until(from start: Int, keyword: Range<Int>) throws(LineProblem) -> ParsedLine {
    scanner.skipSpaces()
    let range = scanner.takeWord()
    guard !range.isEmpty else {
      throw LineProblem(
        .timeNotValid, "after until comes an instant", remedy: "write until 2026-03-29T09:00", at: keyword)
    }
    let milliseconds = try InstantParser.instant(scanner.text(range), at: range)
    return try ParsedLine(.until(milliseconds: milliseconds, range: range), from: start, endingAt: scanner)
  }
}
