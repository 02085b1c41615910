import ArgumentParser
import Foundation

/// `verbatim new bot NAME`
struct NewBotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bot", abstract: "Write a package with a bot, its tests and a scenario.",
    discussion: """
      The package is a folder NAME here. `swift test` in it proves the bot in virtual time, `swift run` lets it chat.
      """)

  @Argument(help: "What the package is called: letters, digits and underscores, a letter first.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "Where the package finds Verbatim: a checkout, or the address of its Git repository. (default: the checkout that this program was built from)",
      valueName: "path-or-url"))
  var verbatim: String?

  func run() throws {
    let source =
      try verbatim.map(VerbatimSource.init) ?? VerbatimSource.ofThisProgram()
    let package = try BotPackage(name: name, source: source)
    do throws(BotPackage.Failure) {
      try package.write(to: FileManager.default.currentDirectoryPath)
    } catch {
      StandardError.write("verbatim: \(error)\n")
      throw Outcome.failed
    }
    print("\(name) is a package with a bot. `cd \(name) && swift test` builds it and runs its tests.")
  }
}
