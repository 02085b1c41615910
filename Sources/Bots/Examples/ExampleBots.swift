/// The bots that come with the library, by the names that a scenario's `bots:` and the command line use.
public enum ExampleBots {
  private static let makers: [(name: String, make: @Sendable () -> any Bot)] = [
    ("echo", { EchoBot() }),
    ("greeter", { GreeterBot() }),
    ("librarian", { LibrarianBot() }),
    ("moderator", { ModeratorBot() }),
    ("relay", { RelayBot() }),
    ("reminder", { ReminderBot() }),
    ("seen", { SeenBot() }),
  ]

  /// All names, in the order of the alphabet.
  public static let names: [String] = makers.map(\.name)

  /// A new bot of this name, or nil where there is none.
  public static func named(_ name: String) -> (any Bot)? {
    makers.first { $0.name == name }?.make()
  }
}
