import ArgumentParser
import Foundation
import Host
import Store

/// `verbatim upgrade FILE`
struct UpgradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade",
    abstract: "Bring a database of an earlier version up to date, or say what that will do.",
    discussion: """
      A server does the same when it starts. --check says before what will happen and changes nothing; its exit code is 1 \
      where the upgrade would be refused.

      It is refused where another behaviour of the engine ran inputs after the newest snapshot: then either the version that \
      wrote the file stops once in order, or --rebuild gives these inputs up and makes the state from the tables. That ends \
      all sessions; frames that wait for them, idempotency keys and timers are lost. Accounts, rooms with their rules, and \
      messages stay.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file"))
  var path: String

  @Flag(help: "Only say what would happen.")
  var check = false

  @Flag(help: "Make the state from the tables where it cannot be read otherwise.")
  var rebuild = false

  func validate() throws {
    if check, rebuild { throw ValidationError("Give --check or --rebuild, not both.") }
  }

  func run() throws {
    let (plan, found) = try Archive.readingForCommand(path) { try Upgrade.plan(of: try Archive(path: path)) }
    print(plan.message)
    if check {
      if plan.isRefused { throw Outcome.failed }
      return
    }
    guard rebuild || !plan.isRefused else { throw Outcome.failed }
    if plan == .current { return }
    try Archive.readingForCommand(path) { try Upgrade.run(path, plan, known: found) }
    print("done")
  }
}
