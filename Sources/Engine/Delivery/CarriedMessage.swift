/// Which message an event carries, as its receiver sees it.
struct CarriedMessage {
  /// The room, or the other one of the two.
  let place: Conversation
  let seq: UInt64
  /// Who said it, or nil where the receiver did.
  let author: String?
}

extension Event {
  /// What becomes of a message that may have to be sent again.
  typealias MessageChange = (inout Content) -> Void

  /// Takes the text of a message away.
  static func emptying(_ content: inout Content) {
    (content.text, content.deleted, content.extras) = ("", true, content.extras?.withoutText)
  }

  /// The event with its message changed, or nil where it carries none that is meant.
  func changingMessage(where isMeant: (CarriedMessage) -> Bool, _ change: MessageChange) -> Event? {
    switch self {
    case .chatMessage(let room, var message):
      guard isMeant(.init(place: .room(room), seq: message.content.seq, author: message.user)) else {
        return nil
      }
      change(&message.content)
      return .chatMessage(room: room, message)
    case .privateMessage(var message):
      guard isMeant(.init(place: .with(message.user), seq: message.content.seq, author: message.user)) else {
        return nil
      }
      change(&message.content)
      return .privateMessage(message)
    case .privateMessageDelivered(var event):
      guard isMeant(.init(place: .with(event.target), seq: event.content.seq, author: nil)) else {
        return nil
      }
      change(&event.content)
      return .privateMessageDelivered(event)
    case .messageEdited(let place, var message):
      guard isMeant(.init(place: place, seq: message.content.seq, author: message.user)) else { return nil }
      change(&message.content)
      return .messageEdited(place, message)
    // Pages of messages are kept as the queries that they answer; the others carry no message.
    case _: return nil
    }
  }
}

extension Delivery {
  /// Whether it carries a message of a room whose text is from after an instant.
  func isEdited(after instant: Instant) -> Bool {
    switch self {
    case .event(.chatMessage(_, let message), _), .event(.messageEdited(_, let message), _):
      message.content.editedAt.map { $0 > instant } ?? false
    case .event, .answer: false
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
