import Wire

extension BotAction {
  /// The frame that asks the server for the action, or nil for what the driver does by itself.
  ///
  /// A message carries the id as its idempotency key too, so that sending it again stores nothing twice.
  func frame(id: String) -> JSON? {
    switch self {
    case .say(let text, let room): Self.said(text, in: .room(room), id: id)
    case .privateMessage(let text, let user): Self.said(text, in: .user(user), id: id)
    case .send(let draft): Self.sent(draft, id: id)
    case .ask(let question):
      Self.said(question.text, in: question.room.map { .room($0) } ?? .user(question.user), id: id)
    case .edit(let text, let seq, let place):
      Self.changed("edit_message", seq: seq, in: place, id: id, ("message", .string(text)))
    case .react(let reaction, let seq, let place):
      Self.changed("react", seq: seq, in: place, id: id, ("reaction", .string(reaction)))
    case .unreact(let reaction, let seq, let place):
      Self.changed("unreact", seq: seq, in: place, id: id, ("reaction", .string(reaction)))
    case .join(let room): .command("join", id: id, ("room", .string(room)))
    case .leave(let room): .command("leave", id: id, ("room", .string(room)))
    case .setCommands(let commands, let room):
      .command("set_commands", id: id, ("room", .string(room)), ("commands", .array(commands.map(\.json))))
    case .who(let room): .command("who", id: id, ("room", .string(room)))
    case .search(_, let query, let room, let user, let limit):
      .command(
        "search", id: id, ("in", .string("messages")), ("query", .string(query)),
        ("room", room.map(JSON.string)), ("from", user.map(JSON.string)), ("limit", .integer(Int64(limit))))
    case .conversations(let cursor): .command("conversations", id: id, ("cursor", cursor.map(JSON.string)))
    case .history(let place, let seq, let limit):
      .command(
        "history", id: id, place.field, ("after", .integer(seq)), ("limit", .integer(Int64(limit))))
    case .markRead(let place, let seq): .command("read", id: id, place.field, ("seq", .integer(seq)))
    case .moderate(let moderation, let room): moderation.frame(room: room, id: id)
    case .setTimer, .setAlarm, .schedule, .cancelTimer, .request: nil
    }
  }

  private static func said(_ text: String, in place: Message.Place, id: String) -> JSON {
    let (type, receiver) =
      switch place {
      case .room(let room): ("chat_message", ("room", JSON.string(room)))
      case .user(let user): ("private_message", ("to", JSON.string(user)))
      }
    return .command(type, id: id, receiver, ("message", .string(text)), ("key", .string(id)))
  }

  private static func sent(_ draft: MessageDraft, id: String) -> JSON {
    var frame = said(draft.text, in: draft.place, id: id)
    if let seq = draft.replyTo { frame = frame.with("reply_to", .integer(seq)) }
    // The server says what is wrong with data that is no JSON.
    if let data = draft.data { frame = frame.with("data", JSON.data(data) ?? .string(data)) }
    return frame
  }

  /// A command about a message that was stored before.
  private static func changed(
    _ type: String, seq: Int64, in place: Message.Place, id: String, _ change: (String, JSON?)
  ) -> JSON {
    .command(type, id: id, place.field, ("seq", .integer(seq)), change)
  }
}

extension Message.Place {
  /// The field of a command that names the place.
  fileprivate var field: (String, JSON?) {
    switch self {
    case .room(let room): ("room", .string(room))
    case .user(let user): ("with", .string(user))
    }
  }
}

extension Moderation {
  fileprivate func frame(room: String, id: String) -> JSON {
    func frame(_ type: String, user: String, reason: String? = nil) -> JSON {
      .command(
        type, id: id, ("room", .string(room)), ("user", .string(user)), ("reason", reason.map(JSON.string)))
    }
    return switch self {
    case .kick(let user, let reason): frame("kick", user: user, reason: reason)
    case .mute(let user, let duration, let reason):
      .command(
        "mute", id: id, ("room", .string(room)), ("user", .string(user)),
        ("seconds", .integer((duration.milliseconds + 999) / 1000)), ("reason", reason.map(JSON.string)))
    case .unmute(let user): frame("unmute", user: user)
    case .ban(let user, let reason): frame("ban", user: user, reason: reason)
    case .unban(let user): frame("unban", user: user)
    case .invite(let user): frame("invite", user: user)
    case .setTopic(let text):
      .command("topic", id: id, ("room", .string(room)), ("topic", .string(text)))
    case .deleteMessage(let seq):
      .command("delete_message", id: id, ("room", .string(room)), ("seq", .integer(seq)))
    }
  }
}

extension JSON {
  /// A command with its fields, without those that are nil.
  fileprivate static func command(_ type: String, id: String, _ fields: (String, JSON?)...) -> JSON {
    .object(
      [.init("type", .string(type)), .init("id", .string(id))]
        + fields.compactMap { name, value in value.map { Member(name, $0) } })
  }
}
