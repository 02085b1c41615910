import ArgumentParser

/// `verbatim new KIND NAME`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Create a bot's package, or a scenario file.",
    subcommands: [NewBotCommand.self, NewScenarioCommand.self])
}
