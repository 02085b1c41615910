extension Engine {
  mutating func setTopic(_ topic: String, _ act: ModerationAct) throws(Refusal) {
    try require(.setTopic, act)
    try checkNote(topic, of: "topic", most: limits[.topicCharacters])
    guard topic != rooms[act.room].rules?.topic ?? "" else {
      return confirm(re: act.re, to: act.session)
    }
    changeRules(of: act.room) { $0.topic = topic }
    done(.topic(topic), act)
  }

  mutating func setRoom(_ access: RoomAccess, _ act: ModerationAct) throws(Refusal) {
    try require(.setRoom, act)
    let old = rooms[act.room].rules ?? RoomRules()
    var new = old
    new.inviteOnly = access.inviteOnly ?? old.inviteOnly
    new.unlisted = access.unlisted ?? old.unlisted
    new.usersOnly = access.usersOnly ?? old.usersOnly
    guard new != old else { return confirm(re: act.re, to: act.session) }
    changeRules(of: act.room) { $0 = new }
    done(
      .access(inviteOnly: new.inviteOnly, unlisted: new.unlisted, usersOnly: new.usersOnly), act)
    expelUnwanted(from: act.room)
  }

  /// Takes everybody out of a room who may not be in it any more; they were told why.
  mutating func expelUnwanted(from room: RoomID) {
    for case .some(let session) in rooms[room].members.slots where barrier(to: room, for: session) != nil {
      exit(room, session: session)
      if !sessions[session].isResumable { end(session, closing: .banned) }
    }
  }

  mutating func deleteRoom(_ act: ModerationAct) throws(Refusal) {
    try require(.deleteRoom, act)
    confirm(re: act.re, to: act.session)
    delete(act.room)
  }

  /// Takes a message away: anybody their own, the owner and the moderators every one.
  mutating func deleteMessage(_ seq: UInt64, _ act: ModerationAct) throws(Refusal) {
    // Those who may not read the room learn nothing of its messages.
    try require(.readRoom, act)
    try checkMessage(seq, at: .room(act.room))
    // The host finds every message that was numbered.
    guard let found = act.found else { throw Self.noSuchMessage }
    try require(.deleteMessage, in: act.room, of: act.session, isAuthor: found.author == act.by)
    confirm(re: act.re, to: act.session)
    if !found.isDeleted { deleteMessage(seq, at: .room(act.room), by: act.by) }
  }
}
