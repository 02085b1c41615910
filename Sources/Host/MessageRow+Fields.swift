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

  /// What operators and exports are told: seq and user first, then the text and what belongs to it. The names are of those whom it
  /// mentions.
  func members(from author: String, mentioning names: [String]) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("seq", .integer(Int64(clamping: seq))), .init("user", .string(author)),
      .init("message", .string(text)), .init("at", .string(Timestamp.text(of: at))),
    ]
    if let editedAt { members.append(.init("edited_at", .string(Timestamp.text(of: editedAt)))) }
    if let seq = extras?.replyTo { members.append(.init("reply_to", .integer(Int64(clamping: seq)))) }
    if let data = extras?.data.flatMap(JSON.data) { members.append(.init("data", data)) }
    if !names.isEmpty { members.append(.init("mentions", .array(names.map(JSON.string)))) }
    return members
  }
}
