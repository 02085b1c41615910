public import Engine

/// What somebody said, in a room or to the bot alone.
public struct Message: Hashable, Codable, Sendable {
  /// Who said it.
  public var user: String
  /// Whether another bot said it.
  public var isBot: Bool
  /// What was said.
  public var text: String
  /// Where it was said; nil where it was said to the bot alone.
  public var room: String?
  /// Its number in the room, or in the private conversation of the two, from 1.
  public var seq: Int64
  /// When it was stored.
  public var at: Instant
  /// The number of the message in the same place that it replies to, where it replies to one.
  public var replyTo: Int64?
  /// The JSON object that its sender added for programs, as compact text, where there is one.
  public var data: String?
  /// The users whom the text names after `@`, in its order, as their names were registered.
  public var mentions: [String] {
    get { mentioned ?? [] }
    set { mentioned = newValue.isEmpty ? nil : newValue }
  }
  /// Messages that were noted before there were mentions have none.
  private var mentioned: [String]?

  /// A message; a test of a bot makes its own.
  public init(
    _ text: String, by user: String, in room: String?, seq: Int64 = 1, at: Instant, isBot: Bool = false,
    replyTo: Int64? = nil, data: String? = nil, mentions: [String] = []
  ) {
    self.user = user
    self.isBot = isBot
    self.text = text
    self.room = room
    self.seq = seq
    self.at = at
    self.replyTo = replyTo
    self.data = data
    self.mentions = mentions
  }

  /// Says a text where this was said: in the room, or to its author alone.
  public func answer(_ text: String) -> BotAction {
    room.map { .say(text, room: $0) } ?? .privateMessage(text, to: user)
  }

  /// Says a text where this was said.
  ///
  /// - Parameters:
  ///   - text: The text as it is said.
  ///   - inThread: Whether it is sent as a reply to this message.
  ///   - data: A JSON object for programs, as text.
  public func answer(_ text: String, inThread: Bool, data: String? = nil) -> BotAction {
    .send(MessageDraft(text, to: place, replyTo: inThread ? seq : nil, data: data))
  }

  /// Asks the author something, where this was said. What they say next there is the answer.
  ///
  /// - Parameters:
  ///   - text: The question as it is said.
  ///   - topic: What the bot knows the question by when the answer comes.
  ///   - notes: What the bot wants to have again with the answer, such as earlier answers.
  ///   - patience: How long to wait; then `BotEvent.unanswered` comes.
  public func ask(
    _ text: String, topic: String, notes: [String: String] = [:], patience: Duration = .minutes(5)
  ) -> BotAction {
    .ask(Question(text, topic: topic, to: user, in: room, notes: notes, patience: patience))
  }
}
