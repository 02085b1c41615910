package import Engine

/// Writes events as the frames that clients receive. One event that goes to many sessions is encoded once.
package struct FrameEncoder: Sendable {
  private let configuration: Configuration

  /// An encoder for a server that is set up like this; `hello` tells of it.
  package init(configuration: Configuration) {
    self.configuration = configuration
  }

  /// The frame of an event, as compact UTF-8: `type`, then `re` where there is one, then the fields in the catalog's order.
  ///
  /// `reveal` gives the secret of a digest, for `ready`. A secret that it no longer knows is left out of the frame.
  package func encode(
    _ event: Event, re: String? = nil, reveal: (Digest) -> String? = { _ in nil }
  ) -> [UInt8] {
    let frame = FrameObject()
    frame.add("type", event.type.rawValue)
    if let re { frame.add("re", re) }
    fill(frame, with: event, reveal: reveal)
    return frame.finish()
  }

  private func fill(_ frame: FrameObject, with event: Event, reveal: (Digest) -> String?) {
    switch event {
    case .chatMessage(let message):
      frame.add("room", message.room)
      frame.add("seq", message.seq)
      frame.add("user", message.user)
      frame.add("message", message.text)
      frame.add("at", message.at)
      if message.bot { frame.add("bot", true) }
      if message.deleted { frame.add("deleted", true) }
    case .privateMessage(let message):
      frame.add("user", message.user)
      frame.add("message", message.text)
      frame.add("seq", message.seq)
      frame.add("at", message.at)
      if message.bot { frame.add("bot", true) }
      if message.deleted { frame.add("deleted", true) }
    case .privateMessageDelivered(let delivered): fill(frame, with: delivered)
    case .acknowledged(let acknowledged):
      frame.add("room", acknowledged.room)
      frame.add("seq", acknowledged.seq)
      frame.add("at", acknowledged.at)
      frame.add("duplicate", acknowledged.duplicate)
    case .userJoined(let room, let user), .userLeft(let room, let user):
      frame.add("room", room)
      frame.add("user", user)
    case .userList(let list): fill(frame, with: list)
    case .presence(let presence): fill(frame, with: presence)
    case .hello(let now): fillHello(frame, now: now)
    case .ready(let ready):
      frame.add("user", ready.user)
      frame.add("bot", ready.bot)
      if let session = reveal(ready.session) { frame.add("session", session) }
      frame.add("resumed", ready.resumed)
      if let token = ready.token.flatMap(reveal) { frame.add("token", token) }
    case .ok: break
    case .history(let history): fill(frame, with: history)
    case .foundUsers(let users, let cursor):
      let results = users.map(Self.object(of:))
      fill(frame, kind: .users, results: results, cursor: cursor)
    case .foundMessages(let messages, let cursor):
      let results = messages.map(Self.object(of:))
      fill(frame, kind: .messages, results: results, cursor: cursor)
    case .roomList(let rooms, let cursor):
      frame.add("rooms", Self.list(of: rooms.map(Self.object(of:))))
      if let cursor { frame.add("cursor", cursor) }
    case .sessionList(let sessions): frame.add("sessions", Self.list(of: sessions.map(Self.object(of:))))
    case .help(let lines): frame.add("commands", Self.list(of: lines.map(Self.object(of:))))
    case .pong(let now): frame.add("now", now)
    case .messageDeleted(let conversation, let seq, let by):
      Self.add(conversation, to: frame)
      frame.add("seq", seq)
      if let by { frame.add("by", by) }
    case .roomDeleted(let room): frame.add("room", room)
    case .roomChanged(let change): fill(frame, with: change)
    case .timer(let name, let now):
      frame.add("timer", name)
      frame.add("now", now)
    case .error(let refusal): fill(frame, with: refusal)
    }
  }

  private func fillHello(_ frame: FrameObject, now: Instant) {
    frame.add("protocol", FrameCatalog.subprotocol)
    frame.add("clock", configuration.clock.rawValue)
    frame.add("now", now)
    let limits = FrameObject()
    for limit in Limit.allCases { limits.add(named: limit.name, configuration.limits[limit]) }
    frame.add("limits", limits)
    frame.add("capabilities", FrameCatalog.capabilities)
  }
}

extension Event {
  /// The `type` of the event's frame.
  package var type: EventType {
    switch self {
    case .hello: .hello
    case .ready: .ready
    case .ok: .ok
    case .acknowledged: .ack
    case .userList: .userList
    case .userJoined: .userJoin
    case .userLeft: .userLeave
    case .presence: .presence
    case .chatMessage: .chatMessage
    case .privateMessage: .privateMessage
    case .privateMessageDelivered: .privateMessageDelivered
    case .history: .history
    case .foundUsers, .foundMessages: .search
    case .roomList: .roomList
    case .sessionList: .sessionList
    case .help: .help
    case .pong: .pong
    case .messageDeleted: .messageDeleted
    case .roomDeleted: .roomDeleted
    case .roomChanged(let change): change.change.type
    case .timer: .timer
    case .error: .error
    }
  }
}

extension Event.RoomChange.Change {
  /// The `type` of the change's frame.
  var type: EventType {
    switch self {
    case .kicked: .userKicked
    case .banned: .userBanned
    case .unbanned: .userUnbanned
    case .muted: .userMuted
    case .unmuted: .userUnmuted
    case .topic: .topic
    case .role: .role
    case .access: .roomChanged
    case .invited: .invited
    }
  }
}
