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
  /// Private conversations of the bot, and the cursor at which the list goes on, where it does.
  case conversations([ConversationSummary], cursor: String?)
  /// Messages of a conversation above a number.
  case history(History)
  /// The time of a timer, alarm or schedule has come.
  case timer(id: String)
  /// The result of a request.
  case response(BotResponse)
  /// The server refused something.
  case error(Failure)
  /// A frame that the bot has no other event for.
  case unknown(type: String)

  /// A private conversation of the bot.
  public struct ConversationSummary: Hashable, Sendable {
    /// The other one of the two.
    public var user: String
    /// Whether that is a bot.
    public var isBot: Bool
    /// The newest message's number in the conversation.
    public var seq: Int64
    /// Up to which message the bot has read, as it said by `BotAction.markRead`; 0 for none.
    public var read: Int64
    /// How many messages of the other one are above that; the server counts only among the newest.
    public var unread: Int64

    /// A conversation; a test of a bot makes its own.
    public init(with user: String, isBot: Bool = false, seq: Int64, read: Int64, unread: Int64) {
      (self.user, self.isBot, self.seq, self.read, self.unread) = (user, isBot, seq, read, unread)
    }
  }

  /// A stretch of a conversation.
  public struct History: Hashable, Sendable {
    /// Whose messages they are.
    public var place: Message.Place
    /// The messages, ascending by number, those of the bot among them; deleted ones are left out.
    public var messages: [Message]
    /// Up to which number they go.
    public var through: Int64
    /// Whether there are more above that.
    public var hasMore: Bool

    /// A stretch of a conversation; a test of a bot makes its own.
    public init(in place: Message.Place, _ messages: [Message], through: Int64, hasMore: Bool) {
      (self.place, self.messages, self.through, self.hasMore) = (place, messages, through, hasMore)
    }
  }

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
