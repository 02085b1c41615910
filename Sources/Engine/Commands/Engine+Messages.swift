extension Engine {
  mutating func sendMessage(
    _ text: String, extras sent: MessageExtras<UserID>?, to name: String, key: String?, re: String?,
    from session: SessionID
  ) throws(Refusal) {
    let user = try self.user(of: session, for: .speak)
    let room = try self.room(named: name)
    try checkMessage(text)
    let content = key == nil ? 0 : Self.content(of: text, sent, in: .room(room))
    // The sender of a repeated message may have left the room since, or use a session that is not in it.
    if let first = try repeated(key, content: content, by: user) {
      acknowledge(room, seq: first.seq, at: first.at, duplicate: true, re: re, to: session)
      return
    }
    try require(.speak, in: room, of: session)
    try check(sent, at: .room(room))

    users[user].mayExpire = false
    rooms[room].seq += 1
    messages += 1
    let seq = rooms[room].seq
    let extras = MessageExtras(sent, mentioning: mentions(in: text))
    record(
      .messageStored(
        number: messages, .room(room), seq: seq, from: user, text: text, at: now, extras: extras))
    remember(key, content: content, seq: seq, sessions: 0, by: user)
    acknowledge(room, seq: seq, at: now, duplicate: false, re: re, to: session)
    broadcast(
      .chatMessage(
        room: rooms[room].name,
        message(Event.Content(seq: seq, text: text, at: now, extras: told(extras)), from: user)),
      in: room)
  }

  mutating func sendPrivateMessage(
    _ text: String, extras sent: MessageExtras<UserID>?, to name: String, key: String?, re: String?,
    from session: SessionID
  ) throws(Refusal) {
    let sender = try user(of: session, for: .sendPrivateMessage)
    let target = try user(named: name, field: "to")
    try checkMessage(text)
    let content = key == nil ? 0 : Self.content(of: text, sent, in: .user(target))
    let extras = MessageExtras(sent, mentioning: mentions(in: text))
    var delivered = Event.PrivateMessageDelivered(
      Event.Content(seq: 0, text: text, at: now, extras: told(extras)), target: users[target].name,
      sessions: blocks(target, sender) ? 0 : users[target].sessions.count)
    if let first = try repeated(key, content: content, by: sender) {
      (delivered.content.seq, delivered.content.at, delivered.sessions) = (
        first.seq, first.at, first.sessions
      )
      delivered.duplicate = true
      reply(.privateMessageDelivered(delivered), re: re, to: session)
      return
    }
    guard !users[target].isDeleted else {
      throw Refusal(.noSuchUser, "The account of this name was closed.", field: "to")
    }
    let pair = Pair(sender, target)
    try check(sent, at: .pair(pair))

    users[sender].mayExpire = false
    users[target].mayExpire = false
    pairs[pair] += 1
    messages += 1
    let seq = pairs[pair]
    delivered.content.seq = seq
    record(
      .messageStored(
        number: messages, .pair(pair), seq: seq, from: sender, text: text, at: now, extras: extras))
    remember(key, content: content, seq: seq, sessions: delivered.sessions, by: sender)
    reply(.privateMessageDelivered(delivered), re: re, to: session)
    let message = message(delivered.content, from: sender)
    if blocks(target, sender) {
      // Nobody waits for it to be read.
      record(.messagesRead(.pair(pair), seq: seq, by: target, at: now, most: limits[.readMarks]))
    } else {
      for inbox in users[target].sessions { reply(.privateMessage(message), to: inbox) }
    }
    guard sender != target else { return }
    for other in users[sender].sessions where other != session {
      reply(.privateMessageDelivered(delivered), to: other)
    }
  }

  /// A message as its receivers are told it.
  func message(_ content: Event.Content, from user: UserID) -> Event.Message {
    Event.Message(content, user: users[user].name, bot: users[user].bot)
  }

  private mutating func acknowledge(
    _ room: RoomID, seq: UInt64, at: Instant, duplicate: Bool, re: String?, to session: SessionID
  ) {
    guard re != nil else { return }
    reply(
      .acknowledged(Event.Acknowledged(room: rooms[room].name, seq: seq, at: at, duplicate: duplicate)),
      re: re, to: session)
  }

  /// Refuses a text that nobody could read: nothing but white space, too long, or with a NUL in it.
  func checkMessage(_ text: String) throws(Refusal) {
    try checkLength(of: text, in: "message", most: limits[.messageCharacters])
    guard text.unicodeScalars.contains(where: { !$0.isSpace }) else {
      throw Refusal(.badFrame, "The message is empty.", field: "message")
    }
    guard !text.hasByte(0) else {
      throw Refusal(.badFrame, "The message has a NUL character in it.", field: "message")
    }
  }
}

// MARK: - Idempotency

extension Engine {
  private enum Place {
    case room(RoomID)
    case user(UserID)
  }

  /// What was said where, as a number.
  private static func content(of text: String, _ extras: MessageExtras<UserID>?, in place: Place) -> UInt64 {
    var fingerprint = Fingerprint()
    switch place {
    case .room(let room):
      fingerprint.combine(UInt8(1))
      fingerprint.combine(UInt64(room.number))
    case .user(let user):
      fingerprint.combine(UInt8(2))
      fingerprint.combine(UInt64(user.number))
    }
    fingerprint.combine(text)
    if let extras {
      fingerprint.combine(extras.replyTo ?? 0)
      fingerprint.combine(extras.data ?? "")
    }
    return fingerprint.value
  }

  /// The first use of a key, where this is not it.
  private func repeated(_ key: String?, content: UInt64, by user: UserID) throws(Refusal) -> KeyRing.Entry? {
    guard let key else { return nil }
    guard !key.isEmpty, key.isAtMost(characters: limits[.keyCharacters]) else {
      throw Refusal(.badFrame, "A key has 1 to \(limits[.keyCharacters]) characters.", field: "key")
    }
    return try users[user].keys?.find(key, content: content)
  }

  private mutating func remember(
    _ key: String?, content: UInt64, seq: UInt64, sessions: Int, by user: UserID
  ) {
    guard let key else { return }
    let entry = KeyRing.Entry(key: key, content: content, seq: seq, at: now, sessions: sessions)
    if users[user].keys == nil { users[user].keys = KeyRing() }
    let limit = limits[.keysPerUser]
    users[user].keys?.remember(entry, limit: limit)
  }
}
