/// What somebody is in a room. Whoever has a role may do what those below may, and nobody acts upon an equal.
package enum Role: String, CaseIterable, Comparable, Sendable {
  case member
  /// Keeps order: takes out, mutes, bans, invites, deletes messages, sets the topic.
  case moderator
  /// Made the room or was handed it, names moderators, and decides who may come in.
  case owner

  private var rank: Int {
    switch self {
    case .member: 0
    case .moderator: 1
    case .owner: 2
    }
  }

  package static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
}
