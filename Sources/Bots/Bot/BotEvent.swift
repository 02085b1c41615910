/// Something that happened and that a bot may care for.
///
/// More kinds will come: a `switch` over events needs a `default`.
public enum BotEvent: Hashable, Sendable {
  /// The bot is logged in under this name, for the first time since it was started.
  ///
  /// It comes again where a lost session could not be taken up: the bot may have missed something. A resumed session misses
  /// nothing, and is not told.
  case ready(user: String)
  /// The bot is in a room, with these users, including itself; at most the first 1,000 are listed.
  case joined(room: String, users: [String])
  /// The bot was kicked out of a room by a moderator, or the room was deleted.
  case removed(room: String, reason: String?)
  /// The bot was invited to a room; it may join even if the room is invite-only.
  case invited(room: String, by: String)
  /// A user joined a room that the bot is in.
  case userJoined(room: String, user: String)
  /// A user left a room that the bot is in.
  case userLeft(room: String, user: String)

  /// Another user sent a message to a room that the bot is in.
  case message(Message)
  /// Another user sent a private message to the bot.
  case privateMessage(Message)
  /// Somebody answered what the bot asked. The message comes as this only.
  case answer(Message, to: Question)
  /// Nobody answered within the question's patience.
  case unanswered(Question)
  /// Another user edited a message in a room that the bot is in, or one to the bot alone. The message has the new text.
  case messageEdited(Message)
  /// Somebody gave a command that the bot has registered in a room.
  case command(CommandCall)
  /// An earlier message in a room that the bot is in was deleted.
  case messageDeleted(room: String, seq: Int64)
  /// Another user gave a message a reaction, in a room that the bot is in or in a private conversation with it.
  case reactionAdded(Reaction)
  /// Another user took their reaction to a message away.
  case reactionRemoved(Reaction)

  /// A message of the bot was stored; with its number the bot can edit it later.
  ///
  /// It also comes for what the bot's user sent in another session. What was stored while the bot had no session is not told.
  case sent(text: String, to: Message.Place, seq: Int64)
  /// The messages that a search found, the newest first.
  case found(id: String, [Message])
  /// The time of a timer, alarm or schedule has come.
  case timer(id: String)
  /// The result of a request.
  case response(BotResponse)
  /// The server refused something.
  case error(Failure)
  /// A frame that the bot has no other event for.
  case unknown(type: String)

  /// What the server refused, and why.
  public struct Failure: Hashable, Sendable {
    /// Why, for a program: the raw value of an `ErrorCode`, or one that this version does not know.
    public var code: String
    /// Why, for a person.
    public var message: String
    /// How long to wait, in milliseconds, before a retry can succeed, where waiting helps.
    public var retryAfterMilliseconds: Int64?
    /// What was refused, where it was an action of the bot.
    public var action: BotAction?

    /// A failure; a test of a bot makes its own.
    public init(
      code: String, message: String, retryAfterMilliseconds: Int64? = nil, action: BotAction? = nil
    ) {
      self.code = code
      self.message = message
      self.retryAfterMilliseconds = retryAfterMilliseconds
      self.action = action
    }
  }
}
