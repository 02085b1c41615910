import ArgumentParser

/// `verbatim new KIND NAME`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write something to begin with.", subcommands: [NewBotCommand.self])
}
