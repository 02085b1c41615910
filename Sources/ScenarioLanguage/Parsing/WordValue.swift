import Wire

/// Decides whether a bare word is a number, a range or one of the words that are values.
enum WordValue {
  /// What the word stands for, or nil where it stands for itself.
  static func matcher(_ word: String, at range: Range<Int>) throws(LineProblem) -> Matcher? {
    switch word {
    case "true": return .literal(.bool(true))
    case "false": return .literal(.bool(false))
    case "null": return .literal(.null)
    case "absent": return .absent
    case _: break
    }
    let scalars = Array(word.unicodeScalars)
    if word.hasPrefix(".."), let last = Int64(word.dropFirst(2)), isNumber(String(word.dropFirst(2))) {
      return .range(.min...last)
    }
    let first = scalars.first == "-" ? scalars.dropFirst().first : scalars.first
    guard let first, WordRules.isDigit(first) else { return nil }
    if let bounds = try rangeBounds(scalars, word, at: range) { return .range(bounds) }
    switch numberShape(scalars) {
    case .none: return nil
    case .integer:
      guard let value = Int64(word) else { throw tooLarge(at: range) }
      return .literal(.integer(value))
    case .fraction:
      guard let value = Double(word), value.isFinite else { throw tooLarge(at: range) }
      return .literal(.number(value))
    }
  }

  private static func tooLarge(at range: Range<Int>) -> LineProblem {
    LineProblem(
      .numberTooLarge, "the number does not fit: integers have 64 bits, others are doubles",
      remedy: "put it in quotes where it is meant as text", at: range)
  }

  private static func rangeBounds(
    _ scalars: [Unicode.Scalar], _ word: String, at range: Range<Int>
  ) throws(LineProblem) -> ClosedRange<Int64>? {
    let dots = scalars.indices.dropLast().first { scalars[$0] == "." && scalars[$0 + 1] == "." }
    guard let dots else { return nil }
    let text = { (part: ArraySlice<Unicode.Scalar>) in String(String.UnicodeScalarView(part)) }
    let (lower, upper) = (scalars[..<dots], scalars[(dots + 2)...])
    guard numberShape(Array(lower)) == .integer, upper.isEmpty || numberShape(Array(upper)) == .integer else {
      throw LineProblem(
        .rangeNotValid, "a range is two integers with .. between them, or one with .. on a side",
        remedy: "write 1..5, 1.. or ..5, or put the text in quotes", at: range)
    }
    guard let low = Int64(text(lower)), let high = upper.isEmpty ? Int64.max : Int64(text(upper)) else {
      throw tooLarge(at: range)
    }
    guard low <= high else {
      throw LineProblem(
        .rangeNotValid, "no integer is in the range \(word)", remedy: "write the smaller bound first",
        at: range)
    }
    return low...high
  }

  /// Whether JSON takes the text for a number, however large (RFC 8259, section 6).
  static func isNumber(_ word: String) -> Bool {
    numberShape(Array(word.unicodeScalars)) != .none
  }

  private enum Shape { case none, integer, fraction }

  /// Which of JSON's numbers the text is (RFC 8259, section 6), if it is one.
  private static func numberShape(_ scalars: [Unicode.Scalar]) -> Shape {
    var rest = scalars[...]
    func digits() -> Int { rest.prefix(while: WordRules.isDigit).count }
    if rest.first == "-" { rest.removeFirst() }
    let whole = digits()
    if whole == 0 || (whole > 1 && rest.first == "0") { return .none }
    rest.removeFirst(whole)
    if rest.isEmpty { return .integer }
    if rest.first == "." {
      rest.removeFirst()
      let fraction = digits()
      if fraction == 0 { return .none }
      rest.removeFirst(fraction)
    }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
      let exponent = digits()
      if exponent == 0 { return .none }
      rest.removeFirst(exponent)
    }
    return rest.isEmpty ? .fraction : .none
  }
}
