import ArgumentParser
import Harness
import ScenarioLanguage

/// `verbatim lint PATH…`
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Find mistakes in scenario files without running them.")

  @Argument(help: "Scenario files and folders.")
  var paths: [String]

  func run() throws {
    var errors = 0
    var warnings = 0
    let files = try ScenarioFiles.found(paths)
    for path in files {
      let (found, sources) = Self.lint(path)
      if !found.isEmpty { print(Masks.rendered(found, sources, first: path)) }
      errors += found.count { $0.severity == .error }
      warnings += found.count { $0.severity == .warning }
    }
    let counts = [(files.count, "file"), (errors, "error"), (warnings, "warning")]
    print(counts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", "))
    if errors > 0 { throw Outcome.unreadable }
    if warnings > 0 { throw Outcome.failed }
  }

  /// What is wrong with a file; that it cannot be read is an error too.
  private static func lint(_ path: String) -> (diagnostics: [Diagnostic], sources: SourceSet) {
    do throws(SourceLoadError) {
      return Linter.lint(try ScenarioFiles.read(path), vocabulary: .chat) { path throws(SourceLoadError) in
        try ScenarioFiles.read(path)
      }
    } catch {
      return ([error.diagnostic(of: path)], SourceSet())
    }
  }
}

extension ScenarioFiles {
  /// The files that the paths name, or a usage error that says what is wrong with a path.
  static func found(_ paths: [String]) throws -> [String] {
    do throws(ScenarioFiles.Failure) {
      return try find(paths)
    } catch {
      throw ValidationError(error.message)
    }
  }
}
