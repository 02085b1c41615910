import Wire

/// The units in which client and server count the characters of a line.
///
/// The language counts Unicode scalars; the protocol counts UTF-16 code units unless both sides agree on something else.
enum PositionEncoding: String, CaseIterable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case utf32 = "utf-32"

  /// The first of the client's that is known, or UTF-16 where it names none.
  init(offeredBy client: JSON) {
    let offered = client["general"]?["positionEncodings"]?.elements ?? []
    self = offered.lazy.compactMap { $0.asText.flatMap(Self.init(rawValue:)) }.first ?? .utf16
  }

  /// How many units a scalar takes.
  func units(of scalar: Unicode.Scalar) -> Int {
    switch self {
    case .utf8: UTF8.width(scalar)
    case .utf16: UTF16.width(scalar)
    case .utf32: 1
    }
  }

  /// How many units the scalars before an offset take.
  func units(before offset: Int, in line: String) -> Int {
    line.unicodeScalars.prefix(max(0, offset)).reduce(0) { $0 + units(of: $1) }
  }

  /// How many scalars are before a unit; one in the middle of a scalar counts as before it, and one behind the line as its end.
  func scalars(before unit: Int, in line: String) -> Int {
    var left = unit
    var count = 0
    for scalar in line.unicodeScalars {
      left -= units(of: scalar)
      guard left >= 0 else { break }
      count += 1
    }
    return count
  }
}
