/// Finds what was said to a bot while it had no session: privately, and in the rooms where it was before.
///
/// A bot that has one gives it every event, and takes the messages that come back as those that it heard, each once and in the order
/// in which they were said in their conversation:
///
/// ```swift
/// let (messages, then) = catchUp.take(event, in: &context)
/// return messages.map { answer(to: $0) } + then
/// ```
///
/// How far a bot has read is kept by the server for private conversations, by read marks, and in the bot's storage for rooms. What comes
/// while earlier messages are still asked for is among what the server sends of these, and waits for its turn.
public struct CatchUp: Sendable {
  /// The conversations of which a stretch was asked for.
  private var asked: Set<Message.Place> = []
  /// Whether the list of private conversations was asked for and is not complete.
  private var isListing = false
  /// Up to where private conversations were read since the list was asked for, of which the list may not know.
  private var read: [Message.Place: Int64] = [:]
  /// Who said something since the list was asked for.
  private var spoke: Set<Message.Place> = []

  /// One for a bot that was not told anything yet.
  public init() {}

  /// Takes an event; returns the messages that the bot hears now, and what it has to do after its answers to them.
  ///
  /// What bots said, this one among them, is left out.
  public mutating func take(
    _ event: BotEvent, in context: inout BotContext
  ) -> (messages: [Message], then: [BotAction]) {
    switch event {
    case .ready:
      self = CatchUp()
      isListing = true
      return ([], [.conversations()])
    case .conversations(let page, let cursor): return ([], take(page, cursor))
    case .joined(let room, _):
      guard let mark = context.storage[Self.mark(of: room)] else { return ([], []) }
      return ([], ask(.room(room), after: mark))
    case .history(let history): return take(history, in: &context)
    case .message(let message), .privateMessage(let message): return take(message, in: &context)
    case .sent(_, to: .room(let room), let seq):
      if !asked.contains(.room(room)) { context.storage[Self.mark(of: room)] = seq }
    case .error(let failure):
      switch failure.action {
      case .conversations?: isListing = false
      case .history(let place, _, _)?: asked.remove(place)
      case _: break
      }
    default: break
    }
    return ([], [])
  }

  private mutating func take(_ message: Message, in context: inout BotContext) -> ([Message], [BotAction]) {
    if message.room == nil, isListing { spoke.insert(message.place) }
    guard !asked.contains(message.place), message.room != nil || !isListing else { return ([], []) }
    let then = note(message.seq, in: message.place, &context)
    return (message.isBot ? [] : [message], then)
  }

  private mutating func take(
    _ history: BotEvent.History, in context: inout BotContext
  ) -> ([Message], [BotAction]) {
    guard asked.remove(history.place) != nil else { return ([], []) }
    let messages = history.messages.filter { !$0.isBot && $0.user != context.user }
    let then = history.through > 0 ? note(history.through, in: history.place, &context) : []
    return (messages, then + (history.hasMore ? ask(history.place, after: history.through) : []))
  }

  private mutating func take(_ page: [BotEvent.ConversationSummary], _ cursor: String?) -> [BotAction] {
    guard isListing else { return [] }
    var actions: [BotAction] = []
    for conversation in page where conversation.unread > 0 && !conversation.isBot {
      let place = Message.Place.user(conversation.user)
      let read = max(conversation.read, read[place] ?? 0)
      if read < conversation.seq { actions += ask(place, after: read) }
    }
    guard cursor == nil else { return actions + [.conversations(cursor: cursor)] }
    // Who said something meanwhile may have come before the pages that were asked for later.
    isListing = !spoke.isSubset(of: asked)
    spoke = []
    if isListing { actions.append(.conversations()) } else { read = [:] }
    return actions
  }

  private mutating func ask(_ place: Message.Place, after seq: Int64) -> [BotAction] {
    asked.insert(place).inserted ? [.history(in: place, after: seq)] : []
  }

  /// Notes up to where a conversation was read.
  private mutating func note(
    _ seq: Int64, in place: Message.Place, _ context: inout BotContext
  ) -> [BotAction] {
    switch place {
    case .room(let room):
      context.storage[Self.mark(of: room)] = seq
      return []
    case .user:
      if isListing { read[place] = seq }
      return [.markRead(place, seq: seq)]
    }
  }

  private static func mark(of room: String) -> Stored<Int64?> { Stored("read in \(room)") }
}
