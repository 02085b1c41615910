extension Engine {
  /// Tells the others in a conversation that a user is typing there, or has stopped.
  ///
  /// They are told now or never: no log keeps it, so that it neither waits for a session that was cut nor drives messages out. So it
  /// is not counted either, and goes only to sessions that have sent `typing` themselves: a client that does not know it would count
  /// it, and resume from the wrong frame.
  mutating func tellTyping(
    in conversation: Conversation, stopped: Bool, re: String?, session: SessionID
  ) throws(Refusal) {
    let user = try self.user(of: session, for: .tellTyping)
    let place: MessagePlace
    let others: [SessionID]
    let told: Conversation
    switch conversation {
    case .room(let name):
      let room = try self.room(named: name)
      try require(.tellTyping, in: room, of: session)
      let isSmall = rooms[room].members.count <= limits[.typingMembers]
      others = isSmall ? rooms[room].members.slots.compactMap(\.self) : []
      (place, told) = (.room(room), .room(rooms[room].name))
    case .with(let name):
      let other = try openAccount(named: name, field: "with")
      others = limits[.typingMembers] > 0 && !blocks(other, user) ? users[other].sessions : []
      (place, told) = (.pair(Pair(user, other)), .with(users[user].name))
    }
    sessions[session].isToldOfTyping = true
    confirm(re: re, to: session)

    let milliseconds = Int64(limits[.typingMilliseconds])
    guard sessions[session].notes(typing: place, stopped: stopped, at: now, within: milliseconds) else {
      return
    }
    let slots = others.filter {
      sessions[$0].isToldOfTyping && !sessions[$0].isDetached && sessions[$0].user != user
    }
    guard !slots.isEmpty else { return }
    effects.append(
      .broadcast(
        .typing(told, user: users[user].name, stopped: stopped),
        to: Audience(slots: slots, count: slots.count)))
  }
}

extension Session {
  /// A conversation in which the session lately told that its user is typing.
  struct Typing: Hashable, Sendable {
    let place: MessagePlace
    var at: Instant
    var isStopped = false
  }

  /// Takes note of a `typing`; returns whether the others are to be told of it.
  fileprivate mutating func notes(
    typing place: MessagePlace, stopped: Bool, at now: Instant, within milliseconds: Int64
  ) -> Bool {
    typing.removeAll { now.milliseconds - $0.at.milliseconds >= milliseconds }
    guard let index = typing.firstIndex(where: { $0.place == place }) else {
      if !stopped { typing.append(Typing(place: place, at: now)) }
      return !stopped
    }
    guard stopped, !typing[index].isStopped else { return false }
    typing[index].isStopped = true
    return true
  }
}

extension Session.Typing: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    switch place {
    case .room(let room): writer.write(1, room)
    case .pair(let pair): writer.write(2, pair)
    }
    writer.write(3, at)
    writer.write(4, isStopped)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let (room, pair): (RoomID?, Pair?) = (try reader.optional(1), try reader.optional(2))
    switch (room, pair) {
    case (let room?, nil): place = .room(room)
    case (nil, let pair?): place = .pair(pair)
    case (nil, nil), (_?, _?): throw reader.error("Somebody types in no conversation, or in two.")
    }
    at = try reader.read(3)
    isStopped = try reader.read(4)
  }
}
