import Engine

extension Statements {
  /// Writes what was decided about a room.
  func write(_ decision: RoomDecision, of room: RoomID) throws(StoreError) {
    switch decision {
    case .owner(let user): try setOwner.run(room, user)
    case .topic(let topic): try setTopic.run(room, topic)
    case .inviteOnly(let truth): try setInviteOnly.run(room, truth)
    case .unlisted(let truth): try setUnlisted.run(room, truth)
    case .usersOnly(let truth): try setUsersOnly.run(room, truth)
    case .relation(let relation, let user, nil): try deleteRelation.run(room, relation.rawValue, user)
    case .relation(let relation, let user, let value?):
      try setRelation.run(room, relation.rawValue, user, value)
    }
  }

  /// Puts another name in the place of an erased user's, and notes that their messages are to go.
  func rename(_ user: UserID, to name: String, key: String) throws(StoreError) {
    guard let old = try userKey.first(user, read: { $0.text(0) }) else {
      throw .corrupt(detail: "user \(user.number) is not stored")
    }
    try index(old, of: user, unindexUser, unindexUserShort)
    try renameUser.run(user, name, key)
    // Nobody is found by what stands in the place of a name.
    try expectErasure.run(user)
    try expectPurge.run()
  }

  /// Puts a key into the indexes of users, or takes it out again.
  func index(
    _ key: String, of user: UserID, _ whole: Statement, _ short: Statement
  ) throws(StoreError) {
    try whole.run(user, key)
    try short.run(user, UserIndex.shortWords(of: key))
  }
}
