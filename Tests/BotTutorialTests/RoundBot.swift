import Bots

/// Takes orders for tea: whoever reacts with ☕ to its offer gets a cup.
struct RoundBot: Bot {
  static let offer = Stored<Int64?>("offer")

  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message) where message.text == "!round":
      return [message.react("👀"), message.answer("Tea? React with ☕.")]
    case .sent("Tea? React with ☕.", let place, let seq):
      context.storage[Self.offer] = seq
      return [.react("☕", seq: seq, in: place)]
    case .reactionAdded(let reaction) where reaction.text == "☕":
      guard reaction.seq == context.storage[Self.offer], case .room(let room) = reaction.place else {
        return []
      }
      return [.say("A cup for \(reaction.user).", room: room)]
    default: return []
    }
  }
}
