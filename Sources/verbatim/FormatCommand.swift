import ArgumentParser
import Harness
import ScenarioLanguage

/// `verbatim format PATH…`
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Write scenario files in the one canonical layout.")

  @Argument(help: "Scenario files and folders.")
  var paths: [String]

  @Flag(help: "Change nothing; fail where a file is not in the canonical layout.")
  var check = false

  func run() throws {
  }
}
