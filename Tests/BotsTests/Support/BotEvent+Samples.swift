import Bots
import Engine

extension BotEvent {
  static func said(_ text: String, by user: String = "alice", in room: String = "lobby") -> BotEvent {
    .message(RoomMessage(room: room, seq: 1, user: user, text: text, at: .virtualStart))
  }

  static func whispered(_ text: String, by user: String = "alice") -> BotEvent {
    .privateMessage(PrivateMessage(user: user, text: text, seq: 1, at: .virtualStart))
  }
}

extension BotContext {
  /// A context this many milliseconds after the virtual clock's start.
  static func at(_ milliseconds: Int64, user: String = "bot") -> BotContext {
    BotContext(now: Instant.virtualStart.advanced(byMilliseconds: milliseconds), user: user)
  }
}
