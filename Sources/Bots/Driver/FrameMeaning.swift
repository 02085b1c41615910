package import Engine
package import Wire

/// What a frame from the server means to the driver of a bot.
package enum FrameMeaning: Sendable {
  /// A connection has begun, to a server that tells these limits; nothing may be sent before the log-in.
  case greeting(Limits?)
  /// The log-in worked.
  case loggedIn(user: String, resumed: Bool)
  /// Something was carried out, and the bot need not know.
  case confirmation
  /// The server refused something.
  case refusal(BotEvent.Failure)
  /// Who is in a room, and who has a say there.
  case room(String, users: [String], owner: String?, moderators: [String])
  /// A user's role in a room is another one now.
  case role(Role, user: String, room: String)
  /// A user was sent out of a room.
  case removal(user: String, room: String, reason: String?)
  /// The room is gone.
  case roomDeleted(String)
  /// What a search found.
  case found([Message])
  /// Things that happened, in order: one, or with `presence` any number.
  case events([BotEvent])

  /// Reads any JSON; nil where it is no frame at all, for it has no type.
  package init?(_ frame: ServerFrame) {
    guard let name = frame.typeName else { return nil }
    self = EventType(rawValue: name).flatMap { Self.known($0, frame) } ?? .events([.unknown(type: name)])
  }

  /// A frame of a type that the protocol has; nil where a field is missing or a bot has no use for it.
  private static func known(_ type: EventType, _ frame: ServerFrame) -> FrameMeaning? {
    let room = frame.room
    let user = frame.user
    return switch type {
    case .hello: .greeting(frame.limits)
    case .ready:
      if let user, let resumed = frame.resumed { .loggedIn(user: user, resumed: resumed) } else { nil }
    case .ok, .ack, .pong: .confirmation
    case .error: BotEvent.Failure(frame).map { .refusal($0) }
    case .userList:
      if let room, let users = frame.onlyTexts("users") {
        .room(
          room, users: users, owner: frame.text("owner"), moderators: frame.onlyTexts("moderators") ?? [])
      } else {
        nil
      }
    case .userJoin: room.flatMap { room in user.map { .events([.userJoined(room: room, user: $0)]) } }
    case .userLeave: room.flatMap { room in user.map { .events([.userLeft(room: room, user: $0)]) } }
    case .presence:
      if let room, let joined = frame.onlyTexts("joined"), let left = frame.onlyTexts("left") {
        .events(
          left.map { .userLeft(room: room, user: $0) } + joined.map { .userJoined(room: room, user: $0) })
      } else {
        nil
      }
    // What was taken away before the bot could read it is nothing that it could answer.
    case .chatMessage where frame.isDeleted, .privateMessage where frame.isDeleted,
      .messageEdited where frame.isDeleted:
      .confirmation
    case .chatMessage: Message(frame, in: room).map { .events([.message($0)]) }
    case .privateMessage: Message(frame, in: nil).map { .events([.privateMessage($0)]) }
    case .messageEdited where room != nil || frame.has("with"):
      Message(frame, in: room).map { .events([.messageEdited($0)]) }
    // What this user said elsewhere, in another session, arrives as a delivery that no command of this one asked for.
    case .privateMessageDelivered:
      if let target = frame.text("target"), let text = frame.message, let seq = frame.seq, !frame.isDeleted {
        .events([.sent(text: text, to: .user(target), seq: seq)])
      } else {
        .confirmation
      }
    case .search:
      frame.list("results").map { results in .found(results.compactMap { Message($0, in: $0.room) }) }
    case .messageDeleted:
      room.flatMap { room in
        frame.seq.map { .events([.messageDeleted(room: room, seq: $0)]) }
      }
    case .roomDeleted: room.map { .roomDeleted($0) }
    case .userKicked, .userBanned:
      if let room, let user { .removal(user: user, room: room, reason: frame.text("reason")) } else { nil }
    case .role:
      if let room, let user, let role = frame.text("role").flatMap(Role.init(rawValue:)) {
        .role(role, user: user, room: room)
      } else {
        nil
      }
    case .invited:
      room.flatMap { room in frame.text("by").map { .events([.invited(room: room, by: $0)]) } }
    case _: nil
    }
  }
}

extension Message {
  /// Reads the fields of a message; nil where one is missing, or where the text was taken away.
  fileprivate init?(_ frame: ServerFrame, in room: String?) {
    guard let seq = frame.seq, let user = frame.user, let text = frame.message, let at = frame.at,
      !frame.isDeleted
    else { return nil }
    self.init(
      text, by: user, in: room, seq: seq, at: at, isBot: frame.isFromBot, replyTo: frame.replyTo,
      data: frame.data.map { String(decoding: $0.bytes, as: UTF8.self) },
      mentions: frame.texts("mentions") ?? [])
  }
}

extension BotEvent.Failure {
  fileprivate init?(_ frame: ServerFrame) {
    guard let code = frame.code, let message = frame.message else { return nil }
    self.init(code: code, message: message, retryAfterMilliseconds: frame.retryAfterMilliseconds)
  }
}

extension ServerFrame {
  /// The texts of a list that has nothing else in it, or nil.
  fileprivate func onlyTexts(_ field: String) -> [String]? {
    guard let texts = texts(field), texts.count == list(field)?.count else { return nil }
    return texts
  }
}
