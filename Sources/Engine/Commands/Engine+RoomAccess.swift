extension Engine {
  /// The rooms that a list shows to a session and not to everybody, in the order of their numbers: the unlisted and invite-only
  /// ones that its user is in, and the invite-only ones that they may enter.
  func roomsShown(to session: SessionID?) -> [RoomID] {
    guard let session else { return [] }
    let user = sessions[session].user
    var shown = user.flatMap { standing[$0] } ?? []
    for session in user.map({ users[$0].sessions }) ?? [session] {
      for membership in sessions[session].memberships where rooms[membership.room].rules?.isSecluded == true {
        shown.insert(membership.room)
      }
    }
    return shown.sorted()
  }

  /// Changes what was decided about a room.
  mutating func changeRules(of room: RoomID, _ change: (inout RoomRules) -> Void) {
    let old = rooms[room].rules ?? RoomRules()
    var rules = old
    change(&rules)
    guard rules != old else { return }
    let decisions = old.decisions(to: rules)
    record(.roomRuled(room, decisions))
    for case .relation(_, let user, .some) in decisions { users[user].mayExpire = false }
    changeStanding(in: room) { $0.rules = rules.isEmpty ? nil : rules }
    if rules.isEmpty { expectUse(of: room) }
  }

  mutating func setOwner(of room: RoomID, _ user: UserID?) {
    record(.roomRuled(room, [.owner(user)]))
    if let old = rooms[room].owner { owned[old, default: 1] -= 1 }
    if let user {
      owned[user, default: 0] += 1
      users[user].mayExpire = false
    }
    changeStanding(in: room) { $0.owner = user }
  }

  private mutating func changeStanding(in room: RoomID, _ change: (inout Room) -> Void) {
    let before = insiders(of: room)
    change(&rooms[room])
    let after = insiders(of: room)
    guard before != after else { return }
    for user in before { standing[user]?.remove(room) }
    for user in after { standing[user, default: []].insert(room) }
    for user in before where standing[user]?.isEmpty == true { standing[user] = nil }
  }

  /// Who is shown an invite-only room without being inside.
  func insiders(of room: RoomID) -> [UserID] {
    guard let rules = rooms[room].rules, rules.inviteOnly, !rules.unlisted else { return [] }
    return (rooms[room].owner.map { [$0] } ?? []) + rules.moderators + rules.invitations.users
  }
}
