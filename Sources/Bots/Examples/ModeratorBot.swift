import Engine

/// Keeps order where it is a moderator: nobody may flood the room, nor say a word that `!ban-word` has named, be it by an edit.
///
/// Such a message is deleted. The first brings a warning, the second a mute, and the third sends its author out of the room; an hour
/// without another one, and all is forgotten. It keeps its hands off moderators and the owner. An owner gets it with
/// `/invite moderator` and `/mod moderator`.
public struct ModeratorBot: CommandBot {
  /// How many messages one may send within `floodTime`.
  static let mostMessages = 5
  static let floodTime = Duration.seconds(10)
  static let muteTime = Duration.minutes(10)
  /// How long a strike is remembered.
  static let strikeTime = Duration.hours(1)
  /// How many words may be banned in a room.
  static let mostWords = 200

  /// What it can be told.
  public static let commands = [
    BotCommand<ModeratorBot>("ban-word", "Bans a word.", .plainWord, audience: .role(.moderator)) {
      _, message, context, word in
      let words = context.storage[banned(in: message.room)]
      guard !words.contains(word) else { throw CommandRefusal("That word is banned already.") }
      guard words.count < mostWords else { throw CommandRefusal("\(mostWords) words are all I can ban.") }
      context.storage[banned(in: message.room)] = (words + [word]).sorted()
      return [message.answer("That word is banned here from now on.")]
    },
    BotCommand("unban-word", "Allows a word again.", .plainWord, audience: .role(.moderator)) {
      _, message, context, word in
      guard context.storage[banned(in: message.room)].contains(word) else {
        throw CommandRefusal("That word is not banned.")
      }
      context.storage[banned(in: message.room)].removeAll { $0 == word }
      return [message.answer("That word is allowed here from now on.")]
    },
    BotCommand("words", "Tells you alone which words are banned.", audience: .role(.moderator)) {
      _, message, context in
      let words = context.storage[banned(in: message.room)].joined(separator: ", ")
      let room = message.room ?? ""
      return [
        .privateMessage(
          words.isEmpty ? "No word is banned in \(room)." : "Banned in \(room): \(words).", to: message.user)
      ]
    },
  ]

  private static func banned(in room: String?) -> Stored<[String]> {
    Stored("words \(room ?? "")", default: [])
  }

  /// What was said within `floodTime`.
  private var recent: [Message] = []
  /// The newest messages that were punished, by room and number: one that was edited may be told twice.
  private var punished: [Message] = []

  /// A moderator that knows no words yet.
  public init() {}

  /// Yes: bots flood too. It ends, for a bot that answers each warning is soon sent out.
  public var hearsBots: Bool { true }

  /// Judges every message, and takes the commands of those who may give them.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    switch event {
    case .invited(let room, _):
      return [.join(room: room)]
    case .joined(let room, _):
      return checkRole(in: room, &context)
    case .timer(let strikes):
      context.storage[strikes] = nil
      return []
    case .message(let message):
      guard let offence = offence(of: message, in: context) else { break }
      return punish(offence, of: message, in: &context)
    case .messageEdited(let message):
      guard let offence = offence(of: message, isEdited: true, in: context) else { break }
      return punish(offence, of: message, in: &context)
    default:
      break
    }
    return try runCommand(event, in: &context) ?? []
  }

  /// What is wrong with a message, or nil where nothing is, or where its author may say anything.
  private mutating func offence(
    of message: Message, isEdited: Bool = false, in context: BotContext
  ) -> String? {
    guard context.role(of: message.user, in: message.room ?? "") == .member else { return nil }
    if punished.contains(where: { $0.room == message.room && $0.seq == message.seq }) { return nil }
    let banned = context.storage[Self.banned(in: message.room)]
    if !banned.isEmpty, message.text.words.contains(where: banned.contains) {
      return "that word is not for this room"
    }
    // It was counted when it was sent.
    if isEdited { return nil }
    recent.removeAll { message.at.duration(since: $0.at) >= Self.floodTime }
    recent.append(message)
    let mine = { (other: Message) in other.user == message.user && other.room == message.room }
    guard recent.count(where: mine) > Self.mostMessages else { return nil }
    // The flood is dealt with; what comes next is counted anew.
    recent.removeAll(where: mine)
    return "that was too much at once"
  }

  private mutating func punish(
    _ offence: String, of message: Message, in context: inout BotContext
  ) -> [BotAction] {
    let (user, room) = (message.user, message.room ?? "")
    guard context.role(of: context.user, in: room) >= .moderator else { return checkRole(in: room, &context) }
    let strikes = Stored("strikes \(room) \(user)", default: 0)
    context.storage[strikes] += 1
    punished = punished.suffix(31) + [message]
    let isDeleted: [BotAction] = [
      .moderate(.deleteMessage(seq: message.seq), room: room),
      .setTimer(id: strikes.key, after: Self.strikeTime),
    ]
    switch context.storage[strikes] {
    case 1:
      return isDeleted + [message.answer("\(user): \(offence). The next time I mute you.")]
    case 2:
      return isDeleted + [
        .moderate(.mute(user: user, for: Self.muteTime, reason: offence), room: room),
        message.answer("\(user) is muted for \(Self.muteTime.units): \(offence)."),
      ]
    default:
      return isDeleted + [
        .moderate(.kick(user: user, reason: offence), room: room),
        message.answer("\(user) is sent out: \(offence)."),
      ]
    }
  }

  /// Says what it needs where it cannot do anything: once in each room.
  private func checkRole(in room: String, _ context: inout BotContext) -> [BotAction] {
    let said = Stored("asked \(room)", default: false)
    guard context.role(of: context.user, in: room) < .moderator, !context.storage[said] else { return [] }
    context.storage[said] = true
    return [.say("I can keep order here once the owner says /mod \(context.user)", room: room)]
  }
}

extension Parameter<String> {
  /// A word without case and accents.
  fileprivate static let plainWord = Parameter("WORD") { (arguments) throws(CommandRefusal) in
    guard let words = arguments.nextWord()?.words, words.count == 1, words[0].count <= 32 else {
      throw CommandRefusal("WORD is one word of letters and digits.")
    }
    return words[0]
  }
}
