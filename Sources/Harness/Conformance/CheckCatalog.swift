import Foundation
import ScenarioLanguage

/// The checks of the suite: the scenario files of a folder, and what Swift alone can do.
package struct CheckCatalog: Sendable {
  package let checks: [Check]
  /// Files that are no scenarios, as results.
  package let unreadable: [ScenarioResult]

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
  /// - Throws: `ScenarioFiles.Failure` where a path gives nothing.
  package init(paths: [String], withProcedures: Bool = true) throws(ScenarioFiles.Failure) {
    var checks = withProcedures ? Check.procedures : []
    var unreadable: [ScenarioResult] = []
    for path in paths {
      for file in try ScenarioFiles.find([path]) {
        let name = Self.name(of: file, in: path)
        do throws(SourceLoadError) {
          let loaded = try ScenarioRunner.load(file)
          if let result = loaded.unreadable { unreadable.append(result) }
          checks += loaded.scenarios.map { scenario in
            Check(
              scenario, named: scenario.caseName.map { "\(name) [\($0)]" } ?? name, sources: loaded.sources)
          }
        } catch {
          throw .missing(path: file)
        }
      }
    }
    self.checks = checks
    self.unreadable = unreadable
  }

  private static func name(of file: String, in folder: String) -> String {
    var prefix = folder
    while prefix.hasSuffix("/") { prefix.removeLast() }
    return file.hasPrefix(prefix + "/") ? String(file.dropFirst(prefix.count + 1)) : file
  }
}
