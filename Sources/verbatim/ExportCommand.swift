import ArgumentParser
import Foundation
import Host
import Store

/// `verbatim export FILE.db`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what a database holds as JSON Lines.",
    discussion: """
      Without a choice, users, rooms and the messages in rooms are written. Private messages are private: they are \
      written only where --private asks for them. Passwords and tokens, and what was made of them, never are. \
      The file is only read.
      """)

  @Argument(help: ArgumentHelp("The database of a server that is not running.", valueName: "file.db"))
  var path: String

  @Option(name: [.short, .customLong("output")], help: "Write to this file instead of the terminal.")
  var output: String?

  @Flag(help: "Write the users.")
  var users = false

  @Flag(help: "Write the rooms.")
  var rooms = false

  @Flag(help: "Write the messages in rooms.")
  var messages = false

  @Flag(
    name: .customLong("private"),
    help:
      "Write what two people said to each other alone, with --journal in the inputs too. Nobody else can read it."
  )
  var privateMessages = false

  @Flag(help: "Write the inputs of the journal; texts of private messages only with --private.")
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
      do {
        try Export.run(archive, parts) { try file.write($0) }
        try file.finish()
      } catch {
        file.abandon()
        throw error
      }
    }
  }
}
