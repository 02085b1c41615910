/// What a moderator does in a room. A bot has to be one: the room's owner makes it so with `/mod NAME`.
public enum Moderation: Hashable, Codable, Sendable {
  /// Kicks a user out of the room, who may come back.
  case kick(user: String, reason: String? = nil)
  /// Mutes a user for some time, at least a second.
  case mute(user: String, for: Duration, reason: String? = nil)
  /// Lets a muted user speak again.
  case unmute(user: String)
  /// Bans a user from the room.
  case ban(user: String, reason: String? = nil)
  /// Lets a banned user come again.
  case unban(user: String)
  /// Invites a user to an invite-only room.
  case invite(user: String)
  /// Sets the topic of the room; an empty text removes it.
  case setTopic(String)
  /// Deletes the text of a message. Its number stays.
  case deleteMessage(seq: Int64)
}
