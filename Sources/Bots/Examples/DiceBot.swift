/// Rolls dice and shows each of them: `!roll`, `!roll d20`, `!roll 2d6+1`.
public struct DiceBot: CommandBot {
  /// What it can be told.
  public static let commands = [
    BotCommand<DiceBot>(
      "roll", "Rolls one die, or DICE such as d20, 3d6 or 2d6+1d4-1.", .optional(.dice("DICE"))
    ) {
      _, message, context, dice in
      let dice = dice ?? Dice()
      return [message.answer("\(message.user) rolls \(dice): \(dice.roll(using: &context.random))")]
    }
  ]

  /// A dice bot.
  public init() {}
}

extension Parameter<DiceBot.Dice> {
  /// All that is left of the line, as dice.
  fileprivate static func dice(_ usage: String) -> Parameter {
    Parameter(usage) { (arguments) throws(CommandRefusal) in
      let text = arguments.remainder() ?? ""
      guard let dice = DiceBot.Dice(text) else {
        throw CommandRefusal("I cannot roll \"\(text.shortened)\". \(DiceBot.Dice.bounds)")
      }
      return dice
    }
  }
}
