import ArgumentParser
import Foundation

/// `verbatim new bot NAME`
struct NewBotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bot", abstract: "Create a package with a bot, its tests and a scenario.",
    discussion: """
      The package is a folder NAME in the current folder. In it, `swift test` tests the bot in virtual time, and `swift run` \
      runs it on a server.
      """)

  @Argument(help: "The name of the package: letters, digits and underscores, a letter first.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "Where the package gets Verbatim from: a checkout or the URL of a Git repository. (default: the checkout that this program was built from)",
      valueName: "path-or-url"))
  var verbatim: String?

  func run() throws {
    let source =
      try verbatim.map(VerbatimSource.init) ?? VerbatimSource.ofThisProgram()
    let package = try BotPackage(name: name, source: source)
    do throws(CreationFailure) {
      try package.write(to: FileManager.default.currentDirectoryPath)
    } catch {
      StandardError.write("verbatim: \(error)\n")
      throw Outcome.failed
    }
    print("\(name) is a package with a bot. `cd \(name) && swift test` builds it and runs its tests.")
  }
}
