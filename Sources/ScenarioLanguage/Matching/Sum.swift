package import Wire

/// A value that is computed from one that a name stands for, such as `$n+1` and `$at-10m`.
package struct Sum: Hashable, Sendable {
  /// What is added.
  package enum Operand: Hashable, Sendable {
    /// A number, or what a macro's argument or a case's cell stands for.
    case value(JSON)
    /// A span of time as it was written, such as `10m`.
    case span(milliseconds: Int64, written: String)
    /// The value that a name stands for.
    case name(String)
  }

  /// A further operand and its sign.
  package struct Term: Hashable, Sendable {
    var operand: Operand
    var isSubtracted: Bool
  }

  /// What the others are added to.
  var first: Operand
  /// What is added to it, in order.
  var terms: [Term]

  /// The names whose values it needs, in order.
  package var names: [String] {
    ([first] + terms.map(\.operand)).compactMap { operand in
      if case .name(let name) = operand { name } else { nil }
    }
  }

  /// What it comes to.
  package func value(with bindings: [String: JSON]) throws(NoValue) -> JSON {
    var sum = try quantity(first, bindings)
    for term in terms {
      let addend = try quantity(term.operand, bindings)
      guard let next = sum.adding(addend, isSubtracted: term.isSubtracted) else {
        throw .notComputable(
          "\(ScenarioText.sum(self)) cannot be computed: to a number a number is added, to a time a span such as 10m, and the result has to fit"
        )
      }
      sum = next
    }
    return sum.json
  }

  private func quantity(_ operand: Operand, _ bindings: [String: JSON]) throws(NoValue) -> Quantity {
    let value: JSON
    switch operand {
    case .span(let milliseconds, _): return .span(milliseconds)
    case .value(let json): value = json
    case .name(let name):
      guard let bound = bindings[name] else { throw .unbound(name) }
      value = bound
    }
    guard let quantity = Quantity(value, readsText: true) else {
      throw .notComputable(
        "\(ScenarioText.value(value)) is neither a number nor a time; text is put in quotes: \"\(ScenarioText.sum(self))\""
      )
    }
    return quantity
  }
}
