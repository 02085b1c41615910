import Bots

/// Says when a pot of tea is ready, and counts the pots.
struct BrewBot: CommandBot {
  static let pots = Stored("pots", default: 0)

  static let commands = [
    BotCommand<BrewBot>("brew", "Tells you when your tea is ready.", .duration("TIME", upTo: .hours(1))) {
      bot, message, context, time in
      context.storage["place of \(message.user)"] = message.room
      return [
        message.answer("\(message.user): I will tell you in \(time.units)."),
        .setTimer(id: message.user, after: time),
      ]
    },
    BotCommand<BrewBot>("pots", "Says how many pots there were.") { bot, message, context in
      [message.answer("\(context.storage[pots]) so far.")]
    },
  ]

  mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    guard case .timer(let user) = event else { return [] }
    context.storage[Self.pots] += 1
    guard let room = context.storage["place of \(user)"] else {
      return [.privateMessage("Your tea is ready.", to: user)]
    }
    return [.say("\(user): Your tea is ready.", room: room)]
  }
}
