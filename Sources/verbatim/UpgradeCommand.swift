import ArgumentParser
import Host
import Store

/// `verbatim upgrade FILE`
struct UpgradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade",
    abstract: "Upgrade a database of an earlier version, or say what the upgrade will do.",
    discussion: """
      A server upgrades its database when it starts, and indexes the messages again while it runs where that is needed; \
      this command does it at once. --check says what an upgrade will do and changes nothing; it exits with 1 if the \
      upgrade would be refused.

      An upgrade is refused if a version with another behaviour of the engine ran inputs after the newest snapshot. Then \
      either start that version once more and stop it in order, or give --rebuild, which makes the state from the tables \
      instead. That ends all sessions; their waiting frames, idempotency keys and timers are lost. Accounts, rooms with \
      their rules, and messages are kept.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file"))
  var path: String

  @Flag(help: "Only say what would happen.")
  var check = false

  @Flag(help: "Make the state from the tables if it cannot be read otherwise.")
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
    try Archive.readingForCommand(path) {
      var told: UInt64?
      try Upgrade.run(path, plan, known: found) { waiting in
        let step = waiting / 100_000
        if waiting > 0, told != step { print("messages to index: \(waiting)") }
        told = step
      }
    }
    print("done")
  }
}
