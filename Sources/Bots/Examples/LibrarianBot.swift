/// Finds what was said: `!find tea`, or `!find @alice tea`.
///
/// It looks in the room in which it is asked and nowhere else, so that it tells nobody what they could not read there themselves.
public struct LibrarianBot: CommandBot {
  /// How many messages it shows.
  static let mostShown = 3
  /// How much of each message it shows, in Unicode scalar values.
  static let longestText = 80

  /// What it can be told.
  public static let commands = [
    BotCommand<LibrarianBot>(
      "find", "Looks for what was said here, by everyone or by one.", .mention("USER"), .text("WORDS"),
      place: .rooms, coolDown: .seconds(2)
    ) { bot, message, context, author, words in
      bot.find(words, by: author, for: message, in: &context)
    }
  ]

  /// Who waits for the results of a search. It is stored, for a restart may come between.
  private static func request(_ id: String) -> Stored<Message?> { Stored("find \(id)") }

  /// A librarian.
  public init() {}

  private func find(_ words: String, by author: String?, for message: Message, in context: inout BotContext)
    -> [BotAction]
  {
    guard let room = message.room else { return [] }
    let id = "\(room) \(message.seq)"
    context.storage[Self.request(id)] = message
    // Earlier questions and answers are found too, and left out, so that it asks for more than it shows.
    return [.search(id: id, query: words, room: room, from: author, limit: 50)]
  }

  /// Tells what was found to the one who asked.
  public mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .found(let id, let messages):
      guard let request = context.storage[Self.request(id)] else { return [] }
      context.storage[Self.request(id)] = nil
      return [request.answer("\(request.user): \(Self.report(messages, in: context))")]
    case .error(let failure):
      guard case .search(let id, _, _, _, _)? = failure.action,
        let request = context.storage[Self.request(id)]
      else { return [] }
      context.storage[Self.request(id)] = nil
      return [request.answer("\(request.user): \(failure.message)")]
    default:
      return []
    }
  }

  private static func report(_ messages: [Message], in context: BotContext) -> String {
    let hits = messages.filter { $0.user != context.user && !$0.text.hasPrefix("!find") }
    guard !hits.isEmpty else { return "I found nothing." }
    let lines = hits.prefix(mostShown).map { hit in
      "\(hit.user), \(context.now.duration(since: hit.at).units) ago: \(shortened(hit.text))"
    }
    return "I found this, the newest first.\n" + lines.joined(separator: "\n")
  }

  /// The text in one line, and cut where it is long.
  private static func shortened(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    let start = String(line.unicodeScalars.prefix(longestText))
    return start == line ? line : start + "…"
  }
}
