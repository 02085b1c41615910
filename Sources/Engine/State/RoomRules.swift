/// What the owner and the moderators of a room decided. A room of which nothing was decided has none.
struct RoomRules: Hashable, Sendable {
  /// In the order in which they were named.
  var moderators: [UserID] = []
  /// Who may not come in, nor read what was said.
  var bans = UserSet()
  /// In the order in which they were muted.
  var mutes: [Mute] = []
  /// Who may come in while only those who were invited may.
  var invitations = UserSet()
  var topic = ""
  var inviteOnly = false
  var unlisted = false

  struct Mute: Hashable, Sendable {
    let user: UserID
    /// From this instant on it is over; the entry is forgotten with the next mute.
    let until: Instant
  }

  var isEmpty: Bool { self == RoomRules() }

  /// Whether there may be somebody who is not shown the room, or what was said in it.
  var isGuarded: Bool { inviteOnly || unlisted || !bans.isEmpty }

  /// When a user who may not speak may speak again, or nil where they may.
  func muted(_ user: UserID, at now: Instant) -> Instant? {
    mutes.first { $0.user == user && $0.until > now }?.until
  }

  /// Takes everything away that concerns a user.
  mutating func forget(_ user: UserID) {
    moderators.removeAll { $0 == user }
    mutes.removeAll { $0.user == user }
    bans.remove(user)
    invitations.remove(user)
  }
}
