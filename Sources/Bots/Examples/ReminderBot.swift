import Engine

/// Reminds people where they asked for it: `!remind 10m tea`, `!remind tomorrow 9:00 stand-up`, `!remind @bob 17:30 tea`.
///
/// What was asked privately stays private: a list in a room shows and numbers only what was asked there. Others are
/// reminded only in a room, by the name of who asked, so that nobody can have anyone called secretly.
public struct ReminderBot: CommandBot {
  /// How far away a reminder may be.
  static let furthest = Duration.days(365)
  /// The longest text, in Unicode scalar values: a list of all of a person's reminders fits into one message.
  static let longestText = 140
  /// The numbers of a person's reminders in one place.
  static let numbers = 1...20

  /// What it can be told.
  public static let commands = [
    BotCommand<ReminderBot>(
      "remind", "Reminds you, or another. WHEN is \(When.examples).", .mention("WHOM"), .when("WHEN"),
      .text("TEXT")
    ) { _, message, context, other, when, text in
      try remind(other, of: text, when, asked: message, in: &context)
    },
    BotCommand("remind list", "Lists what you asked for here.") { _, message, context in
      list(for: message, in: context)
    },
    BotCommand("remind cancel", "Takes one of the list back.", .integer("NUMBER", in: numbers)) {
      _, message, context, number in try cancel(number, asked: message, in: &context)
    },
  ]

  /// A reminder bot.
  public init() {}

  /// Reminds when the time has come.
  public mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    guard case .timer(let id) = event, let reminder = context.storage[Stored<Reminder?>(id)] else {
      return []
    }
    context.storage[id] = nil
    return [reminder.call]
  }

  /// A reminder of the author of a message, in the place of the message. No name has a space in it.
  private static func stored(_ number: Int, for message: Message) -> Stored<Reminder?> {
    Stored("reminder \(message.room ?? "") \(message.user) \(number)")
  }

  private static func remind(
    _ other: String?, of text: String, _ when: When, asked message: Message, in context: inout BotContext
  ) throws -> [BotAction] {
    guard other == nil || message.room != nil else {
      throw CommandRefusal("Remind others in a room, where they see who asked for it.")
    }
    guard text.unicodeScalars.count <= longestText else {
      throw CommandRefusal("The text may have at most \(longestText) characters.")
    }
    guard let due = when.instant(after: context.now), context.now < due,
      due <= context.now.advanced(by: furthest)
    else { throw CommandRefusal("The time has to be from 1s to \(furthest.units) from now.") }
    guard let free = numbers.map({ stored($0, for: message) }).first(where: { context.storage[$0] == nil })
    else { throw CommandRefusal("You have \(numbers.count) reminders here; that is all I can keep for you.") }
    guard context.storage.freeBytes > 4096 else {
      throw CommandRefusal("I have no place for another reminder now.")
    }
    let reminder = Reminder(
      asker: message.user, other: other, room: message.room, text: text, due: due)
    context.storage[free] = reminder
    return [
      message.answer("\(message.user): I will remind \(reminder.whom) \(when.announcement(of: due))."),
      .setAlarm(id: free.key, at: due),
    ]
  }

  private static func list(for message: Message, in context: BotContext) -> [BotAction] {
    let lines = numbers.compactMap { number in
      context.storage[stored(number, for: message)].map { reminder in
        let whom = reminder.other.map { " for \($0)" } ?? ""
        return "\(number) in \(reminder.due.duration(since: context.now).units)\(whom): \(reminder.text)"
      }
    }
    let list = lines.isEmpty ? "You have no reminders here." : lines.joined(separator: "; ")
    return [message.answer("\(message.user): \(list)")]
  }

  private static func cancel(_ number: Int, asked message: Message, in context: inout BotContext) throws
    -> [BotAction]
  {
    let stored = stored(number, for: message)
    guard let reminder = context.storage[stored] else {
      throw CommandRefusal("You have no reminder \(number) here.")
    }
    context.storage[stored] = nil
    return [
      message.answer("\(message.user): I will not remind \(reminder.whom) of \(reminder.text)."),
      .cancelTimer(id: stored.key),
    ]
  }
}
