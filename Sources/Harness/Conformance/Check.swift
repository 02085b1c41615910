package import ProtocolRegistry
package import ScenarioLanguage
package import Wire

/// One thing that a server is put through, and the clauses that it shows.
package struct Check: Sendable {
  /// What is done.
  enum Body: Sendable {
    /// A conversation, from a scenario file.
    case scenario(Scenario, SourceSet)
    /// What no scenario can express, such as bytes that are no WebSocket.
    case procedure(@Sendable (Probe) throws(ProbeEnd) -> Void, at: Origin)
  }

  /// The name that is like no other's, and stays: the path of the scenario from its folder, and its case, or the procedure's own.
  package let name: String
  /// What it shows, in one sentence.
  package let title: String
  /// The clauses that it shows.
  package let covers: [Clause]
  /// The profiles without which it cannot be carried out.
  package let profiles: Set<Profile>
  let body: Body
  /// Why it cannot be carried out whatever the server can do, or nil where it can.
  var obstacle: String?

  /// The scenario with its files, where the check is one.
  package var scenario: (scenario: Scenario, sources: SourceSet)? {
    guard case .scenario(let scenario, let sources) = body else { return nil }
    return (scenario, sources)
  }

  /// The variables that it declares.
  package var variables: [String] { scenario?.scenario.header.variables.map(\.value.name) ?? [] }

  /// The level of the most binding clause.
  package var level: Clause.Level {
    let levels = Set(covers.map(\.level))
    return Clause.Level.allCases.first(where: levels.contains) ?? .may
  }
}

extension Check {
  /// The check that a scenario is.
  ///
  /// - Parameter name: The scenario's name from the folder of the checks on.
  init(_ scenario: Scenario, named name: String, sources: SourceSet) {
    let ids = Set(scenario.header.covers.map(\.value))
    let covers = Clause.all.filter { ids.contains($0.id) }
    self.init(
      name: name, title: scenario.header.title, covers: covers,
      profiles: scenario.profiles.union(covers.map(\.profile)), body: .scenario(scenario, sources))
  }

  /// A check in Swift. Its place in reports is where it is made.
  ///
  /// - Parameters:
  ///   - name: A path such as `websockets/unmasked`.
  ///   - covers: The ids of the clauses; each must exist.
  ///   - profiles: Those beside the clauses' own.
  init(
    _ name: String, _ title: String, covers ids: String..., profiles: Set<Profile> = [],
    file: String = #filePath, line: Int = #line, run: @escaping @Sendable (Probe) throws(ProbeEnd) -> Void
  ) {
    let covers = ids.map { id in
      guard let clause = Clause.all.first(where: { $0.id == id }) else {
        preconditionFailure("there is no clause \(id)")
      }
      return clause
    }
    // Where the suite was built is nobody's business.
    let path = file.firstRange(of: "Sources/Harness").map { String(file[$0.lowerBound...]) } ?? file
    let origin = Origin(span: SourceSpan(path: path, line: line, column: 1, length: 1))
    self.init(
      name: name, title: title, covers: covers, profiles: profiles.union(covers.map(\.profile)),
      body: .procedure(run, at: origin))
  }
}
