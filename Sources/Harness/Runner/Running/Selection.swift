package import ScenarioLanguage

/// Which scenarios of those that were found are run.
package struct Selection: Hashable, Sendable {
  /// Only scenarios with one of these tags; all where there are none.
  package var tags: [String] = []
  /// Only scenarios whose name or title contains this text; the name is the path, and the case in brackets.
  package var filter: String?
  /// Only every n-th scenario.
  package var shard: Shard?

  package init(tags: [String] = [], filter: String? = nil, shard: Shard? = nil) {
    self.tags = tags
    self.filter = filter
    self.shard = shard
  }

  /// One of several equal parts of the files, so that machines can share the work: `2/5`.
  package struct Shard: Hashable, Sendable {
    package let part: Int
    package let of: Int

    /// The shard that the text names, or nil where it is none: `1/5` to `5/5`.
    package init?(_ text: String) {
      let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let part = numbers[0], let of = numbers[1], of >= 1, (1...of).contains(part)
      else { return nil }
      (self.part, self.of) = (part, of)
    }
  }

  /// Whether a scenario is wanted; shards are of files and are not looked at.
  package func includes(_ scenario: Scenario) -> Bool {
    let header = scenario.header
    let tagged = tags.isEmpty || tags.contains { header.tags.contains($0) }
    let named = filter.map { scenario.name.contains($0) || header.title.contains($0) } ?? true
    return tagged && named
  }

  /// The files of this shard.
  package func files(of paths: [String]) -> [String] {
    guard let shard else { return paths }
    return paths.enumerated().filter { $0.offset % shard.of == shard.part - 1 }.map(\.element)
  }
}
