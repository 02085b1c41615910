public import Engine

/// Something that happened and that a bot may care for.
///
/// More kinds will come: a `switch` over events needs a `default`.
public enum BotEvent: Hashable, Sendable {
  /// The bot is logged in under this name, in a session that has just begun.
  ///
  /// It comes again where a lost session could not be taken up: the bot may have missed something. A resumed session misses
  /// nothing, and is not told.
  case ready(user: String)
  /// The bot is in a room now, with these users, itself among them; at most the first 1,000 are named.
  case joined(room: String, users: [String])
  /// A user came into a room that the bot is in.
  case userJoined(room: String, user: String)
  /// A user left a room that the bot is in.
  case userLeft(room: String, user: String)
  /// Somebody else said something in a room that the bot is in.
  case message(RoomMessage)
  /// Somebody else said something to the bot alone.
  case privateMessage(PrivateMessage)
  /// The time of a timer has come, which is gone with that.
  case timer(id: String)
  /// The server refused something.
  case error(Failure)
  /// A frame of another type, or one that lacks a field of its type.
  case unknown(type: String)

  /// What somebody said in a room.
  public struct RoomMessage: Hashable, Sendable {
    /// Where it was said.
    public var room: String
    /// The message's number in its room, from 1.
    public var seq: Int64
    /// Who said it.
    public var user: String
    /// What was said.
    public var text: String
    /// When it was stored.
    public var at: Instant

    /// A message; a test of a bot makes its own.
    public init(room: String, seq: Int64, user: String, text: String, at: Instant) {
      self.room = room
      self.seq = seq
      self.user = user
      self.text = text
      self.at = at
    }

    /// Says a text in the same room.
    public func answer(_ text: String) -> BotAction { .say(text, room: room) }
  }

  /// What somebody said to the bot alone.
  public struct PrivateMessage: Hashable, Sendable {
    /// Who said it.
    public var user: String
    /// What was said.
    public var text: String
    /// The message's number in the conversation of these two, from 1.
    public var seq: Int64
    /// When it was stored.
    public var at: Instant

    /// A private message; a test of a bot makes its own.
    public init(user: String, text: String, seq: Int64, at: Instant) {
      self.user = user
      self.text = text
      self.seq = seq
      self.at = at
    }

    /// Says a text to the same user, privately.
    public func answer(_ text: String) -> BotAction { .privateMessage(text, to: user) }
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
