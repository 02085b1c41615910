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
  case setRoom(RoomAccess)
  /// Everybody may take their own messages away.
  case deleteMessage(seq: UInt64)
  /// Take the room away with everything that was said in it.
  case deleteRoom
}

/// What an owner decides about who may come into a room and who sees it. What is nil stays as it is.
package struct RoomAccess: Hashable, Sendable {
  /// Whether only invited users may enter.
  package var inviteOnly: Bool?
  /// Whether only those who are in the room see it in the list.
  package var unlisted: Bool?
  /// Whether guests are kept out.
  package var usersOnly: Bool?

  package init(inviteOnly: Bool? = nil, unlisted: Bool? = nil, usersOnly: Bool? = nil) {
    self.inviteOnly = inviteOnly
    self.unlisted = unlisted
    self.usersOnly = usersOnly
  }
}
