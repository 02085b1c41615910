import Bots

/// Takes an order in two questions.
struct OrderBot: CommandBot {
  static let commands = [
    BotCommand<OrderBot>("order", "Takes your order.") { bot, message, context in
      [message.ask("\(message.user): Tea or coffee?", topic: "drink", patience: .minutes(2))]
    }
  ]

  mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .answer(let message, let question) where question.topic == "drink":
      return [question.next("How many cups?", topic: "cups", adding: ["drink": message.text])]
    case .answer(let message, let question):
      guard let cups = Int(message.text), cups > 0 else {
        return [question.next("A number, please. How many cups?", topic: "cups")]
      }
      return [message.answer("\(cups) × \(question.notes["drink"] ?? "water") for \(message.user).")]
    case .unanswered(let question):
      return [.privateMessage("Ask again when you know.", to: question.user)]
    default: return []
    }
  }
}
