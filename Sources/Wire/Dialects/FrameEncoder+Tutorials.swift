package import Engine

/// Writes events as the tutorials' clients know them. What has no shape there yields no frame.
extension FrameEncoder {
  /// The name under which the server speaks to clients that know messages only. Nobody can register it.
  static let serverName = "server"

  /// The frames of an event at an instant: one as a rule, none where the tutorial knows nothing like it, and several
  /// where joins and leaves were gathered.
  package func tutorialChatFrames(of event: Event, at now: Instant) -> [[UInt8]] {
    switch event {
    case .chatMessage(_, let message):
      [Self.line(from: message.user, message.content.text, at: message.content.at).finish()]
    case .error(let refusal):
      [Self.error(refusal, at: now).finish()]
    case .userList(let list): [Self.userList(list.users, messages: [])]
    case .userJoined(_, let user): [Self.presence(.userJoin, of: user)]
    case .userLeft(_, let user): [Self.presence(.userLeave, of: user)]
    case .presence(let presence):
      (presence.joined.isEmpty ? [] : [Self.userList(presence.joined, messages: [])])
        + presence.left.map { Self.presence(.userLeave, of: $0) }
    case .privateMessage(let message): [Self.privateMessage(message)]
    case .privateMessageDelivered(let delivered): [Self.delivered(delivered)]
    case _: event.sentence.map { [Self.line(from: Self.serverName, $0, at: now).finish()] } ?? []
    }
  }

  /// The first frame that a client of `/ws/chat/` receives: who was there before it, and the newest messages.
  package func tutorialChatOpening(users: [String], messages: [Event.Message]) -> [UInt8] {
    Self.userList(users, messages: messages)
  }

  /// The frames of an event for `/ws/notification/`, which all are a message from somebody.
  package func tutorialNotificationFrames(of event: Event) -> [[UInt8]] {
    switch event {
    case .chatMessage(_, let message): [Self.notification(from: message.user, message.content.text)]
    case .privateMessage(let message):
      [Self.notification(from: message.user, "(private) \(message.content.text)")]
    case .privateMessageDelivered(let delivered):
      [
        Self.notification(
          from: Self.serverName, "(private, to \(delivered.target)) \(delivered.content.text)")
      ]
    case .error(let refusal): [Self.notification(from: Self.serverName, refusal.message)]
    case _: event.sentence.map { [Self.notification(from: Self.serverName, $0)] } ?? []
    }
  }
}

// MARK: - The shapes

extension FrameEncoder {
  /// A message as A reads it (`user`, `message`) and as B does (`username`, `message`, `timestamp`).
  private static func line(from user: String, _ text: String, at instant: Instant) -> FrameObject {
    let frame = FrameObject()
    frame.add("type", EventType.chatMessage.rawValue)
    frame.add("user", user)
    frame.add("username", user)
    frame.add("message", text)
    frame.add("timestamp", instant)
    return frame
  }

  /// An error is a message too; the code is for programs.
  private static func error(_ refusal: Refusal, at now: Instant) -> FrameObject {
    let frame = line(from: serverName, refusal.message, at: now)
    frame.add("code", refusal.code.rawValue)
    return frame
  }

  private static func userList(_ users: [String], messages: [Event.Message]) -> [UInt8] {
    let frame = FrameObject()
    frame.add("type", EventType.userList.rawValue)
    frame.add("users", users)
    frame.add("messages", messages.map { stored($0) })
    return frame.finish()
  }

  private static func presence(_ type: EventType, of user: String) -> [UInt8] {
    let frame = FrameObject()
    frame.add("type", type.rawValue)
    frame.add("user", user)
    addNoMessages(to: frame)
    return frame.finish()
  }

  private static func privateMessage(_ message: Event.Message) -> [UInt8] {
    let frame = FrameObject()
    frame.add("type", EventType.privateMessage.rawValue)
    frame.add("user", message.user)
    frame.add("message", message.content.text)
    frame.add("messages", [stored(message)])
    return frame.finish()
  }

  private static func delivered(_ delivered: Event.PrivateMessageDelivered) -> [UInt8] {
    let frame = FrameObject()
    frame.add("type", EventType.privateMessageDelivered.rawValue)
    frame.add("target", delivered.target)
    frame.add("message", delivered.content.text)
    addNoMessages(to: frame)
    return frame.finish()
  }

  /// An entry of `messages`, as B reads it.
  private static func stored(_ message: Event.Message) -> FrameObject {
    let object = FrameObject()
    object.add("username", message.user)
    object.add("message", message.content.text)
    object.add("timestamp", message.content.at)
    return object
  }

  /// B prints every frame without `messages` as a line of chat.
  private static func addNoMessages(to frame: FrameObject) { frame.add("messages", [] as [FrameObject]) }

  private static func notification(from sender: String, _ text: String) -> [UInt8] {
    let message = FrameObject()
    message.add("sender", sender)
    message.add("message", text)
    let frame = FrameObject()
    frame.add("message", message)
    return frame.finish()
  }
}

extension Event {
  /// A change in the room as one sentence for clients that know messages only; nil for all else, which they need not know.
  fileprivate var sentence: String? {
    switch self {
    case .roomChanged(let change): change.sentence
    case .roomDeleted: "The room was taken away."
    case .messageEdited(let place, let message) where !message.content.deleted:
      place.marked("\(message.user) edited message \(message.content.seq): \(message.content.text)")
    case _: nil
    }
  }
}

extension Conversation {
  /// A sentence, with a mark where others do not read it.
  fileprivate func marked(_ sentence: String) -> String {
    if case .with = self { "(private) \(sentence)" } else { sentence }
  }
}

extension Event.RoomChange {
  fileprivate var sentence: String? {
    let moderator = by.map { " by \($0)" } ?? ""
    switch change {
    case .kicked(let user, let reason): return "\(user) was kicked\(moderator)\(Self.because(reason))."
    case .banned(let user, let reason): return "\(user) was banned\(moderator)\(Self.because(reason))."
    case .muted(let user, let seconds, let reason):
      return "\(user) was muted\(moderator) for \(seconds) seconds\(Self.because(reason))."
    case .unmuted(let user): return "\(user) may speak again."
    case .topic(let topic): return topic.isEmpty ? "The room has no topic now." : "The topic is now: \(topic)"
    case .access(inviteOnly: true, _, _): return "Only those who were invited may be in the room now."
    case .access(_, _, usersOnly: true): return "Only those who are logged in may be in the room now."
    case .unbanned, .role, .access, .invited: return nil
    }
  }

  private static func because(_ reason: String?) -> String { reason.map { ": \($0)" } ?? "" }
}
