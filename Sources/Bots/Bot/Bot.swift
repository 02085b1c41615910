/// A chat bot: a value that is told what happened and says what to do.
///
/// A bot has no socket, clock, task, file or random numbers of its own. Time, chance and what it has to remember come with each
/// event in its context, and waiting is a timer that it sets. So the same bot runs in a simulation, in a test without any
/// server, and over a live connection, and does the same:
///
/// ```swift
/// import Bots
///
/// struct CoffeeBot: Bot {
///   static let cups = Stored("cups", default: 0)
///
///   mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
///     guard case .message(let message) = event, message.text == "!coffee" else { return [] }
///     context.storage[Self.cups] += 1
///     return [message.answer("\(message.user): cup number \(context.storage[Self.cups]) is yours.")]
///   }
/// }
/// ```
///
/// What a bot need not do, because its runner does: logging in, joining its rooms, the server's rate limits, coming back
/// after a cut, sending again what was not answered, keeping its storage and timers over a restart, and telling its own messages
/// from those of others: they come as `BotEvent.sent` only. `CommandBot` is a bot that is spoken to with `!name`.
public protocol Bot: Sendable {
  /// Whether it is told what other bots say. Bots that answer bots can keep each other busy forever, so the default is no.
  var hearsBots: Bool { get }

  /// Takes one event and returns what to do, in order; an empty list where there is nothing to do.
  ///
  /// It is never called twice at once. Most bots care for a few events and ignore all others, so that kinds of
  /// events that are added later do not matter to them. Where it throws, it is as if the event had never come: the bot and its
  /// storage stay as they were, nothing is sent, and the runner reports the error.
  mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction]

  /// Does work that takes its time outside of the chat, such as a call over HTTP, and returns its result as a text.
  ///
  /// It is called for each `BotAction.request`, away from the bot's events, and its result or error comes back as
  /// `BotEvent.response`. Only a live bot calls it: in a test, the test answers.
  func perform(_ request: BotRequest) async throws -> String
}

extension Bot {
  /// No: what other bots say does not reach the bot.
  public var hearsBots: Bool { false }

  /// Refuses every request: a bot that makes requests says how they are done.
  public func perform(_ request: BotRequest) async throws -> String {
    throw BotProblem(
      .requestNotPerformed,
      "nothing performs the request \"\(request.id)\"; give \(Self.self) a function `perform(_:)` that does")
  }
}
