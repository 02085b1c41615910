import Wire

/// What a frame from the server means to the driver of a bot.
enum ServerFrame: Hashable, Sendable {
  /// A connection has begun; nothing may be sent before the log-in.
  case greeting
  /// The log-in worked.
  case loggedIn(user: String, resumed: Bool)
  /// Something was carried out, and the bot need not know.
  case confirmation
  /// The server refused something.
  case refusal(BotEvent.Failure)
  /// Things that happened, in order: one, or with `presence` any number.
  case events([BotEvent])

  /// Reads any JSON; nil where it is no frame at all, for it has no type.
  init?(_ frame: JSON) {
    guard let name = frame["type"]?.text else { return nil }
    self = EventType(rawValue: name).flatMap { Self.known($0, frame) } ?? .events([.unknown(type: name)])
  }

  /// A frame of a type that the protocol has; nil where a field is missing or a bot has no use for it.
  private static func known(_ type: EventType, _ frame: JSON) -> ServerFrame? {
    switch type {
    case .hello: .greeting
    case .ready:
      if let user = frame["user"]?.text, case .bool(let resumed) = frame["resumed"] {
        .loggedIn(user: user, resumed: resumed)
      } else {
        nil
      }
    // What this user said elsewhere, in another session, arrives as a delivery that no command of this one asked for.
    case .ok, .ack, .pong, .privateMessageDelivered: .confirmation
    case .error:
      BotEvent.Failure(frame).map { .refusal($0) }
    case .userList:
      if let room = frame["room"]?.text, let users = frame["users"]?.texts {
        .events([.joined(room: room, users: users)])
      } else {
        nil
      }
    case .userJoin, .userLeave:
      if let room = frame["room"]?.text, let user = frame["user"]?.text {
        .events([type == .userJoin ? .userJoined(room: room, user: user) : .userLeft(room: room, user: user)])
      } else {
        nil
      }
    case .presence:
      if let room = frame["room"]?.text, let joined = frame["joined"]?.texts, let left = frame["left"]?.texts
      {
        .events(
          left.map { .userLeft(room: room, user: $0) } + joined.map { .userJoined(room: room, user: $0) })
      } else {
        nil
      }
    // What an operator took away before the bot could read it is nothing that it could answer.
    case .chatMessage where frame["deleted"] == .bool(true),
      .privateMessage where frame["deleted"] == .bool(true):
      .confirmation
    case .chatMessage:
      BotEvent.RoomMessage(frame).map { .events([.message($0)]) }
    case .privateMessage:
      BotEvent.PrivateMessage(frame).map { .events([.privateMessage($0)]) }
    case .history, .search, .roomList, .help, .messageDeleted, .roomDeleted, .timer: nil
    }
  }
}

extension BotEvent.RoomMessage {
  fileprivate init?(_ frame: JSON) {
    guard let room = frame["room"]?.text, let seq = frame["seq"]?.integer, let user = frame["user"]?.text,
      let text = frame["message"]?.text, let at = frame["at"]?.text.flatMap(Timestamp.instant(of:))
    else { return nil }
    self.init(room: room, seq: seq, user: user, text: text, at: at)
  }
}

extension BotEvent.PrivateMessage {
  fileprivate init?(_ frame: JSON) {
    guard let user = frame["user"]?.text, let text = frame["message"]?.text,
      let seq = frame["seq"]?.integer, let at = frame["at"]?.text.flatMap(Timestamp.instant(of:))
    else { return nil }
    self.init(user: user, text: text, seq: seq, at: at)
  }
}

extension BotEvent.Failure {
  fileprivate init?(_ frame: JSON) {
    guard let code = frame["code"]?.text, let message = frame["message"]?.text else { return nil }
    self.init(code: code, message: message, retryAfterMilliseconds: frame["retry_after_ms"]?.integer)
  }
}

extension JSON {
  /// The text, or nil where this is something else.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The integer, or nil where this is something else.
  fileprivate var integer: Int64? {
    guard case .integer(let integer) = self else { return nil }
    return integer
  }

  /// The texts of a list that has nothing else in it, or nil.
  fileprivate var texts: [String]? {
    guard case .array(let elements) = self else { return nil }
    let texts = elements.compactMap(\.text)
    return texts.count == elements.count ? texts : nil
  }
}
