public import Engine

/// What a bot may know beside the event itself.
public struct BotContext: Hashable, Sendable {
  /// The time at which the event reached the bot, in milliseconds; in a simulation it is virtual.
  public let now: Instant
  /// The bot's own user name, spelt as the server spells it.
  public let user: String

  /// A context; a test of a bot makes its own, as in `BotContext(now: .virtualStart, user: "echo")`.
  public init(now: Instant, user: String) {
    self.now = now
    self.user = user
  }
}
