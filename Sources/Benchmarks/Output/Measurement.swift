import Wire

/// One figure: what was measured, in which unit, and what is asked for where something is.
struct Measurement {
  /// Which way is better, and the bound that is asked for.
  enum Goal {
    case atLeast(Double)
    case atMost(Double)

    func isMet(by value: Double) -> Bool {
      switch self {
      case .atLeast(let bound): value >= bound
      case .atMost(let bound): value <= bound
      }
    }
  }

  /// The same in every run, so that runs can be compared by it.
  let name: String
  let value: Double
  let unit: String
  var goal: Goal?
  /// How much of one processor the measured work had, where that matters: well below 1, other programs were in the way.
  var processorShare: Double?
  /// The value divided by that of the smallest size of the same work, where the sizes are compared.
  var ratioToSmallest: Double?

  /// The figure as one object; a figure that nobody asked for has neither `goal` nor `met`.
  var json: JSON {
    .members([
      "name": .string(name), "value": Self.rounded(value), "unit": .string(unit),
      "ratio_to_smallest": ratioToSmallest.map(Self.rounded),
      "processor_share": processorShare.map(Self.rounded), "goal": goal?.json,
      "met": goal.map { .bool($0.isMet(by: value)) },
    ])
  }

  /// A number with as many digits as a measurement has: none after the point for large ones, two for small ones.
  fileprivate static func rounded(_ number: Double) -> JSON {
    if number.magnitude >= 1000 { return .integer(Int64(number.rounded())) }
    return .number((number * 100).rounded() / 100)
  }
}

extension Measurement.Goal {
  fileprivate var json: JSON {
    switch self {
    case .atLeast(let bound): .object([.init("at_least", Measurement.rounded(bound))])
    case .atMost(let bound): .object([.init("at_most", Measurement.rounded(bound))])
    }
  }
}
