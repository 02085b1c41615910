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
        TextTable(
          "AT", "WHAT", "USER", "BY", "ROOM", "ADDRESS", "DETAIL", of: answer.elements("audit")
        ) { entry in
          let by = entry["by_operator"] == .bool(true) ? "the operator" : entry.cell("by")
          return entry.cells("at", "what", "user") + [by] + entry.cells("room", "address", "detail")
        }.text
      }
    }
  }
}
