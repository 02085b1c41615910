/// What a client asks to be done in a room by its owner or a moderator. Users are named as clients name them.
package enum ModerationRequest: Hashable, Sendable {
  case kick(String, reason: String?)
  case mute(String, seconds: Int, reason: String?)
  case unmute(String)
  case ban(String, reason: String?)
  case unban(String)
  case setRole(String, Role)
  case invite(String)
  case uninvite(String)
  /// An empty topic takes the topic away.
  case setTopic(String)
  /// What is nil stays as it is.
  case setRoom(inviteOnly: Bool?, unlisted: Bool?)
  /// Everybody may take their own messages away. `known` is the host's to fill in: the engine keeps no messages.
  case deleteMessage(seq: UInt64, known: KnownMessage? = nil)
}

/// What the store knows of a message that somebody wants to be deleted.
package struct KnownMessage: Hashable, Sendable {
  /// Who said it.
  package var author: UserID
  /// Whether its text was taken away before.
  package var isDeleted: Bool

  package init(author: UserID, isDeleted: Bool) {
    self.author = author
    self.isDeleted = isDeleted
  }
}
