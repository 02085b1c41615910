/// Mirrors two rooms: what alice says in one is said in the other as `<alice@lobby> hi`.
///
/// There are no loops, for it does not hear other bots: what a relay has said no relay mirrors. So several relays may share their rooms,
/// and three rooms are joined by three relays, one between each two. It ignores private messages.
public struct RelayBot: Bot {
  private let rooms: [String]

  /// A relay between two rooms, which it enters by itself.
  public init(between one: String = "lobby", _ other: String = "tea") {
    precondition(one.lowercased() != other.lowercased(), "A relay needs two rooms, and not \(one) twice.")
    rooms = [one, other]
  }

  /// Says in each room what was said in the other.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .ready:
      return rooms.map { .join(room: $0) }
    case .message(let message):
      guard let origin = rooms.firstIndex(where: { $0.lowercased() == message.room?.lowercased() }) else {
        return []
      }
      // In one line: a second line could be written to look as if somebody else had said it.
      let text = message.text.split(whereSeparator: \.isNewline).joined(separator: " / ")
      return [.say("<\(message.user)@\(rooms[origin])> \(text)", room: rooms[1 - origin])]
    case .error(let failure) where failure.code == "too_large":
      // With the name before it a long message is longer than the server takes: half of it is better than nothing.
      guard case .say(let text, let room)? = failure.action, text.count > 2 else { return [] }
      return [.say(text.prefix(text.count / 2) + "…", room: room)]
    default:
      return []
    }
  }
}
