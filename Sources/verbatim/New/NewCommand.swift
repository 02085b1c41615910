import ArgumentParser

/// `verbatim new KIND NAME`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Create a new package.", subcommands: [NewBotCommand.self])
}
