public import Bots
import Engine
public import Testing

/// What is expected of the bot.
extension Conversation {
  /// The next thing that the bot says in a room is this text.
  ///
  /// - Parameters:
  ///   - text: What it says, word for word.
  ///   - room: Where; nil means the room of the conversation.
  ///   - bot: Who says it; nil means the bot of the conversation.
  public func expect(
    _ text: String, in room: String? = nil, from bot: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try meet(text.debugDescription, .room(room ?? self.room), bot, sourceLocation) { $0 == text }
  }

  /// The next thing that the bot says in a room has a part that fits the pattern; returns what it said.
  @discardableResult
  public func expect(
    _ pattern: some RegexComponent, in room: String? = nil, from bot: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) -> String {
    try meet("what fits the pattern", .room(room ?? self.room), bot, sourceLocation) {
      $0.firstMatch(of: pattern) != nil
    }
  }

  /// The next thing that the bot says in a room meets a condition; returns what it said.
  @discardableResult
  public func expect(
    in room: String? = nil, from bot: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    where condition: (String) -> Bool
  ) throws(ConversationFailure) -> String {
    try meet("what meets the condition", .room(room ?? self.room), bot, sourceLocation, condition)
  }

  /// The next thing that the bot says to a user alone is this text.
  ///
  /// - Parameters:
  ///   - text: What it says, word for word.
  ///   - user: To whom.
  ///   - bot: Who says it; nil means the bot of the conversation.
  public func expectWhisper(
    _ text: String, to user: String = "alice", from bot: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try meet(text.debugDescription, .user(user), bot, sourceLocation) { $0 == text }
  }

  /// The next thing that the bot says to a user alone has a part that fits the pattern; returns what it said.
  @discardableResult
  public func expectWhisper(
    _ pattern: some RegexComponent, to user: String = "alice", from bot: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) -> String {
    try meet("what fits the pattern", .user(user), bot, sourceLocation) { $0.firstMatch(of: pattern) != nil }
  }

  /// The next thing that the bot says to a user alone meets a condition; returns what it said.
  @discardableResult
  public func expectWhisper(
    to user: String = "alice", from bot: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    where condition: (String) -> Bool
  ) throws(ConversationFailure) -> String {
    try meet("what meets the condition", .user(user), bot, sourceLocation, condition)
  }

  /// The next thing that the bot does in a place with what it said before is to give it this text.
  ///
  /// - Parameters:
  ///   - text: The new text, word for word.
  ///   - place: Where the message is; nil means the room of the conversation.
  ///   - bot: Who edits it; nil means the bot of the conversation.
  public func expectEdit(
    _ text: String, in place: Message.Place? = nil, from bot: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try meet(text.debugDescription, place ?? .room(room), bot, sourceLocation, isEdit: true) { $0 == text }
  }

  /// The next thing that the bot says in a place is this text, as a reply to a message there.
  ///
  /// - Parameters:
  ///   - text: The text, word for word.
  ///   - seq: The number of the message that it replies to.
  ///   - place: Where it is said; nil means the room of the conversation.
  ///   - bot: Who says it; nil means the bot of the conversation.
  public func expectReply(
    _ text: String, to seq: Int64, in place: Message.Place? = nil, from bot: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    let expected = "\(text.debugDescription), as a reply to message \(seq)"
    try meet(expected, place ?? .room(room), bot, sourceLocation, replyTo: seq) { $0 == text }
  }

  /// No bot has said or edited anything that was not expected before.
  ///
  /// - Parameter room: Where nothing was said; nil means everywhere, and to everyone.
  public func expectNothing(in room: String? = nil, sourceLocation: SourceLocation = #_sourceLocation)
    throws(ConversationFailure)
  {
    let said = unread.filter { utterance in room.map { utterance.place.isSame(as: .room($0)) } ?? true }
    guard let first = said.first else { return }
    throw fail(
      "\(first.bot) \(first.isEdit ? "edited" : "said") something \(first.place.phrase) where nothing was expected",
      at: sourceLocation,
      details: [("came", first.text.debugDescription)])
  }

  /// What bots have said until now is of no interest, where it was not expected before.
  ///
  /// - Parameter room: Where it was said; nil means everywhere, and to everyone.
  public func skip(in room: String? = nil) {
    unread.removeAll { utterance in room.map { utterance.place.isSame(as: .room($0)) } ?? true }
  }

  /// The bot has done something wrong, of this kind, which was not expected before.
  ///
  /// - Parameters:
  ///   - kind: What is wrong.
  ///   - bot: Whose fault it is; nil means the bot of the conversation.
  @discardableResult
  public func expectProblem(
    _ kind: BotProblem.Kind, of bot: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) -> BotProblem {
    let bot = bot ?? self.bot
    guard let index = problems.firstIndex(where: { $0.who == bot }) else {
      throw fail("\(bot) has no problem", at: sourceLocation, details: [("expected", kind.rawValue)])
    }
    let problem = problems[index].reason
    guard problem.kind == kind else {
      throw fail(
        "\(bot) has another problem", at: sourceLocation,
        details: [("expected", kind.rawValue), ("came", problem.description)])
    }
    problems.remove(at: index)
    return problem
  }

  /// The server has refused what a user did, with this code, such as `forbidden`.
  ///
  /// - Parameters:
  ///   - code: The raw value of the error's code.
  ///   - user: Who was refused.
  public func expectRefusal(
    _ code: String, of user: String = "alice", sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    guard let index = refusals.firstIndex(where: { $0.who == user }) else {
      throw fail("the server refused \(user) nothing", at: sourceLocation, details: [("expected", code)])
    }
    let refusal = refusals[index].reason
    guard refusal.code == code else {
      throw fail(
        "the server refused \(user) something for another reason", at: sourceLocation,
        details: [("expected", code), ("came", "\(refusal.code): \(refusal.message)")])
    }
    refusals.remove(at: index)
  }

  @discardableResult
  private func meet(
    _ expected: String, _ place: Message.Place, _ bot: String?, _ location: SourceLocation,
    isEdit: Bool = false, replyTo seq: Int64? = nil, _ condition: (String) -> Bool
  ) throws(ConversationFailure) -> String {
    let bot = bot ?? self.bot
    guard bots.contains(bot) else {
      throw fail("there is no bot called \(bot); `chat.add` adds one", at: location)
    }
    let did = isEdit ? "edited" : "said"
    let next = unread.firstIndex {
      $0.bot == bot && $0.isEdit == isEdit && $0.place.isSame(as: place)
    }
    guard let next else {
      var details = [("expected", expected)]
      details += unread.prefix(Self.most).map { ("elsewhere", "\($0)") }
      throw fail(
        "\(bot) \(did) nothing \(place.phrase)", at: location, details: details, because: reason(for: bot))
    }
    let came = unread[next]
    guard condition(came.text), seq == nil || seq == came.replyTo else {
      throw fail(
        "\(bot) \(did) something else \(place.phrase)", at: location,
        details: [("expected", expected), ("came", came.shownText)])
    }
    unread.remove(at: next)
    return came.text
  }
}
