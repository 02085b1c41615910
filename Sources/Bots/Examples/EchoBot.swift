/// Repeats what it is told: `!echo hello` in a room, and every private message.
public struct EchoBot: Bot {
  private static let command = "!echo "

  /// An echo bot.
  public init() {}

  /// Answers with the same words.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message) where message.text.hasPrefix(Self.command):
      let words = message.text.dropFirst(Self.command.count)
      // The server refuses a message that is white space and nothing else.
      return words.allSatisfy(\.isWhitespace) ? [] : [message.answer(String(words))]
    case .privateMessage(let message):
      return [message.answer(message.text)]
    default:
      return []
    }
  }
}
