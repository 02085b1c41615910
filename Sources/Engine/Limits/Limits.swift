/// A value for every `Limit`.
///
///     var limits = Limits()
///     limits[.messagesBurst] = 100
public struct Limits: Hashable, Sendable {
  private static let usual = Limit.allCases.map(\.definition.usual)

  private var values = usual

  /// The limits that a server has where nobody chose others.
  public init() {}

  /// The value of one limit.
  public subscript(limit: Limit) -> Int {
    get { values[limit.rawValue] }
    set { values[limit.rawValue] = newValue }
  }

  /// Gives every limit on rates, log-ins and sessions the largest value.
  package mutating func removeRates() {
    for limit in Limit.allCases where limit.isRate { self[limit] = limit.definition.range.upperBound }
  }
}
