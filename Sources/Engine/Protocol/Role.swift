/// A user's role in a room. A role has all rights of the roles below it, and nobody can act on a user of the same role.
public enum Role: String, CaseIterable, Codable, Comparable, Sendable {
  /// Takes part.
  case member
  /// Moderates: kicks, mutes, bans, invites, deletes messages, sets the topic.
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

  /// Whether the first may do less than the second.
  public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
}
