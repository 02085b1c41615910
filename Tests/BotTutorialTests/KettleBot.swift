import Bots

struct KettleBot: Bot {
  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message) where message.text == "!boil":
      [message.answer("The kettle is on, \(message.user).")]
    default: []
    }
  }
}
