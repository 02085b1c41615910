import ArgumentParser
import Engine
import Host

/// `verbatim invite …`
struct InviteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite", abstract: "Make, list and revoke invitations to register.",
    discussion: "A server that was started with --registration invite takes no registration without one.",
    subcommands: [Create.self, List.self, Revoke.self])

  /// `verbatim invite create`
  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a code with which people can register.",
      discussion: "Prints only the code on standard output; it is not shown again.")
    @Option(help: "How many people can register with it.") var uses = 1
    @Option(help: "For how many days it is good.") var days = 7
    @OptionGroup var server: ServerOptions

    func validate() throws {
      try require(uses, in: Invitation.uses, "--uses must be")
      try require(days, in: 1...Invitation.seconds.upperBound / 86_400, "--days must be")
    }

    func run() throws {
      try server.run(.createInvitation(uses: uses, days: days)) { answer in
        StandardError.write(
          "invitation \(answer.cell("id")) is good until \(answer.cell("expires")); keep it now, it is not shown again\n"
        )
        return answer.cell("invitation") + "\n"
      }
    }
  }

  /// `verbatim invite list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the ids of invitations that are good; the codes themselves are not stored.")
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.listInvitations) { answer in
        TextTable("ID", "USES", "MADE", "EXPIRES", of: answer.elements("invitations")) {
          $0.cells("id", "uses", "at", "expires")
        }.text
      }
    }
  }

  /// `verbatim invite revoke ID`
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revoke an invitation; who has registered with it stays.")
    @Argument(help: "The invitation's id, as `list` shows it.") var id: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.revokeInvitation(id: id)) {
        "invitation \($0.cell("revoked", "id")) is revoked\n"
      }
    }
  }
}
