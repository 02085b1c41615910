import Bots

/// Rings for tea each day, and draws who pours.
struct BellBot: CommandBot {
  static let commands = [
    BotCommand<BellBot>("draw", "Draws one of several names.", .text("NAMES")) {
      bot, message, context, names in
      let drawn = names.split(separator: " ").randomElement(using: &context.random) ?? "Nobody"
      return [message.answer("\(drawn) pours.")]
    }
  ]

  mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .ready: [.schedule(id: "tea", .daily(hour: 16, minute: 0))]
    case .timer("tea"): [.say("It is four o'clock.", room: "lobby")]
    default: []
    }
  }
}
