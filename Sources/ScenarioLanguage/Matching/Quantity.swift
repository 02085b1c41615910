import Wire

/// What can be compared and computed with: a number, a time or a span of time.
enum Quantity {
  case integer(Int64)
  case number(Double)
  /// Milliseconds since the Unix epoch.
  case time(Int64)
  /// Milliseconds.
  case span(Int64)

  /// What a value stands for, or nil where it is neither a number nor a time.
  ///
  /// - Parameter readsText: Whether a string of digits is a number, as what an expression has found is.
  init?(_ value: JSON, readsText: Bool = false) {
    switch value {
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .number(number)
    case .string(let text):
      if let time = Timestamp.milliseconds(of: text) {
        self = .time(time)
      } else if readsText, text.isOfDigits, let integer = Int64(text) {
        self = .integer(integer)
      } else {
        return nil
      }
    case .null, .bool, .array, .object: return nil
    }
  }

  /// The quantity as a value of a frame.
  var json: JSON {
    switch self {
    case .integer(let integer), .span(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .time(let milliseconds): .string(Timestamp.text(ofMilliseconds: milliseconds))
    }
  }

  /// The sum, or nil where these two cannot be added or the sum does not fit.
  func adding(_ other: Quantity, isSubtracted: Bool) -> Quantity? {
    func sum(_ left: Int64, _ right: Int64) -> Int64? {
      let (sum, overflow) =
        isSubtracted ? left.subtractingReportingOverflow(right) : left.addingReportingOverflow(right)
      return overflow ? nil : sum
    }
    func inexactSum(_ left: Double, _ right: Double) -> Quantity? {
      let sum = isSubtracted ? left - right : left + right
      return sum.isFinite ? .number(sum) : nil
    }
    switch (self, other) {
    case (.integer(let left), .integer(let right)): return sum(left, right).map(Quantity.integer)
    case (.integer(let left), .number(let right)): return inexactSum(Double(left), right)
    case (.number(let left), .integer(let right)): return inexactSum(left, Double(right))
    case (.number(let left), .number(let right)): return inexactSum(left, right)
    case (.time(let left), .span(let right)): return sum(left, right).map(Quantity.time)
    case (.span(let left), .span(let right)): return sum(left, right).map(Quantity.span)
    case (.integer, _), (.number, _), (.time, _), (.span, _): return nil
    }
  }

  /// Whether the first stands to the second as the sign says, or nil where they cannot be compared.
  func stands(_ comparison: Comparison, to other: Quantity) -> Bool? {
    switch (self, other) {
    case (.integer(let left), .integer(let right)), (.time(let left), .time(let right)),
      (.span(let left), .span(let right)):
      comparison.holds(left, right)
    case (.integer(let left), .number(let right)): comparison.holds(Double(left), right)
    case (.number(let left), .integer(let right)): comparison.holds(left, Double(right))
    case (.number(let left), .number(let right)): comparison.holds(left, right)
    case (.integer, _), (.number, _), (.time, _), (.span, _): nil
    }
  }
}

extension String {
  /// Whether it is an integer however many zeros it begins with, as `007`.
  fileprivate var isOfDigits: Bool {
    let digits = unicodeScalars.first == "-" ? unicodeScalars.dropFirst() : unicodeScalars[...]
    return !digits.isEmpty && digits.allSatisfy(WordRules.isDigit)
  }
}
