package import ScenarioLanguage

/// Which parts of a suite are run.
package struct Selection: Hashable, Sendable {
  /// Only scenarios whose tags are like one of these; all where there are none.
  package var tags: [TagExpression] = []
  /// Only scenarios whose name or title contains this text; the name is the path, and the case in brackets.
  package var filter: String?
  /// Only what has one of these names, as an earlier run reported them; all where it is nil.
  package var names: Set<String>?

  package init(tags: [TagExpression] = [], filter: String? = nil, names: Set<String>? = nil) {
    self.tags = tags
    self.filter = filter
    self.names = names
  }

  /// Whether a part is wanted. A file that holds no scenario has no tags and no title: it is wanted unless only names count.
  package func includes(_ item: SuiteItem) -> Bool {
    switch item {
    case .scenario(let scenario, _): includes(scenario)
    case .unreadable(let result): names.map { $0.contains { $0.isResult(of: result.path) } } ?? true
    }
  }

  /// Whether a scenario is wanted.
  package func includes(_ scenario: Scenario) -> Bool {
    let header = scenario.header
    let tagged = tags.isEmpty || tags.contains { $0.matches(header.tags) }
    let named = filter.map { scenario.name.contains($0) || header.title.contains($0) } ?? true
    // Where the file held no scenario in the earlier run, its cases had no names yet.
    let known = names.map { $0.contains(scenario.name) || $0.contains(scenario.path) } ?? true
    return tagged && named && known
  }
}

extension String {
  /// Whether this is the name of a file's result, or of one of its cases.
  fileprivate func isResult(of path: String) -> Bool { self == path || hasPrefix(path + " [") }
}
