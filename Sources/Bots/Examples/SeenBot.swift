import Engine

/// Tells when somebody was last in a room: `!seen bob`.
///
/// It speaks of the room in which it is asked and of no other, and never of what was said. A restart does not make it forget.
public struct SeenBot: CommandBot {
  /// How much it remembers, in bytes: some thousands of people. Who was away for longest is forgotten first.
  static let mostBytes = BotStorage.maximumBytes / 4

  /// What it can be told.
  public static let commands = [
    BotCommand<SeenBot>("seen", "Tells when somebody was last here.", .word("NAME"), place: .rooms) {
      bot, message, context, name in
      [message.answer("\(message.user): \(bot.report(on: name, for: message, in: context))")]
    }
  ]

  private struct Sighting: Codable {
    /// As the server spells it.
    let user: String
    var at: Instant
    var spokeAt: Instant?
  }

  /// The keys of those who are there now. The server tells it anew after a restart, so that it need not be stored.
  private var present: Set<String> = []

  /// A bot that has seen nobody yet.
  public init() {}

  /// Notes who comes, goes and speaks, and answers.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    switch event {
    case .joined(let room, let users):
      empty(room)
      for user in users { note(user, in: room, in: &context) }
    case .removed(let room, _):
      empty(room)
    case .userJoined(let room, let user):
      note(user, in: room, in: &context)
    case .userLeft(let room, let user):
      note(user, in: room, in: &context)
      present.remove(Self.key(of: user, in: room))
    case .message(let message):
      note(message.user, in: message.room ?? "", spokeAt: message.at, in: &context)
    default:
      break
    }
    return try runCommand(event, in: &context) ?? []
  }

  private func report(on name: String, for message: Message, in context: BotContext) -> String {
    let key = Self.key(of: name, in: message.room ?? "")
    guard let sighting = context.storage[Stored<Sighting?>(key)] else {
      return "I have seen nobody of that name here."
    }
    func ago(_ instant: Instant) -> String { context.now.duration(since: instant).units + " ago" }
    let spoke = sighting.spokeAt.map { ", and last spoke \(ago($0))" } ?? ""
    let isPresent = present.contains(key)
    return "\(sighting.user) \(isPresent ? "is here now" : "was last here \(ago(sighting.at))")\(spoke)."
  }

  private mutating func note(
    _ user: String, in room: String, spokeAt: Instant? = nil, in context: inout BotContext
  ) {
    let key = Self.key(of: user, in: room)
    let stored = Stored<Sighting?>(key)
    let known = context.storage[stored]
    if known == nil { forgetSome(in: &context.storage) }
    context.storage[stored] = Sighting(user: user, at: context.now, spokeAt: spokeAt ?? known?.spokeAt)
    present.insert(key)
  }

  /// Makes place for others where there is none: who was away for longest is forgotten, a tenth at once.
  private func forgetSome(in storage: inout BotStorage) {
    guard BotStorage.maximumBytes - storage.freeBytes > Self.mostBytes else { return }
    let sightings = storage.keys(beginning: "seen ").compactMap { key in
      storage[Stored<Sighting?>(key)].map { (key: key, at: $0.at) }
    }
    for sighting in sightings.sorted(by: { $0.at < $1.at }).prefix(sightings.count / 10) {
      storage[sighting.key] = nil
    }
  }

  private mutating func empty(_ room: String) {
    present = present.filter { !$0.hasPrefix(Self.key(of: "", in: room)) }
  }

  /// Names have no white space in them, and their case does not matter.
  private static func key(of user: String, in room: String) -> String {
    "seen \(room) \(user.lowercased())"
  }
}
