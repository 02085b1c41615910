import Engine

/// Reminds people, in a room or privately: `!remind 10m tea`, `!remind list`, `!remind cancel 1`.
///
/// What was asked privately stays private: a list in a room shows, counts and numbers only what was asked there.
public struct ReminderBot: Bot {
  /// The furthest reminder, in milliseconds: 365 days.
  static let longestMilliseconds: Int64 = 365 * 86_400_000
  /// The longest text, in Unicode scalar values: a list of all of a person's reminders fits into one message.
  static let longestText = 150
  /// How many reminders a person may have in one place.
  static let mostInOnePlace = 20
  /// How many reminders there may be.
  static let most = 10_000

  /// Whom to remind, and where.
  private struct Asker: Hashable {
    let user: String
    /// The room, or nil for a private conversation.
    let room: String?

    /// Says something to the asker by name, where they asked.
    func tell(_ text: String) -> BotAction {
      let line = "\(user): \(text)"
      return room.map { .say(line, room: $0) } ?? .privateMessage(line, to: user)
    }
  }

  private struct Reminder {
    let asker: Asker
    /// What the asker calls it: from 1, counted in each place by itself.
    let number: Int
    let text: String
    let due: Instant
    let timer: String
  }

  private var reminders: [Reminder] = []
  private var timersSet = 0

  /// A bot with no reminders.
  public init() {}

  /// Takes requests, and reminds when the time has come.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message):
      return take(message.text, from: Asker(user: message.user, room: message.room), at: context.now)
    case .privateMessage(let message):
      return take(message.text, from: Asker(user: message.user, room: nil), at: context.now)
    case .timer(let id):
      guard let index = reminders.firstIndex(where: { $0.timer == id }) else { return [] }
      let reminder = reminders.remove(at: index)
      return [reminder.asker.tell(reminder.text)]
    default:
      return []
    }
  }

  private mutating func take(_ line: String, from asker: Asker, at now: Instant) -> [BotAction] {
    switch Request(line) {
    case nil: []
    case .remind(let delay, let text): remind(asker, after: delay, of: text, at: now)
    case .list: [asker.tell(list(for: asker, at: now))]
    case .cancel(let number): cancel(number, of: asker)
    case .misuse(let problem): [asker.tell(problem)]
    }
  }

  private mutating func remind(_ asker: Asker, after delay: Delay, of text: String, at now: Instant)
    -> [BotAction]
  {
    let others = reminders.filter { $0.asker == asker }
    guard others.count < Self.mostInOnePlace else {
      return [asker.tell("You have \(others.count) reminders here; that is all I can keep for you.")]
    }
    guard reminders.count < Self.most else {
      return [asker.tell("I have no place for another reminder now.")]
    }
    timersSet += 1
    let timer = "reminder-\(timersSet)"
    let due = now.advanced(byMilliseconds: delay.milliseconds)
    let number = (others.last?.number ?? 0) + 1
    reminders.append(Reminder(asker: asker, number: number, text: text, due: due, timer: timer))
    return [
      asker.tell("I will remind you in \(delay)."),
      .setTimer(id: timer, after: .milliseconds(delay.milliseconds)),
    ]
  }

  private func list(for asker: Asker, at now: Instant) -> String {
    let lines = reminders.filter { $0.asker == asker }.map { reminder in
      let delay = Delay(milliseconds: reminder.due.milliseconds - now.milliseconds)
      return "\(reminder.number) in \(delay): \(reminder.text)"
    }
    return lines.isEmpty ? "You have no reminders here." : lines.joined(separator: "; ")
  }

  private mutating func cancel(_ number: Int, of asker: Asker) -> [BotAction] {
    guard let index = reminders.firstIndex(where: { $0.asker == asker && $0.number == number }) else {
      return [asker.tell("You have no reminder \(number) here.")]
    }
    let reminder = reminders.remove(at: index)
    return [asker.tell("I will not remind you of \(reminder.text)."), .cancelTimer(id: reminder.timer)]
  }
}
