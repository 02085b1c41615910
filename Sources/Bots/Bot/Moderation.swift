/// What a moderator does in a room. A bot has to be one: the room's owner makes it so with `/mod NAME`.
public enum Moderation: Hashable, Codable, Sendable {
  /// Sends a user out of the room, who may come back.
  case kick(user: String, reason: String? = nil)
  /// Lets a user say nothing for some time, at least a second.
  case mute(user: String, for: Duration, reason: String? = nil)
  /// Lets a muted user speak again.
  case unmute(user: String)
  /// Sends a user out of the room for good.
  case ban(user: String, reason: String? = nil)
  /// Lets a banned user come again.
  case unban(user: String)
  /// Lets a user into a room that is by invitation only.
  case invite(user: String)
  /// Says what the room is about; an empty text takes that away.
  case setTopic(String)
  /// Takes the text of a message away. Its number stays.
  case deleteMessage(seq: Int64)
}
