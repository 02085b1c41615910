import ArgumentParser
import Foundation
import Host
import Wire

/// `verbatim users …`
struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "List, show, suspend and delete accounts, and set passwords.",
    subcommands: [
      List.self, Show.self, SetPassword.self, Suspend.self, Unsuspend.self, EndSessions.self, Delete.self,
    ])

  /// `verbatim users list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the accounts by name.")
    @OptionGroup var server: ServerOptions
    @OptionGroup var page: PageOptions

    func run() throws {
      try server.run(.listUsers(page.page)) { answer in
        TextTable(
          "USER", "KIND", "ONLINE", "PASSWORD", "TOKENS", "MADE", of: answer.elements("users")
        ) { user in
          [user.cell("user"), UsersCommand.kind(of: user)]
            + user.cells("online", "password", "tokens", "at")
        }.text
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

  /// `verbatim users set-password NAME`
  struct SetPassword: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-password", abstract: "Set a user's password, read from standard input.",
      discussion: """
        Reads one line, so that the password is in no list of processes and no history of a shell. The user's sessions end, \
        and the tokens of log-ins are revoked; those that an operator made still work.
        """)
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      // What is typed is not shown.
      let mode = TerminalMode(STDIN_FILENO) { $0.c_lflag &= ~tcflag_t(ECHO) }
      if mode != nil { StandardError.write("New password of \(TextTable.visible(name)): ") }
      let password = readLine()
      mode?.restore()
      if mode != nil { StandardError.write("\n") }
      guard let password else {
        throw ValidationError("There is no password on standard input; give it as one line.")
      }
      try server.run(.setPassword(user: name, password: password)) {
        "the password of \($0.cell("changed", "user")) is set, and the user's sessions have ended\n"
      }
    }
  }

  /// `verbatim users suspend NAME`
  struct Suspend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let nobody log in to an account, and end its sessions.",
      discussion: "Its name, messages, rooms and tokens stay; `unsuspend` lets the user log in again.")
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.suspendUser(name)) { "the user \($0.cell("suspended", "user")) is suspended\n" }
    }
  }

  /// `verbatim users unsuspend NAME`
  struct Unsuspend: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Let a suspended user log in again.")
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.unsuspendUser(name)) { "the user \($0.cell("unsuspended", "user")) can log in\n" }
    }
  }

  /// `verbatim users end-sessions NAME`
  struct EndSessions: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "end-sessions", abstract: "End all sessions of a user.",
      discussion: "The tokens of log-ins are revoked; those that an operator made still work.")
    @Argument(help: "The user's name.") var name: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.logOutUser(name)) {
        "\($0.cell("ended", "sessions")) sessions of \($0.cell("ended", "user")) have ended\n"
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
      try server.run(.deleteUser(name)) { "the user \($0.cell("deleted", "user")) is deleted\n" }
    }
  }

  private static func kind(of user: JSON) -> String {
    let kind = user["bot"] == .bool(true) ? "bot" : "person"
    if user["deleted"] == .bool(true) { return "\(kind), deleted" }
    return user["suspended"] == .bool(true) ? "\(kind), suspended" : kind
  }
}
