import ArgumentParser
import Harness
import ScenarioLanguage

/// `verbatim lint PATH…`
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Look for mistakes in scenario files without running them.")

  @Argument(help: "Scenario files and folders.")
  var paths: [String]

  func run() throws {
  }
}
