extension Duration {
  private static let units: [(letter: Character, seconds: Int64)] = [
    ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
  ]

  /// Reads digits and one of the units s, m, h and d, as in `10m`; nil for every other text.
  public init?(units text: some StringProtocol) {
    let digits = text.dropLast()
    guard let unit = Self.units.first(where: { $0.letter == text.last }), !digits.isEmpty,
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(digits),
      case (let seconds, false) = number.multipliedReportingOverflow(by: unit.seconds)
    else { return nil }
    self = .seconds(seconds)
  }

  /// The time in its two largest units, as in `1h 5m`; what is less than a second counts as one.
  public var units: String {
    var rest = max(1, (milliseconds / 1000) + (milliseconds % 1000 > 0 ? 1 : 0))
    var parts: [String] = []
    for unit in Self.units where rest >= unit.seconds && parts.count < 2 {
      parts.append("\(rest / unit.seconds)\(unit.letter)")
      rest %= unit.seconds
    }
    return parts.joined(separator: " ")
  }
}
