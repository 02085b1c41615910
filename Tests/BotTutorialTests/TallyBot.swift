import Bots

/// Counts cups in one message.
struct TallyBot: Bot {
  static let cups = Stored("cups", default: 0)
  static let tally = Stored<Int64?>("tally")

  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message) where message.text == "!cup":
      context.storage[Self.cups] += 1
      let text = "Cups: \(context.storage[Self.cups])"
      guard let seq = context.storage[Self.tally] else { return [message.answer(text)] }
      return [.edit(text, seq: seq, in: message.place)]
    case .sent(_, _, let seq):
      context.storage[Self.tally] = seq
      return []
    case .error(let failure):
      // The tally is too old to be edited, or was deleted.
      guard case .edit(let text, _, .room(let room))? = failure.action else { return [] }
      return [.say(text, room: room)]
    default: return []
    }
  }
}
