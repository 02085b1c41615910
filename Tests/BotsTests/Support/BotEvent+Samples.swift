import Bots
import Engine

extension BotEvent {
  static func said(_ text: String, by user: String = "alice", in room: String = "lobby") -> BotEvent {
    .message(Message(text, by: user, in: room, at: .virtualStart))
  }

  static func whispered(_ text: String, by user: String = "alice") -> BotEvent {
    .privateMessage(Message(text, by: user, in: nil, at: .virtualStart))
  }
}

extension BotContext {
  /// A context this many milliseconds after the virtual clock's start.
  static func at(_ milliseconds: Int64, user: String = "bot") -> BotContext {
    BotContext(now: Instant.virtualStart.advanced(byMilliseconds: milliseconds), user: user)
  }
}

extension Bot {
  /// Takes an event where neither storage nor errors matter.
  mutating func handle(_ event: BotEvent, in context: BotContext) -> [BotAction] {
    var context = context
    return (try? handle(event, in: &context)) ?? []
  }
}
