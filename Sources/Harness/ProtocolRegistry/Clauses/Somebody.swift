import Engine

/// The kinds of people that the table of access tells apart.
enum Somebody: String, CaseIterable {
  case guest = "guest inside"
  case guestOutside = "guest outside"
  case guestShutOut = "guest, room for users or invite-only"
  case outside = "user outside"
  case inside = "user inside"
  case muted
  case banned
  case uninvited = "not invited, room invite-only"
  case invited = "invited, room invite-only"
  case moderator
  case owner

  var standing: RoomStanding {
    switch self {
    case .guest: of(nil) { $0.isInside = true }
    case .guestOutside: of(nil)
    case .guestShutOut: of(nil) { $0.usersOnly = true }
    case .outside: of(.member)
    case .inside: of(.member, inside: true)
    case .muted: of(.member, inside: true) { $0.mutedUntil = .virtualStart }
    case .banned: of(.member) { $0.isBanned = true }
    case .uninvited: of(.member) { $0.inviteOnly = true }
    case .invited: of(.member) { ($0.inviteOnly, $0.isInvited) = (true, true) }
    case .moderator: of(.moderator, inside: true)
    case .owner: of(.owner, inside: true)
    }
  }

  private func of(
    _ role: Role?, inside: Bool = false, _ change: (inout RoomStanding) -> Void = { _ in }
  ) -> RoomStanding {
    var standing = RoomStanding(role: role)
    (standing.isInside, standing.isPresent) = (inside, inside)
    change(&standing)
    return standing
  }
}

extension Permission {
  func allows(_ somebody: Somebody) -> Bool {
    let standing = somebody.standing
    let isRightLogIn =
      switch access.login {
      case .everybody: true
      case .guests: standing.role == nil
      case .users: standing.role != nil
      }
    return isRightLogIn && access.conditions.allSatisfy { $0.holds(for: standing) }
  }
}
