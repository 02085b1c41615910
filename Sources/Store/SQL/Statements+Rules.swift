import Engine

extension Statements {
  /// Writes what was decided about a room.
  func write(_ decision: RoomDecision, of room: RoomID) throws(StoreError) {
    switch decision {
    case .owner(let user):
      setOwner.bind(Int64(room.number), at: 1)
      setOwner.bind(user, at: 2)
      try setOwner.run()
    case .topic(let topic):
      setTopic.bind(Int64(room.number), at: 1)
      setTopic.bind(topic, at: 2)
      try setTopic.run()
    case .inviteOnly(let truth): try set(truth, of: room, by: setInviteOnly)
    case .unlisted(let truth): try set(truth, of: room, by: setUnlisted)
    case .usersOnly(let truth): try set(truth, of: room, by: setUsersOnly)
    case .relation(let relation, let user, let value):
      let statement = value == nil ? deleteRelation : setRelation
      statement.bind(Int64(room.number), at: 1)
      statement.bind(Int64(relation.rawValue), at: 2)
      statement.bind(Int64(user.number), at: 3)
      if let value { statement.bind(value, at: 4) }
      try statement.run()
    }
  }

  private func set(_ truth: Bool, of room: RoomID, by statement: Statement) throws(StoreError) {
    statement.bind(Int64(room.number), at: 1)
    statement.bind(truth ? 1 : 0, at: 2)
    try statement.run()
  }

  /// Puts another name in the place of an erased user's, and notes that their messages are to go.
  func rename(_ user: UserID, to name: String, key: String) throws(StoreError) {
    userKey.bind(Int64(user.number), at: 1)
    defer { userKey.reset() }
    guard try userKey.step() else { throw .corrupt(detail: "user \(user.number) is not stored") }
    let old = userKey.text(0)
    try index(old, of: user, unindexUser, unindexUserShort)
    renameUser.bind(Int64(user.number), at: 1)
    renameUser.bind(name, at: 2)
    renameUser.bind(key, at: 3)
    try renameUser.run()
    // Nobody is found by what stands in the place of a name.
    expectErasure.bind(Int64(user.number), at: 1)
    try expectErasure.run()
    try expectPurge.run()
  }

  /// Puts a key into the indexes of users, or takes it out again.
  func index(
    _ key: String, of user: UserID, _ whole: Statement, _ short: Statement
  ) throws(StoreError) {
    whole.bind(Int64(user.number), at: 1)
    whole.bind(key, at: 2)
    try whole.run()
    short.bind(Int64(user.number), at: 1)
    short.bind(UserIndex.shortWords(of: key), at: 2)
    try short.run()
  }
}

extension Statement {
  /// Binds a user's number, or NULL.
  func bind(_ user: UserID?, at index: Int32) {
    if let user { bind(Int64(user.number), at: index) } else { bind(nil as [UInt8]?, at: index) }
  }
}
