import Engine

// The events with more than a few fields, and the elements of lists.
extension FrameEncoder {
  func fill(_ frame: FrameObject, with delivered: Event.PrivateMessageDelivered) {
    frame.add("target", delivered.target)
    frame.add("message", delivered.text)
    frame.add("seq", delivered.seq)
    frame.add("at", delivered.at)
    frame.add("sessions", delivered.sessions)
    if delivered.duplicate { frame.add("duplicate", true) }
    if delivered.deleted { frame.add("deleted", true) }
  }

  func fill(_ frame: FrameObject, with list: Event.UserList) {
    frame.add("room", list.room)
    frame.add("users", list.users)
    frame.add("seq", list.seq)
    frame.add("online", list.online)
    frame.add("more", list.more)
    if let owner = list.owner { frame.add("owner", owner) }
    if !list.moderators.isEmpty { frame.add("moderators", list.moderators) }
    if !list.topic.isEmpty { frame.add("topic", list.topic) }
    if list.inviteOnly { frame.add("invite_only", true) }
    if list.unlisted { frame.add("unlisted", true) }
    if list.usersOnly { frame.add("users_only", true) }
    if list.guests > 0 { frame.add("guests", list.guests) }
  }

  func fill(_ frame: FrameObject, with presence: Event.Presence) {
    frame.add("room", presence.room)
    frame.add("joined", presence.joined)
    frame.add("left", presence.left)
    frame.add("online", presence.online)
  }

  func fill(_ frame: FrameObject, with history: Event.History) {
    Self.add(history.conversation, to: frame)
    let messages = history.messages.map { message in
      let object = FrameObject()
      Self.add(message, to: object)
      return object
    }
    frame.add("messages", Self.list(of: messages))
    frame.add("more", history.more)
  }

  func fill(_ frame: FrameObject, kind: SearchKind, results: [FrameObject], cursor: String?) {
    frame.add("in", kind.rawValue)
    frame.add("results", Self.list(of: results))
    if let cursor { frame.add("cursor", cursor) }
  }

  func fill(_ frame: FrameObject, with refusal: Refusal) {
    frame.add("code", refusal.code.rawValue)
    frame.add("message", refusal.message)
    if let field = refusal.field { frame.add("field", field) }
    if let wait = refusal.retryAfterMilliseconds { frame.add("retry_after_ms", wait) }
  }

  func fill(_ frame: FrameObject, with change: Event.RoomChange) {
    frame.add("room", change.room)
    var reason: String?
    switch change.change {
    case .kicked(let user, let why), .banned(let user, let why):
      frame.add("user", user)
      reason = why
    case .unbanned(let user), .unmuted(let user), .invited(let user): frame.add("user", user)
    case .muted(let user, let seconds, let why):
      frame.add("user", user)
      frame.add("seconds", seconds)
      reason = why
    case .topic(let topic): frame.add("topic", topic)
    case .role(let user, let role):
      frame.add("user", user)
      frame.add("role", role.rawValue)
    case .access(let inviteOnly, let unlisted, let usersOnly):
      frame.add("invite_only", inviteOnly)
      frame.add("unlisted", unlisted)
      if usersOnly { frame.add("users_only", true) }
    }
    if let by = change.by { frame.add("by", by) }
    if let reason { frame.add("reason", reason) }
  }

  static func object(of user: Event.FoundUser) -> FrameObject {
    let object = FrameObject()
    object.add("user", user.user)
    object.add("online", user.online)
    object.add("bot", user.bot)
    return object
  }

  static func object(of found: Event.FoundMessage) -> FrameObject {
    let object = FrameObject()
    add(found.conversation, to: object)
    add(found.message, to: object)
    return object
  }

  static func object(of room: Event.ListedRoom) -> FrameObject {
    let object = FrameObject()
    object.add("room", room.room)
    object.add("online", room.online)
    return object
  }

  static func object(of session: Event.ListedSession) -> FrameObject {
    let object = FrameObject()
    object.add("session_id", session.id)
    if let since = session.since { object.add("since", since) }
    object.add("online", session.online)
    if session.current { object.add("current", true) }
    object.add("rooms", session.rooms)
    return object
  }

  static func object(of line: Event.HelpLine) -> FrameObject {
    let object = FrameObject()
    object.add("usage", line.usage)
    object.add("about", line.about)
    return object
  }

  static func list(of objects: [FrameObject]) -> FrameList {
    let list = FrameList(capacity: objects.count)
    for object in objects { list.append(object) }
    return list
  }

  static func add(_ conversation: Conversation, to object: FrameObject) {
    switch conversation {
    case .room(let room): object.add("room", room)
    case .with(let user): object.add("with", user)
    }
  }

  private static func add(_ message: Event.StoredMessage, to object: FrameObject) {
    object.add("seq", message.seq)
    object.add("user", message.user)
    object.add("message", message.text)
    object.add("at", message.at)
    if message.bot { object.add("bot", true) }
    if message.deleted { object.add("deleted", true) }
  }
}
