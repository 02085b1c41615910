/// Which message an event carries, as its receiver sees it.
struct CarriedMessage {
  /// The room, or the other one of the two.
  let conversation: Conversation
  let seq: UInt64
  /// Who said it, or nil where the receiver did.
  let author: String?
}

extension Event {
  /// What becomes of a message that may have to be sent again.
  typealias MessageChange = (_ text: inout String, _ deleted: inout Bool) -> Void

  /// Takes the text of a message away.
  static func emptying(_ text: inout String, _ deleted: inout Bool) { (text, deleted) = ("", true) }

  /// The event with its message changed, or nil where it carries none that is meant.
  func changingMessage(where isMeant: (CarriedMessage) -> Bool, _ change: MessageChange) -> Event? {
    switch self {
    case .chatMessage(var message):
      guard
        isMeant(
          CarriedMessage(conversation: .room(message.room), seq: message.seq, author: message.user))
      else { return nil }
      change(&message.text, &message.deleted)
      return .chatMessage(message)
    case .privateMessage(var message):
      guard
        isMeant(
          CarriedMessage(conversation: .with(message.user), seq: message.seq, author: message.user))
      else { return nil }
      change(&message.text, &message.deleted)
      return .privateMessage(message)
    case .privateMessageDelivered(var message):
      guard
        isMeant(CarriedMessage(conversation: .with(message.target), seq: message.seq, author: nil))
      else { return nil }
      change(&message.text, &message.deleted)
      return .privateMessageDelivered(message)
    // Pages of messages are kept as the queries that they answer; the others carry no message.
    case _: return nil
    }
  }
}

extension DeliveryLog {
  /// Puts other events in the place of some, as `replace` does.
  mutating func replaceEvents(_ replacement: (Event) -> Event?) {
    replace { delivery in
      guard case .event(let event, let re) = delivery else { return nil }
      return replacement(event).map { .event($0, re: re) }
    }
  }
}
