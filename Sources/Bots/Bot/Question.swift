/// A question to one user, whose next message in the same place is the answer: a step of a conversation.
///
/// Open questions survive a restart. A user has one question in one place; a second replaces the first.
public struct Question: Hashable, Codable, Sendable {
  /// The question as it is said; in a room it is said to everyone.
  public var text: String
  /// What the bot knows the question by when the answer comes.
  public var topic: String
  /// Who is asked.
  public var user: String
  /// Where; nil for a private conversation.
  public var room: String?
  /// What the bot wants back with the answer, such as earlier answers.
  public var notes: [String: String]
  /// How long to wait for the answer.
  public var patience: Duration

  /// A question.
  public init(
    _ text: String, topic: String, to user: String, in room: String? = nil, notes: [String: String] = [:],
    patience: Duration = .minutes(5)
  ) {
    self.text = text
    self.topic = topic
    self.user = user
    self.room = room
    self.notes = notes
    self.patience = patience
  }

  /// Asks the same user in the same place something else, with more notes; these win over earlier ones of the same name.
  public func next(_ text: String, topic: String, adding more: [String: String] = [:]) -> BotAction {
    var next = self
    next.text = text
    next.topic = topic
    next.notes.merge(more) { $1 }
    return .ask(next)
  }
}
