/// What the scenarios of a file have expanded to so far, held against the limits.
struct ExpansionBudget {
  private struct Spent {
    var steps = 0
    var bytes = 0

    mutating func add(bytes: Int) {
      steps += 1
      self.bytes += bytes
    }
  }

  private var onScenario = Spent()
  private var onAllCases = Spent()

  /// The next scenario begins.
  mutating func beginScenario() { onScenario = Spent() }

  /// Counts a step, a line of a block, a call, an include, or a round of a loop.
  ///
  /// - Parameter bytes: How much text it holds.
  mutating func spend(bytes: Int = 0, on builder: StepBuilder) throws(Diagnostic) {
    onScenario.add(bytes: bytes)
    onAllCases.add(bytes: bytes)
    let excess: String? =
      if onScenario.steps > ScenarioLimits.expandedSteps {
        "the scenario expands to more than \(ScenarioLimits.expandedSteps) steps"
      } else if onScenario.bytes > ScenarioLimits.expandedBytes {
        "the scenario expands to more than \(ScenarioLimits.expandedBytes >> 20) MiB of text"
      } else if onAllCases.steps > ScenarioLimits.expandedStepsOfAllCases {
        "the cases expand to more than \(ScenarioLimits.expandedStepsOfAllCases) steps together"
      } else if onAllCases.bytes > ScenarioLimits.expandedBytesOfAllCases {
        "the cases expand to more than \(ScenarioLimits.expandedBytesOfAllCases >> 20) MiB of text together"
      } else {
        nil
      }
    guard let excess else { return }
    throw builder.problem(
      .expansionTooLarge, excess, remedy: "repeat less, or make several scenarios of it",
      at: builder.line.content)
  }
}
