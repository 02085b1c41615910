/// A help desk: users open tickets privately, and those in a room take and answer them.
///
/// The staff's room is the first that the bot is in. Whatever was said to it while it was away, privately or there, it answers when it
/// is back. A ticket about which nobody says a word for three days is closed.
public struct HelpDeskBot: CommandBot {
  /// After how long without a word a ticket is closed.
  static let patience = Duration.days(3)
  /// How much of a text is passed on, in Unicode scalar values, so that it fits into a message.
  static let longestText = 3500

  /// What it can be told.
  public static let commands = [
    BotCommand<HelpDeskBot>("open", "Opens a ticket.", .text("SUBJECT"), place: .privately) {
      _, message, context, subject in try open(subject, by: message, in: &context)
    },
    BotCommand(
      "say", "Adds to a ticket of yours.", .integer("NUMBER", in: numbers), .text("TEXT"), place: .privately
    ) { _, message, context, number, text in try add(text, to: number, by: message, in: context) },
    BotCommand("list", "Lists your open tickets.", place: .privately) { _, message, context in
      list(for: message, in: context)
    },
    BotCommand("close", "Closes a ticket.", .integer("NUMBER", in: numbers)) { _, message, context, number in
      try close(number, by: message, in: &context)
    },
    BotCommand("tickets", "Lists all open tickets.", place: .rooms) { _, message, context in
      try listAll(for: message, in: context)
    },
    BotCommand("take", "Takes a ticket.", .integer("NUMBER", in: numbers), place: .rooms) {
      _, message, context, number in try take(number, by: message, in: &context)
    },
    BotCommand(
      "answer", "Answers the user of a ticket.", .integer("NUMBER", in: numbers), .text("TEXT"), place: .rooms
    ) { _, message, context, number, text in try answer(number, text, by: message, in: context) },
  ]

  private struct Ticket: Codable {
    let user: String
    let subject: String
    var taker: String?

    var state: String { taker.map { "taken by \($0)" } ?? "open" }
  }

  private static let numbers = 1...1_000_000
  private static let newest = Stored("newest ticket", default: 0)
  private static let staffRoom = Stored<String?>("staff room")

  private var catchUp = CatchUp()

  /// A help desk without tickets.
  public init() {}

