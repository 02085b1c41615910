import Wire

extension Sum {
  /// Reads a sum that starts at the next scalar; where none does, nothing is read.
  ///
  /// - Parameter allowsSpaces: Whether white space may stand around the signs, as it may in JSON.
  static func read(_ scanner: inout LineScanner, allowsSpaces: Bool) -> Sum? {
    let start = scanner.position
    var sum: Sum?
    if let first = name(&scanner) {
      while let term = term(&scanner, allowsSpaces: allowsSpaces) {
        sum = Sum(first: first, terms: (sum?.terms ?? []) + [term])
      }
    }
    if sum == nil { scanner.position = start }
    return sum
  }

  private static func term(_ scanner: inout LineScanner, allowsSpaces: Bool) -> Term? {
    let start = scanner.position
    if allowsSpaces { scanner.skipSpaces() }
    let sign = scanner.next
    if sign == "+" || sign == "-" {
      scanner.position += 1
      if allowsSpaces { scanner.skipSpaces() }
      if let operand = name(&scanner) ?? amount(&scanner) {
        return Term(operand: operand, isSubtracted: sign == "-")
      }
    }
    scanner.position = start
    return nil
  }

  private static func name(_ scanner: inout LineScanner) -> Operand? {
    guard scanner.next == "$", let start = scanner.peek(1), WordRules.isNameStart(start) else { return nil }
    scanner.position += 1
    return .name(scanner.text(scanner.takeWhile(WordRules.isNamePart)))
  }

  /// Reads a number, or a span of time such as `10m` and `1h30m`.
  private static func amount(_ scanner: inout LineScanner) -> Operand? {
    let range = scanner.takeWhile { WordRules.isNamePart($0) || $0 == "." }
    let text = scanner.text(range)
    if WordValue.isNumber(text) {
      if let integer = Int64(text) { return .value(.integer(integer)) }
      guard let number = Double(text), number.isFinite else { return nil }
      return .value(.number(number))
    }
    return span(text).map { .span(milliseconds: $0, written: text) }
  }

  private static func span(_ text: String) -> Int64? {
    var scanner = LineScanner(text)
    var milliseconds: Int64 = 0
    repeat {
      let count = Int64(scanner.text(scanner.takeWhile(WordRules.isDigit)))
      let unit = scanner.text(scanner.takeWhile(WordRules.isNameStart))
      guard let factor = StepParser.units.first(where: { $0.name == unit })?.milliseconds,
        let product = count?.multipliedReportingOverflow(by: factor), !product.overflow
      else { return nil }
      let sum = milliseconds.addingReportingOverflow(product.partialValue)
      guard !sum.overflow, sum.partialValue <= ScenarioLimits.advanceMilliseconds else { return nil }
      milliseconds = sum.partialValue
    } while !scanner.isAtEnd
    return milliseconds
  }
}
