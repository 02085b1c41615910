import ArgumentParser
import Host
import Wire

/// `verbatim users …`
struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "List, show and delete accounts.",
    subcommands: [List.self, Show.self, Delete.self])

  /// `verbatim users list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the accounts by name.")
    @OptionGroup var server: ServerOptions
    @OptionGroup var page: PageOptions

    func run() throws {
      try server.run(.listUsers(page.page)) { answer in
        var table = TextTable("USER", "KIND", "ONLINE", "PASSWORD", "TOKENS", "MADE")
        for user in answer.elements("users") {
          table.add([
            user.cell("user"), UsersCommand.kind(of: user), user.cell("online"), user.cell("password"),
            user.cell("tokens"), user.cell("at"),
          ])
        }
        return table.text
      }
    }
  }

  /// `verbatim users show NAME`
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show an account, its sessions and its rooms.")
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.showUser(name)) { user in
        TextTable(names: [
          ("user", user.cell("user")), ("kind", UsersCommand.kind(of: user)), ("made", user.cell("at")),
          ("password", user.cell("password")), ("tokens", user.cell("tokens")),
          ("sessions", user.cell("sessions")), ("rooms", user.cell("rooms")),
        ]).text
      }
    }
  }

  /// `verbatim users delete NAME`
  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete an account for good.",
      discussion: """
        Its password, tokens and sessions are removed. Its name stays taken, and its messages stay.
        """)
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var deletion: DeletionOptions
    @OptionGroup var server: ServerOptions

    func run() throws {
      try deletion.confirm("the user \(TextTable.visible(name))")
      try server.run(.deleteUser(name)) { "the user \($0["deleted"]?.cell("user") ?? "") is deleted\n" }
    }
  }

  private static func kind(of user: JSON) -> String {
    let kind = user["bot"] == .bool(true) ? "bot" : "person"
    return user["deleted"] == .bool(true) ? "\(kind), deleted" : kind
  }
}
