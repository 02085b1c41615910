/// The bots that come with the library, by the names that a scenario's `bots:` and the command line use.
public enum ExampleBots {
  private static let makers: [(name: String, make: @Sendable () -> any Bot)] = [
    ("clerk", { ClerkBot() }),
    ("dice", { DiceBot() }),
    ("echo", { EchoBot() }),
    ("greeter", { GreeterBot() }),
    ("helpdesk", { HelpDeskBot() }),
    ("librarian", { LibrarianBot() }),
    ("moderator", { ModeratorBot() }),
    ("poll", { PollBot(registersCommands: true) }),
    ("relay", { RelayBot() }),
    ("reminder", { ReminderBot() }),
    ("seen", { SeenBot() }),
    ("trivia", { TriviaBot() }),
  ]

  /// All names, in the order of the alphabet.
  public static let names: [String] = makers.map(\.name)

  /// A new bot of this name, or nil where there is none. A name with a number, as in `relay-2`, is one more of its kind.
  public static func named(_ name: String) -> (any Bot)? {
    let kind = name.firstMatch(of: /^(.+)-\d+$/)?.output.1 ?? name[...]
    return makers.first { $0.name == kind }?.make()
  }
}
