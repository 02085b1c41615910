import Engine

extension ReminderBot {
  /// A reminder, as the storage keeps it. Its key is its timer's id too.
  struct Reminder: Codable {
    let asker: String
    /// Who is reminded, where that is somebody else.
    let other: String?
    /// Where; nil for a private conversation.
    let room: String?
    let text: String
    let due: Instant

    /// Who is reminded, in a sentence to the asker.
    var whom: String { other ?? "you" }

    /// What is said when the time has come.
    var call: BotAction {
      let line = other.map { "\($0): \(text) (from \(asker))" } ?? "\(asker): \(text)"
      return room.map { .say(line, room: $0) } ?? .privateMessage(line, to: asker)
    }
  }
}
