import Bots

/// Takes away what shouts.
struct TidyBot: Bot {
  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    guard case .message(let message) = event, let room = message.room, message.text.hasSuffix("!!!") else {
      return []
    }
    return [
      .moderate(.deleteMessage(seq: message.seq), room: room),
      .moderate(.mute(user: message.user, for: .minutes(5), reason: "shouting"), room: room),
      .privateMessage("Not so loud, please.", to: message.user),
    ]
  }
}
