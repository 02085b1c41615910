import Engine
import Store
import Wire

/// What is told of a stored message: each of its fields is said once for clients, and once for operators and exports.
extension MessageRow {
  /// What clients are told in histories and search results.
  func told(by engine: Engine) -> Event.Message {
    let content = Event.Content(
      seq: seq, text: text, at: at, deleted: deleted, editedAt: editedAt,
      extras: extras?.naming { engine.name(of: $0) })
    return Event.Message(content, user: engine.name(of: from), bot: engine.isBot(from))
  }

  /// What clients are told of its reactions.
  func reactionsTold(by engine: Engine) -> [Event.Reaction] {
    reactions.map { .init($0.text, count: $0.count, users: $0.users.map { engine.name(of: $0) }) }
  }

  /// What operators and exports are told: seq and user first, then the text and what belongs to it. The names are of those whom it
  /// mentions.
  func members(
    from author: String, mentioning names: [String], reactions: [Event.Reaction]
  ) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .number("seq", seq), .text("user", author), .text("message", text), .time("at", at),
    ]
    members += .optional("edited_at", editedAt) + .optional("reply_to", extras?.replyTo)
    if let data = extras?.data.flatMap(JSON.data) { members.append(.init("data", data)) }
    if !names.isEmpty { members.append(.init("mentions", .array(names.map(JSON.string)))) }
    if !reactions.isEmpty { members.append(.init("reactions", .array(reactions.map(\.json)))) }
    return members
  }
}

extension Event.Reaction {
  fileprivate var json: JSON {
    .object([
      .text("reaction", reaction), .number("count", count),
      .init("users", .array(users.map(JSON.string))),
    ])
  }
}
