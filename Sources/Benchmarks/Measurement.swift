import Wire

/// One figure: what was measured, in which unit, and what is asked for where something is.
struct Measurement {
  /// Which way is better.
  enum Goal {
    case atLeast(Double)
    case atMost(Double)
    case none
  }

  let name: String
  let value: Double
  let unit: String
  var goal = Goal.none

  var json: JSON {
    var members: [JSON.Member] = [
      .init("name", .string(name)), .init("value", .number((value * 1000).rounded() / 1000)),
      .init("unit", .string(unit)),
    ]
    switch goal {
    case .atLeast(let bound): members.append(.init("at_least", .number(bound)))
    case .atMost(let bound): members.append(.init("at_most", .number(bound)))
    case .none: break
    }
    return .object(members)
  }
}

/// Runs the body and returns how long it took, in seconds.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let duration = try ContinuousClock().measure(body)
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
