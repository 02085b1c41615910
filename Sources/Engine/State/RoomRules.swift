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
  /// Whether guests are kept out.
  var usersOnly = false

  struct Mute: Hashable, Sendable {
    let user: UserID
    /// From this instant on it is over; the entry is forgotten with the next mute.
    let until: Instant
  }

  var isEmpty: Bool { self == RoomRules() }

  /// Whether there may be somebody who may not read what was said in the room.
  var isGuarded: Bool { inviteOnly || usersOnly || !bans.isEmpty }

  /// Whether the list of rooms does not show the room to everybody.
  var isSecluded: Bool { inviteOnly || unlisted }

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

extension RoomRules {
  /// What has to be decided to come from these rules to others.
  func decisions(to new: RoomRules) -> [RoomDecision] {
    var decisions: [RoomDecision] = []
    if new.topic != topic { decisions.append(.topic(new.topic)) }
    if new.inviteOnly != inviteOnly { decisions.append(.inviteOnly(new.inviteOnly)) }
    if new.unlisted != unlisted { decisions.append(.unlisted(new.unlisted)) }
    if new.usersOnly != usersOnly { decisions.append(.usersOnly(new.usersOnly)) }
    for relation in RoomRelation.allCases where !isSame(relation, as: new) {
      let (before, after) = (people(relation), new.people(relation))
      let stayed = Set(after.map(\.user))
      for person in before where !stayed.contains(person.user) {
        decisions.append(.relation(relation, person.user, value: nil))
      }
      let unchanged = Set(before)
      for person in after where !unchanged.contains(person) {
        decisions.append(.relation(relation, person.user, value: person.value))
      }
    }
    return decisions
  }

  private func isSame(_ relation: RoomRelation, as other: RoomRules) -> Bool {
    switch relation {
    case .moderator: moderators == other.moderators
    case .banned: bans == other.bans
    case .muted: mutes == other.mutes
    case .invited: invitations == other.invitations
    }
  }

  /// A user who stands to the room in a way, with the value that `RoomRelation` tells of.
  private struct Person: Hashable {
    let user: UserID
    let value: Int64
  }

  private func people(_ relation: RoomRelation) -> [Person] {
    switch relation {
    case .moderator: moderators.enumerated().map { Person(user: $1, value: Int64($0)) }
    case .banned: bans.users.map { Person(user: $0, value: 0) }
    case .muted: mutes.map { Person(user: $0.user, value: $0.until.milliseconds) }
    case .invited: invitations.users.map { Person(user: $0, value: 0) }
    }
  }
}
