/// A chat bot: a value that is told what happened and says what to do.
///
/// A bot has no socket, clock, task or random numbers of its own. Time comes with each event, and waiting is a timer that it
/// sets. So the same bot runs in a simulation, in a test without any server, and over a live connection, and does the same:
///
/// ```swift
/// import Bots
///
/// struct CoffeeBot: Bot {
///   var cups = 0
///
///   mutating func handle(_ event: BotEvent, in context: BotContext) -> [BotAction] {
///     guard case .message(let message) = event, message.text == "!coffee" else { return [] }
///     cups += 1
///     return [message.answer("\(message.user): cup number \(cups) is yours.")]
///   }
/// }
/// ```
///
/// What a bot need not care for, because whoever runs it does: logging in, joining its first rooms, coming back after a
/// cut, sending again what was refused because of a rate limit, and its own messages, which it never sees.
public protocol Bot: Sendable {
  /// Takes one event and returns what to do, in order; an empty list where there is nothing to do.
  ///
  /// It is never called twice at once. Most bots care for a few events and ignore all others, so that kinds of
  /// events that are added later do not matter to them.
  mutating func handle(_ event: BotEvent, in context: BotContext) -> [BotAction]
}
