import Foundation
package import Harness
package import ProtocolRegistry
package import ScenarioLanguage

/// The checks of the suite: the scenario files of a folder, and what Swift alone can do.
package struct CheckCatalog: Sendable {
  package private(set) var checks: [Check]
  /// Files that are no scenarios, as results.
  package private(set) var unreadable: [ScenarioResult]

  /// The clauses that bind servers and that no check covers.
  package var uncovered: [Clause] {
    let covered = checks.reduce(into: Set<Clause>()) { $0.formUnion($1.covers) }
    return Clause.ofServers.filter { !covered.contains($0) }
  }

  /// - Parameters:
  ///   - checks: The checks, each with a name of its own.
  ///   - unreadable: Files that are no scenarios.
  init(checks: [Check], unreadable: [ScenarioResult]) {
    (self.checks, self.unreadable) = (checks, unreadable)
  }

  /// Reads the scenarios.
  ///
  /// - Parameters:
  ///   - paths: Files and folders; a check's name is its file's path from the folder that was named.
  ///   - withProcedures: Whether the checks in Swift are among them.
  ///   - variables: What stands for the variables that the scenarios declare.
  /// - Throws: `ScenarioFiles.Failure` where a path gives nothing.
  package init(
    paths: [String], withProcedures: Bool = true, variables: Variables = Variables()
  ) throws(ScenarioFiles.Failure) {
    self.init(checks: withProcedures ? Check.procedures : [], unreadable: [])
    for path in paths {
      for file in try ScenarioFiles.find([path]) {
        add(file, in: path, variables) { file throws(SourceLoadError) in try ScenarioFiles.read(file) }
      }
    }
  }

  /// Reads the scenarios that a program has in itself, beside the checks in Swift.
  ///
  /// - Parameter folder: The folder from which checks have their names.
  /// - Throws: `ScenarioFiles.Failure` where there is no scenario in the folder.
  package init(archive: ScenarioArchive, folder: String) throws(ScenarioFiles.Failure) {
    self.init(checks: Check.procedures, unreadable: [])
    let files = archive.scenarios(in: folder)
    guard !files.isEmpty else { throw .empty(path: folder) }
    for file in files {
      add(file, in: folder, Variables()) { file throws(SourceLoadError) in try archive.read(file) }
    }
    // The archive has what is said, and not the programs that say it.
    for index in checks.indices {
      guard case .scenario(let scenario, _) = checks[index].body,
        scenario.header.bots.contains(where: { $0.value.command != nil })
      else { continue }
      checks[index].obstacle = "its bot needs Verbatim's checkout, which is not here"
    }
  }

  private mutating func add(
    _ file: String, in folder: String, _ variables: Variables,
    read: @escaping (String) throws(SourceLoadError) -> SourceFile
  ) {
    let name = Self.name(of: file, in: folder)
    let loaded = ScenarioRunner.loadReportingErrors(file, variables: variables, read: read)
    if let result = loaded.unreadable { unreadable.append(result) }
    checks += loaded.scenarios.map { scenario in
      Check(scenario, named: scenario.caseName.map { "\(name) [\($0)]" } ?? name, sources: loaded.sources)
    }
  }

  private static func name(of file: String, in folder: String) -> String {
    var prefix = folder
    while prefix.hasSuffix("/") { prefix.removeLast() }
    return file.hasPrefix(prefix + "/") ? String(file.dropFirst(prefix.count + 1)) : file
  }
}
