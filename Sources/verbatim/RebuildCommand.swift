import ArgumentParser
import Host
import Store

/// `verbatim rebuild FILE -o NEW`
struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make a new database from the tables of another one.",
    discussion: """
      For a database whose journal and snapshots are lost or cannot be replayed. Accounts with their passwords and tokens, \
      rooms with their owners, moderators, bans, mutes and invitations, and all messages are kept. Sessions end; their \
      waiting frames, idempotency keys and timers are lost. The journal starts empty. The old file is not changed.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file"))
  var path: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The new database.", valueName: "new"))
  var output: String

  func run() throws {
    if let taken = BackupFile.taken(output) {
      StandardError.write("verbatim: the file \(taken) already exists; choose another name\n")
      throw Outcome.usage
    }
    let report = try Archive.readingForCommand(path) { try Rebuild.run(path, to: output) }
    print("users: \(report.users), rooms: \(report.rooms), messages: \(report.messages)")
    if !report.hasRules {
      print(
        "The file was written before room rules were stored, so all rooms are now invite-only and unlisted."
      )
    }
  }
}