  /// Takes what was said, now or while it was away.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) throws -> [BotAction] {
    if case .joined(let room, _) = event, context.storage[Self.staffRoom] == nil {
      context.storage[Self.staffRoom] = room
    }
    let (messages, then) = catchUp.take(event, in: &context)
    var actions: [BotAction] = []
    for message in messages { actions += try answer(to: message, in: &context) }
    if case .timer(let id) = event { actions += closeForgotten(id, in: &context) }
    return actions + then
  }

  private mutating func answer(to message: Message, in context: inout BotContext) throws -> [BotAction] {
    let event = message.room == nil ? BotEvent.privateMessage(message) : .message(message)
    if let actions = try runCommand(event, in: &context) { return actions }
    guard message.room == nil, !message.text.hasPrefix("!") else { return [] }
    return [message.answer("Say !open and what it is about, or !help.")]
  }

  private func closeForgotten(_ id: String, in context: inout BotContext) -> [BotAction] {
    guard let (number, ticket) = Self.tickets(in: context).first(where: { Self.stored($0.number).key == id })
    else { return [] }
    let news = "Ticket \(number) was closed: nobody said a word for \(Self.patience.units)."
    _ = Self.forget(number, in: &context)
    return [BotAction.privateMessage(news, to: ticket.user)] + Self.tell(staffOf: context, news)
  }

  /// A ticket; its key is its timer's id too.
  private static func stored(_ number: Int) -> Stored<Ticket?> { Stored("ticket \(number)") }

  private static func tickets(in context: BotContext) -> [(number: Int, ticket: Ticket)] {
    let numbers = context.storage.keys(beginning: "ticket ").compactMap { Int($0.dropFirst("ticket ".count)) }
    return numbers.sorted().compactMap { number in
      context.storage[stored(number)].map { (number: number, ticket: $0) }
    }
  }

  /// An open ticket: privately one of the author's, in the staff's room any.
  private static func ticket(_ number: Int, for message: Message, in context: BotContext) throws -> Ticket {
    let ticket = context.storage[stored(number)]
    guard message.room == nil else {
      try requireStaff(message, in: context)
      guard let ticket else { throw CommandRefusal("There is no open ticket \(number).") }
      return ticket
    }
    guard let ticket, ticket.user == message.user else {
      throw CommandRefusal("You have no open ticket \(number).")
    }
    return ticket
  }

  private static func requireStaff(_ message: Message, in context: BotContext) throws {
    guard message.room == context.storage[staffRoom] else {
      throw CommandRefusal("This is for the staff's room.")
    }
  }

  // MARK: - Commands

  private static func open(
    _ subject: String, by message: Message, in context: inout BotContext
  ) throws -> [BotAction] {
    guard context.storage.freeBytes > 65_536 else { throw CommandRefusal("I cannot keep more tickets now.") }
    context.storage[newest] += 1
    let (number, subject) = (context.storage[newest], cut(subject))
    context.storage[stored(number)] = Ticket(user: message.user, subject: subject)
    let answer = message.answer("Ticket \(number) is open: \(subject)")
    return [answer] + tell(staffOf: context, "Ticket \(number) from \(message.user): \(subject)")
      + wait(for: number)
  }

  private static func add(
    _ text: String, to number: Int, by message: Message, in context: BotContext
  ) throws -> [BotAction] {
    _ = try ticket(number, for: message, in: context)
    let answer = message.answer("Added to ticket \(number).")
    return [answer] + tell(staffOf: context, "Ticket \(number), \(message.user): \(text)") + wait(for: number)
  }

  private static func list(for message: Message, in context: BotContext) -> [BotAction] {
    let own = tickets(in: context).filter { $0.ticket.user == message.user }
    let lines = own.map { "\($0.number) \($0.ticket.state): \($0.ticket.subject)" }
    return [message.answer(lines.isEmpty ? "You have no open tickets." : cut(lines.joined(separator: "; ")))]
  }

  private static func listAll(for message: Message, in context: BotContext) throws -> [BotAction] {
    try requireStaff(message, in: context)
    let lines = tickets(in: context).map {
      "\($0.number) \($0.ticket.state), from \($0.ticket.user): \($0.ticket.subject)"
    }
    return [message.answer(lines.isEmpty ? "There are no open tickets." : cut(lines.joined(separator: "; ")))]
  }

  private static func close(
    _ number: Int, by message: Message, in context: inout BotContext
  ) throws -> [BotAction] {
    let ticket = try ticket(number, for: message, in: context)
    let news = "Ticket \(number) was closed by \(message.user)."
    let answer = message.answer("Ticket \(number) is closed.")
    let told: [BotAction] =
      message.room == nil ? tell(staffOf: context, news) : [.privateMessage(news, to: ticket.user)]
    return [answer] + told + forget(number, in: &context)
  }

  private static func take(
    _ number: Int, by message: Message, in context: inout BotContext
  ) throws -> [BotAction] {
    var ticket = try ticket(number, for: message, in: context)
    ticket.taker = message.user
    context.storage[stored(number)] = ticket
    let answer = message.answer("Ticket \(number) is taken by \(message.user).")
    let news = BotAction.privateMessage("\(message.user) has taken ticket \(number).", to: ticket.user)
    return [answer, news] + wait(for: number)
  }

  private static func answer(
    _ number: Int, _ text: String, by message: Message, in context: BotContext
  ) throws -> [BotAction] {
    let ticket = try ticket(number, for: message, in: context)
    let answer = message.answer("Told \(ticket.user).")
    let news = cut("Ticket \(number), \(message.user): \(text)")
    return [answer, .privateMessage(news, to: ticket.user)] + wait(for: number)
  }

  private static func forget(_ number: Int, in context: inout BotContext) -> [BotAction] {
    context.storage[stored(number).key] = nil
    return [.cancelTimer(id: stored(number).key)]
  }

  private static func tell(staffOf context: BotContext, _ text: String) -> [BotAction] {
    context.storage[staffRoom].map { [BotAction.say(cut(text), room: $0)] } ?? []
  }

  /// Begins the time anew after which a ticket is closed.
  private static func wait(for number: Int) -> [BotAction] {
    [.setTimer(id: stored(number).key, after: patience)]
  }

  private static func cut(_ text: String) -> String { String(text.unicodeScalars.prefix(longestText)) }
}
