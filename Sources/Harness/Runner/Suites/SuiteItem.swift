package import ScenarioLanguage

/// One part of a suite: a scenario to run, or the result of a file that holds none.
package enum SuiteItem: Sendable {
  case scenario(Scenario, SourceSet)
  case unreadable(ScenarioResult)

  /// What is in a file.
  package static func items(of loaded: ScenarioRunner.Loaded) -> [SuiteItem] {
    let scenarios = loaded.scenarios.map { SuiteItem.scenario($0, loaded.sources) }
    return scenarios + [loaded.unreadable].compactMap(\.self).map(SuiteItem.unreadable)
  }

  /// What there is to run, with the files that it was made from; nil where there is nothing.
  package var runnable: (scenario: Scenario, sources: SourceSet)? {
    if case .scenario(let scenario, let sources) = self { (scenario, sources) } else { nil }
  }

  /// Whether there is something to run.
  package var isScenario: Bool { runnable != nil }

  /// The files that it was made from.
  package var files: [String] {
    switch self {
    case .scenario(_, let sources): sources.paths
    case .unreadable(let result): result.sources.paths + [result.path]
    }
  }

  /// The name that reports know it by.
  package var name: String {
    switch self {
    case .scenario(let scenario, _): scenario.name
    case .unreadable(let result): result.name
    }
  }
}
