import ArgumentParser
import Host
import Wire

/// `verbatim audit …`
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "List who did what to accounts, rooms and messages, and failed log-ins.",
    subcommands: [List.self])

  /// `verbatim audit list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the entries of the audit log, newest first.",
      discussion: "They are kept for as long as `verbatim serve --audit-days` says.")
    @Option(help: ArgumentHelp("Only what is about this user, or what they did.", valueName: "name"))
    var user: String?
    @OptionGroup var server: ServerOptions
    @OptionGroup var page: PageOptions

    func run() throws {
      try server.run(.listAudit(user: user, page.page)) { answer in
        var table = TextTable("AT", "WHAT", "USER", "BY", "ROOM", "ADDRESS", "DETAIL")
        for entry in answer.elements("audit") {
          let isOperators = entry["by_operator"] == .bool(true)
          table.add([
            entry.cell("at"), entry.cell("what"), entry.cell("user"),
            isOperators ? "the operator" : entry.cell("by"), entry.cell("room"), entry.cell("address"),
            entry.cell("detail"),
          ])
        }
        return table.text
      }
    }
  }
}
