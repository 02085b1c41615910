extension Engine {
  mutating func setTopic(_ topic: String, _ act: ModerationAct) throws(Refusal) {
    try require(.moderator, act)
    try requireVoice(of: act.by, in: act.room)
    try checkNote(topic, of: "topic", most: limits.topicCharacters)
    guard topic != rooms[act.room].rules?.topic ?? "" else {
      return confirm(re: act.re, to: act.session)
    }
    changeRules(of: act.room) { $0.topic = topic }
    done(.topic(topic), act)
  }

  mutating func setRoom(_ access: RoomAccess, _ act: ModerationAct) throws(Refusal) {
    try require(.owner, act)
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
  private mutating func expelUnwanted(from room: RoomID) {
    for case .some(let session) in rooms[room].members.slots where barrier(to: room, for: session) != nil {
      guard let index = sessions[session].membership(of: room) else { continue }
      exit(at: index, session: session)
      if !sessions[session].canResume { end(session, closing: .banned) }
    }
  }

  mutating func deleteRoom(_ act: ModerationAct) throws(Refusal) {
    try require(.owner, act)
    guard rooms[act.room].seq <= Self.mostDeletedAtOnce else {
      throw Refusal(
        .tooMany,
        "More than \(Self.mostDeletedAtOnce) messages were said here; an operator can delete so many.",
        field: "room")
    }
    confirm(re: act.re, to: act.session)
    delete(act.room)
  }

  /// How many messages an owner may take away with a room: everybody waits while it is done.
  private static let mostDeletedAtOnce: UInt64 = 2000

  /// Takes a message away: anybody their own, the owner and the moderators every one.
  mutating func deleteMessage(_ seq: UInt64, known: KnownMessage?, _ act: ModerationAct) throws(Refusal) {
    try requireAccess(to: act.room, of: act.session)
    try checkMessage(seq, newest: rooms[act.room].seq)
    // The host finds every message that was numbered.
    guard let known else { throw Self.noSuchMessage }
    if known.author != act.by { try require(.moderator, act) }
    confirm(re: act.re, to: act.session)
    if !known.isDeleted { deleteMessage(seq, in: act.room, by: act.by) }
  }

  /// The place of a message that a command asks to be deleted, for a host that looks it up; nil for all other commands.
  package func messageToDelete(
    by command: Command, on connection: ConnectionID
  ) -> (roomName: String, room: RoomID, seq: UInt64)? {
    var command = command
    if case .typeLine(let named, let line) = command {
      guard line.utf8.first == UInt8(ascii: "/"), let session = connections[connection],
        let meant = try? interpret(line, in: named, of: session)
      else { return nil }
      command = meant
    }
    guard case .moderate(let name, .deleteMessage(let seq, _)) = command,
      let room = roomIDs[NameKey(name)], seq >= 1, seq <= rooms[room].seq
    else { return nil }
    return (name, room, seq)
  }
}
