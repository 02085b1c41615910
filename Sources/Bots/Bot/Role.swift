/// What a user may do in a room; the higher role is the greater one.
public enum Role: String, Hashable, Comparable, Codable, Sendable {
  /// May take part.
  case member
  /// May also remove, mute and ban members.
  case moderator
  /// Made the room, or was given it, and names moderators.
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
