import Wire

extension StepBuilder {
  /// What the name of a loop stands for in each of its rounds.
  func rounds(of loop: LoopSyntax) throws(Diagnostic) -> [Substitution.Argument] {
    switch loop.rounds {
    case .count(let count): try numbers(upTo: count)
    case .each(let values): try self.values(values)
    }
  }

  private func numbers(upTo count: ValueSyntax) throws(Diagnostic) -> [Substitution.Argument] {
    let matcher = try argument(count).matcher
    if case .bound(let name) = matcher, context.substitution.openVariables.contains(name) {
      // A scenario with a variable that has no value is not run; its steps can be checked all the same.
      return [Substitution.Argument(matcher)]
    }
    guard case .literal(.integer(let times)) = matcher, times >= 1, times <= ScenarioLimits.expandedSteps
    else {
      throw problem(
        .loopNotValid, "repeat takes an integer from 1 to \(ScenarioLimits.expandedSteps)",
        remedy: "write repeat 10, or give the parameter such a value", at: count.range)
    }
    return (1...times).map { Substitution.Argument(.literal(.integer($0)), text: String($0)) }
  }

  private func values(_ values: [ValueSyntax]) throws(Diagnostic) -> [Substitution.Argument] {
    var arguments: [Substitution.Argument] = []
    var bytes = 0
    for value in values {
      let argument = try argument(value)
      bytes += argument.extent.bytes
      try checkLength(bytes, at: value.range)
      arguments.append(argument)
    }
    guard arguments.count == 1, case .list(let elements, let shape) = arguments[0].matcher else {
      return arguments
    }
    guard shape == .exact, !elements.isEmpty else {
      throw problem(
        .loopNotValid, elements.isEmpty ? "the list is empty" : "only a list like [a, b] says in which order",
        remedy: "write the values: for each NAME in a b c", at: values[0].range)
    }
    return elements.map { Substitution.Argument($0) }
  }
}
