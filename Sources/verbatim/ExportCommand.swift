import ArgumentParser
import Host
import Store

/// `verbatim export FILE.db`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export a database as JSON Lines.",
    discussion: """
      Without options, users, rooms and room messages are written; private messages only with --private. Passwords and \
      tokens, and their hashes, are never written. The database is not changed.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file.db"))
  var path: String

  @Option(name: [.short, .customLong("output")], help: "Write to this file instead of standard output.")
  var output: String?

  @Flag(help: "Write the users.")
  var users = false

  @Flag(help: "Write the rooms.")
  var rooms = false

  @Flag(help: "Write the room messages.")
  var messages = false

  @Flag(
    name: .customLong("private"),
    help:
      "Write private messages too, and with --journal their texts. Otherwise nobody but the two people can read them."
  )
  var privateMessages = false

  @Flag(help: "Write the inputs in the journal; the texts of private messages only with --private.")
  var journal = false

  func run() throws {
    var parts: Export.Parts = []
    if users { parts.insert(.users) }
    if rooms { parts.insert(.rooms) }
    if messages { parts.insert(.messages) }
    if privateMessages { parts.insert(.privateMessages) }
    if journal { parts.insert(.journal) }
    if parts.isEmpty { parts = .open }
    let archive = try Archive.openForCommand(path)
    let file = try LineOutput(path: output, notOver: path)
    try Archive.readingForCommand(path) {
      try file.complete { try Export.run(archive, parts) { try file.write($0) } }
    }
  }
}
