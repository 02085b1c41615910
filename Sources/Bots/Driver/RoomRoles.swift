import Engine

/// Who owns and moderates the rooms where a bot is, as far as the server told.
struct RoomRoles: Hashable, Sendable {
  private var roles: [NameKey: [NameKey: Role]] = [:]

  func role(of user: String, in room: String) -> Role {
    roles[NameKey(room)]?[NameKey(user)] ?? .member
  }

  /// All roles of a room are these.
  mutating func replace(in room: String, owner: String?, moderators: [String]) {
    var all: [NameKey: Role] = [:]
    for moderator in moderators { all[NameKey(moderator)] = .moderator }
    if let owner { all[NameKey(owner)] = .owner }
    roles[NameKey(room)] = all.isEmpty ? nil : all
  }

  /// A user's role is another one now.
  mutating func set(_ role: Role, of user: String, in room: String) {
    roles[NameKey(room), default: [:]][NameKey(user)] = role == .member ? nil : role
  }
}
