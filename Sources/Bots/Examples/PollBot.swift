import Engine

/// Lets a room decide: `!poll 10m Lunch? | pizza | salad`, then `!vote 1`, until the time is over.
///
/// A room has one poll at a time and each user one vote. Polls live in the storage, so that they and their ends survive a restart.
public struct PollBot: CommandBot {
  /// What it can be told.
  public static let commands = [
    BotCommand<PollBot>(
      "poll", "Asks the room, as in !poll 10m Lunch? | pizza | salad",
      .duration("TIME", upTo: .days(30)), .ballot("QUESTION | OPTION | OPTION"), place: .rooms
    ) { _, message, context, time, ballot in try open(ballot, for: time, asked: message, in: &context) },
    BotCommand(
      "vote", "Votes for an option. A later vote takes its place.", .integer("NUMBER", in: 1...10),
      place: .rooms
    ) {
      _, message, context, number in try vote(for: number, by: message, in: &context)
    },
    BotCommand("poll results", "Tells how the poll stands.", place: .rooms) { _, message, context in
      let poll = try poll(for: message, in: context)
      return [message.answer("\(poll.tally) – \(poll.end.duration(since: context.now).units) to go.")]
    },
    BotCommand("poll close", "Ends the poll, by who began it or a moderator.", place: .rooms) {
      _, message, context in try close(by: message, in: &context)
    },
  ]

  /// Whether it can be told `/poll 10m Lunch? | pizza | salad` too.
  public let registersCommands: Bool

  /// A poll bot.
  public init(registersCommands: Bool = false) { self.registersCommands = registersCommands }

  /// Ends a poll when its time is over.
  public mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    guard case .timer(let id) = event, let poll = context.storage[Stored<Poll?>(id)] else { return [] }
    context.storage[id] = nil
    return [poll.request.answer(poll.result)]
  }

  /// The poll of the room where a message was said; its key is its timer's id too.
  private static func stored(for message: Message) -> Stored<Poll?> { Stored("poll \(message.room ?? "")") }

  private static func poll(for message: Message, in context: BotContext) throws -> Poll {
    guard let poll = context.storage[stored(for: message)] else {
      throw CommandRefusal("There is no poll here now.")
    }
    return poll
  }

  private static func open(
    _ ballot: Ballot, for time: Duration, asked message: Message, in context: inout BotContext
  ) throws -> [BotAction] {
    let stored = stored(for: message)
    if let open = context.storage[stored] {
      throw CommandRefusal("There is a poll already: \(open.ballot.question)")
    }
    context.storage[stored] = Poll(
      ballot: ballot, request: message, end: context.now.advanced(by: time))
    return [
      message.answer("\(ballot) – !vote NUMBER within \(time.units)."),
      .setTimer(id: stored.key, after: time),
    ]
  }

  private static func vote(for number: Int, by message: Message, in context: inout BotContext) throws
    -> [BotAction]
  {
    var poll = try poll(for: message, in: context)
    guard poll.ballot.options.indices.contains(number - 1) else {
      throw CommandRefusal("The options are 1 to \(poll.ballot.options.count).")
    }
    let before = poll.votes.updateValue(number - 1, forKey: message.user)
    context.storage[stored(for: message)] = poll
    let change = before.map {
      $0 == number - 1 ? ", as before" : ", and no longer for \(poll.ballot.options[$0])"
    }
    return [
      message.answer("\(message.user): Your vote is for \(poll.ballot.options[number - 1])\(change ?? "").")
    ]
  }

  private static func close(by message: Message, in context: inout BotContext) throws -> [BotAction] {
    let poll = try poll(for: message, in: context)
    let stored = stored(for: message)
    guard message.user == poll.request.user || context.role(ofAuthor: message) >= .moderator
    else { throw CommandRefusal("\(poll.request.user) began the poll, and moderators may close it too.") }
    context.storage[stored] = nil
    return [message.answer(poll.result), .cancelTimer(id: stored.key)]
  }
}

extension Parameter<PollBot.Ballot> {
  /// All that is left of the line, as a question and its options.
  fileprivate static func ballot(_ usage: String) -> Parameter {
    Parameter(usage) { (arguments) throws(CommandRefusal) in
      try PollBot.Ballot(arguments.remainder() ?? "")
    }
  }
}
