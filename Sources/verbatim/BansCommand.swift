import ArgumentParser
import Host

/// `verbatim bans …`
struct BansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bans", abstract: "Ban addresses and networks, list the bans and lift them.",
    subcommands: [List.self, Add.self, Lift.self])

  /// `verbatim bans list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the bans that are not over.")
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.listBans) { answer in
        TextTable("ADDRESS", "MADE", "UNTIL", of: answer.elements("bans")) { ban in
          let until = ban.cell("until")
          return ban.cells("address", "at") + [until.isEmpty ? "for good" : until]
        }.text
      }
    }
  }

  /// `verbatim bans add ADDRESS`
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let nobody connect from an address or a network, and end the sessions from there.",
      discussion: "Of an IPv6 address the network of its first 64 bits is banned.")
    @Argument(help: "An address such as 192.0.2.7, or a network such as 192.0.2.0/24.") var address: String
    @Option(help: "For how many days; without it, for good.") var days: Int?
    @OptionGroup var server: ServerOptions

    func validate() throws {
      try require(days, in: 1...3660, "--days must be")
    }

    func run() throws {
      try server.run(.banAddress(address, seconds: days.map { $0 * 86_400 })) { answer in
        let until = answer.cell("banned", "until")
        return
          "\(answer.cell("banned", "address")) is banned \(until.isEmpty ? "for good" : "until \(until)")\n"
      }
    }
  }

  /// `verbatim bans lift ADDRESS`
  struct Lift: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lift a ban.")
    @Argument(help: "The address or network, as `list` shows it.") var address: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.liftBan(address)) { "\($0.cell("lifted", "address")) is not banned any more\n" }
    }
  }
}
