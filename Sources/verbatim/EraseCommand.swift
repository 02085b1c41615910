import ArgumentParser
import Host
import Wire

/// `verbatim erase --user NAME`
struct EraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase", abstract: "Take away all that a person said and is, for those who have that right.",
    discussion: """
      The account is closed; its name, password and tokens go, and the text of every message that it wrote, in rooms and in \
      private. Others see that something was said by nobody. The journal is cut, so that nothing of it is in the file \
      afterwards. What others wrote, names of rooms, and backups stay as they are.
      """)

  @Option(help: "The user's name.")
  var user: String

  @OptionGroup var deletion: DeletionOptions
  @OptionGroup var server: ServerOptions

  func run() throws {
    try deletion.confirm("all that \(TextTable.visible(user)) said and is")
    try server.run(.eraseUser(user)) {
      "the user is erased and has the number \($0["erased"]?.cell("number") ?? "")\n"
    }
    if let url = server.url {
      try server.control(at: url).ask(.prune)
    } else {
      try FileAdministrator(path: server.database ?? "verbatim.db", creates: false).maintain {
        try $0.purge()
      }
    }
  }
}
