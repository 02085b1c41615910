import ArgumentParser
import Host
import Store
import Wire

/// `verbatim token …`
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Create, list and revoke tokens to log in with.",
    subcommands: [Create.self, List.self, Revoke.self])

  /// `verbatim token create NAME`
  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a token for a user, and the account if there is none.",
      discussion: """
        Prints only the token on standard output; it is not shown again. Creates the database if there is none.
        """)
    @Argument(help: "The user's name.") var name: String
    @Flag(help: "Create the account as a bot.") var bot = false
    @Option(help: "What the token is for, as `list` shows it.") var label = ""
    @Option(
      help: ArgumentHelp(
        "Make it the secret of a webhook into this room, which is good for nothing else.", valueName: "room"))
    var webhook: String?
    @OptionGroup var server: ServerOptions

    func validate() throws {
      guard webhook == nil || label.isEmpty else {
        throw ValidationError("a webhook's label is its room; give --webhook or --label")
      }
    }

    func run() throws {
      let label = webhook.map { TokenHolder.webhookLabel + $0 } ?? label
      try server.run(.createToken(user: name, bot: bot, label: label), creates: true) { answer in
        let kind = answer["bot"] == .bool(true) ? "bot" : "user"
        let user = answer.cell("user")
        if answer["new_account"] == .bool(true) { StandardError.write("the \(kind) \(user) is new\n") }
        let use =
          webhook.map { "says messages of \(user) in \($0), by POST /hooks/TOKEN" } ?? "logs in as \(user)"
        StandardError.write("token \(answer.cell("id")) \(use); keep it now, it is not shown again\n")
        return answer.cell("token") + "\n"
      }
    }
  }

  /// `verbatim token list [NAME]`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "List the ids and labels of tokens, of one user or of all; the tokens themselves are not stored.")
    @Argument(help: "The user's name.") var name: String?
    @OptionGroup var server: ServerOptions
    @OptionGroup var page: PageOptions

    func run() throws {
      try server.run(.listTokens(user: name, page.page)) { answer in
        TextTable("ID", "USER", "BOT", "MADE", "LABEL", of: answer.elements("tokens")) {
          $0.cells("id", "user", "bot", "at", "label")
        }.text
      }
    }
  }

  /// `verbatim token revoke ID`
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revoke a token, and end the sessions that were logged in with it.")
    @Argument(help: "The token's id, as `list` shows it.") var id: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.revokeToken(id: id)) {
        "token \($0.cell("revoked", "id")) of \($0.cell("revoked", "user")) is revoked\n"
      }
    }
  }
}
