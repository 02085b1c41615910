import ArgumentParser
import Host

/// `verbatim erase --user NAME`
struct EraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase", abstract: "Erase a person: the account and everything the person wrote.",
    discussion: """
      For requests under the right to erasure. The account is closed; its name, password and tokens are removed, and the \
      text of every message that it sent, in rooms and in private. Others see an empty message without an author. The \
      journal is cut, so that nothing of it is left in the file. Messages of others, room names and backups are not changed.
      """)

  @Option(help: "The user's name.")
  var user: String

  @OptionGroup var deletion: DeletionOptions
  @OptionGroup var server: ServerOptions

  func run() throws {
    try deletion.confirm("the account \(TextTable.visible(user)) and everything it wrote")
    try server.run(.eraseUser(user)) {
      "the user is erased and has the number \($0.cell("erased", "number"))\n"
    }
    if let url = server.url {
      try server.administrator(at: url).order("prune")
    } else {
      try FileAdministrator(path: server.path, creates: false).maintain { try $0.purge() }
    }
  }
}
