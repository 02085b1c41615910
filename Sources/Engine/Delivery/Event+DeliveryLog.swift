// What a delivery log does with an event that may have to be sent again: it estimates its size, writes it down, and erases users.

extension Event {
  /// About how many bytes of JSON the event is: its texts and a constant for the rest.
  var approximateBytes: Int {
    switch self {
    case .hello: 1024
    case .ready, .ok, .acknowledged, .pong: 128
    case .userList(let list):
      128 + list.topic.utf8.count + (list.users + list.moderators).reduce(0) { $0 + $1.utf8.count + 3 }
    case .userJoined(let room, let user), .userLeft(let room, let user):
      64 + room.utf8.count + user.utf8.count
    case .presence(let presence):
      128 + (presence.joined + presence.left).reduce(0) { $0 + $1.utf8.count + 3 }
    case .chatMessage(_, let message), .privateMessage(let message), .messageEdited(_, let message):
      message.content.approximateBytes
    case .privateMessageDelivered(let message): message.content.approximateBytes
    case .history, .foundUsers, .foundMessages, .roomList, .conversationList, .tokenList, .help: 4096
    case .sessionList(let sessions): 64 + sessions.count * 128
    case .blockList(let users): 64 + users.reduce(0) { $0 + $1.utf8.count + 3 }
    case .messageDeleted, .roomDeleted, .read: 192
    case .reactionChanged(_, let change): 192 + change.reaction.utf8.count
    case .roomChanged(let event): 192 + event.change.textBytes
    case .timer(let name, _): 64 + name.utf8.count
    case .typing, .userInfo: 128
    case .commandList(let list), .commandsChanged(let list): list.approximateBytes
    case .botCommand(let given):
      given.options.reduce(192) { $0 + $1.name.utf8.count + $1.value.approximateBytes }
    case .status(_, let status): 128 + status.text.utf8.count
    case .error(let refusal): 128 + refusal.message.utf8.count
    }
  }
}

extension Event.Content {
  fileprivate var approximateBytes: Int { 128 + text.utf8.count + (extras?.approximateBytes ?? 0) }
}

extension Event.RoomChange.Change {
  /// How many bytes the text has that a person wrote.
  fileprivate var textBytes: Int {
    switch self {
    case .kicked(_, let reason), .banned(_, let reason), .muted(_, seconds: _, let reason):
      reason?.utf8.count ?? 0
    case .topic(let topic): topic.utf8.count
    case .unbanned, .unmuted, .role, .access, .invited: 0
    }
  }
}

// MARK: - Encoding

extension Event: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .ok:
      writer.choose(1)
    case .acknowledged(let message):
      writer.choose(2)
      writer.write(1, message.room)
      writer.write(2, message.seq)
      writer.write(3, message.at)
      writer.write(4, message.duplicate)
    case .userList(let list):
      writer.choose(3)
      writer.write(1, list.room)
      writer.write(2, all: list.users)
      writer.write(3, list.seq)
      writer.write(4, list.online)
      writer.write(5, list.more)
      writer.write(6, list.owner)
      writer.write(7, all: list.moderators)
      writer.write(8, list.topic)
      writer.write(9, list.inviteOnly)
      writer.write(10, list.unlisted)
      writer.write(11, list.usersOnly)
      writer.write(12, list.guests)
      writer.write(13, list.cursor)
    case .userJoined(let room, let user):
      writer.choose(4)
      writer.write(1, room)
      writer.write(2, user)
    case .userLeft(let room, let user):
      writer.choose(5)
      writer.write(1, room)
      writer.write(2, user)
    case .presence(let presence):
      writer.choose(6)
      writer.write(1, presence.room)
      writer.write(2, all: presence.joined)
      writer.write(3, all: presence.left)
      writer.write(4, presence.online)
    case .chatMessage(let room, let message):
      writer.choose(7)
      writer.write(1, room)
      message.write(to: &writer)
    case .privateMessage(let message):
      writer.choose(8)
      writer.write(1, message.user)
      writer.write(2, message.content.text)
      writer.write(3, message.content.seq)
      writer.write(4, message.content.at)
      writer.write(5, message.bot)
      writer.write(6, message.content.deleted)
      writer.write(7, message.content.editedAt)
      writer.write(message.content.extras, from: 8)
    case .privateMessageDelivered(let message):
      writer.choose(9)
      writer.write(1, message.target)
      writer.write(2, message.content.text)
      writer.write(3, message.content.seq)
      writer.write(4, message.content.at)
      writer.write(5, message.sessions)
      writer.write(6, message.duplicate)
      writer.write(7, message.content.deleted)
      writer.write(8, message.content.editedAt)
      writer.write(message.content.extras, from: 9)
    case .help(let lines):
      writer.choose(10)
      writer.write(1, all: lines.dropFirst(LineCommand.helpLines.count))
    case .pong(let now):
      writer.choose(11)
      writer.write(1, now)
    case .error(let refusal):
      writer.choose(12)
      writer.write(1, refusal)
    case .messageDeleted(let conversation, let seq, let by):
      writer.choose(13)
      writer.write(1, conversation)
      writer.write(2, seq)
      writer.write(3, by)
    case .roomDeleted(let room):
      writer.choose(14)
      writer.write(1, room)
    case .roomChanged(let change):
      writer.choose(15)
      writer.write(1, change)
    case .timer(let name, let now):
      writer.choose(16)
      writer.write(1, name)
      writer.write(2, now)
    case .sessionList(let sessions):
      writer.choose(17)
      writer.write(1, all: sessions)
    case .messageEdited(let conversation, let message):
      writer.choose(18)
      writer.write(1, conversation)
      message.write(to: &writer)
    case .reactionChanged(let conversation, let change):
      writer.choose(19)
      writer.write(1, conversation)
      writer.write(2, change.seq)
      writer.write(3, change.user)
      writer.write(4, change.reaction)
      writer.write(5, change.count)
      writer.write(6, change.isAdded)
    case .commandsChanged(let list):
      writer.choose(20)
      writer.write(1, list)
    case .commandList(let list):
      writer.choose(21)
      writer.write(1, list)
    case .botCommand(let given):
      writer.choose(22)
      writer.write(1, given)
    case .status(let user, let status):
      writer.choose(23)
      writer.write(1, user)
      writer.write(2, status)
    case .userInfo(let info):
      writer.choose(24)
      writer.write(1, info)
    case .blockList(let users):
      writer.choose(25)
      writer.write(1, all: users)
    case .hello, .ready, .history, .foundUsers, .foundMessages, .roomList, .conversationList, .tokenList,
      .read, .typing:
      preconditionFailure("\(self) is never kept: it is not counted, or kept as the query it answers")
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .ok
    case 2:
      self = .acknowledged(
        Acknowledged(
          room: try reader.read(1), seq: try reader.read(2), at: try reader.read(3),
          duplicate: try reader.read(4)))
    case 3:
      var list = UserList(
        room: try reader.read(1), users: try reader.list(2), seq: try reader.read(3),
        online: try reader.read(4), more: try reader.read(5), owner: try reader.optional(6),
        moderators: try reader.list(7), topic: try reader.read(8), inviteOnly: try reader.read(9),
        unlisted: try reader.read(10), usersOnly: try reader.read(11, since: .bounds),
        guests: try reader.read(12, since: .bounds))
      list.cursor = try reader.optional(13, since: .conversations)
      self = .userList(list)
    case 4: self = .userJoined(room: try reader.read(1), user: try reader.read(2))
    case 5: self = .userLeft(room: try reader.read(1), user: try reader.read(2))
    case 6:
      self = .presence(
        Presence(
          room: try reader.read(1), joined: try reader.list(2), left: try reader.list(3),
          online: try reader.read(4)))
    case 7: self = .chatMessage(room: try reader.read(1), try Message(from: &reader))
    case 8:
      let (user, text): (String, String) = (try reader.read(1), try reader.read(2))
      let (seq, at): (UInt64, Instant) = (try reader.read(3), try reader.read(4))
      let bot: Bool = try reader.read(5)
      let content = Content(
        seq: seq, text: text, at: at, deleted: try reader.read(6),
        editedAt: try reader.optional(7, since: .edits), extras: try reader.extras(from: 8))
      self = .privateMessage(Message(content, user: user, bot: bot))
    case 9:
      let (target, text): (String, String) = (try reader.read(1), try reader.read(2))
      let (seq, at): (UInt64, Instant) = (try reader.read(3), try reader.read(4))
      let (sessions, duplicate): (Int, Bool) = (try reader.read(5), try reader.read(6))
      let content = Content(
        seq: seq, text: text, at: at, deleted: try reader.read(7),
        editedAt: try reader.optional(8, since: .edits), extras: try reader.extras(from: 9))
      self = .privateMessageDelivered(
        PrivateMessageDelivered(content, target: target, sessions: sessions, duplicate: duplicate))
    case 10:
      let ofBots: [HelpLine] = try reader.list(1, since: .conversations)
      self = .help(LineCommand.helpLines + ofBots)
    case 11: self = .pong(now: try reader.read(1))
    case 12: self = .error(try reader.read(1))
    case 13:
      self = .messageDeleted(
        try reader.read(1), seq: try reader.read(2), by: try reader.optional(3))
    case 14: self = .roomDeleted(room: try reader.read(1))
    case 15: self = .roomChanged(try reader.read(1))
    case 16: self = .timer(name: try reader.read(1), now: try reader.read(2))
    case 17: self = .sessionList(try reader.list(1))
    case 18: self = .messageEdited(try reader.read(1), try Message(from: &reader))
    case 19:
      self = .reactionChanged(
        try reader.read(1),
        ReactionChange(
          seq: try reader.read(2), user: try reader.read(3), reaction: try reader.read(4),
          count: try reader.read(5), isAdded: try reader.read(6)))
    case 20: self = .commandsChanged(try reader.read(1))
    case 21: self = .commandList(try reader.read(1))
    case 22: self = .botCommand(try reader.read(1))
    case 23: self = .status(user: try reader.read(1), try reader.read(2))
    case 24: self = .userInfo(try reader.read(1))
    case 25: self = .blockList(try reader.list(1))
    default: throw reader.error("No event has this number.")
    }
  }
}

/// The fields of a message in a room, behind the first, which is the room.
extension Event.Message {
  fileprivate func write(to writer: inout CanonicalWriter) {
    writer.write(2, content.seq)
    writer.write(3, user)
    writer.write(4, content.text)
    writer.write(5, content.at)
    writer.write(6, bot)
    writer.write(7, content.deleted)
    writer.write(8, content.editedAt)
    writer.write(content.extras, from: 9)
  }

  fileprivate init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let (seq, user): (UInt64, String) = (try reader.read(2), try reader.read(3))
    let (text, at): (String, Instant) = (try reader.read(4), try reader.read(5))
    let bot: Bool = try reader.read(6)
    let content = Event.Content(
      seq: seq, text: text, at: at, deleted: try reader.read(7),
      editedAt: try reader.optional(8, since: .edits), extras: try reader.extras(from: 9))
    self.init(content, user: user, bot: bot)
  }
}

extension Event.ListedSession: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, id)
    writer.write(2, since)
    writer.write(3, online)
    writer.write(4, current)
    writer.write(5, rooms)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      id: try reader.read(1), since: try reader.optional(2), online: try reader.read(3),
      current: try reader.read(4), rooms: try reader.read(5))
  }
}

// MARK: - Erasing

extension Event {
  /// The event without a user and what they said, or nil where they are not in it.
  func erasing(_ old: String, to new: String) -> Event? {
    func name(_ name: String) -> String { name == old ? new : name }
    func names(_ names: [String]) -> [String] { names.map(name) }
    func message(_ message: Message) -> Message {
      Message(mentions(message.content), user: name(message.user), bot: message.bot)
    }
    func mentions(_ content: Content) -> Content {
      var content = content
      content.extras = content.extras?.naming(name)
      return content
    }
    let erased: Event
    switch changingMessage(where: { $0.author == old }, Event.emptying) ?? self {
    case .chatMessage(let room, let said): erased = .chatMessage(room: room, message(said))
    case .privateMessage(let said): erased = .privateMessage(message(said))
    case .privateMessageDelivered(var said):
      (said.target, said.content) = (name(said.target), mentions(said.content))
      erased = .privateMessageDelivered(said)
    case .userJoined(let room, let user): erased = .userJoined(room: room, user: name(user))
    case .userLeft(let room, let user): erased = .userLeft(room: room, user: name(user))
    case .presence(var presence):
      (presence.joined, presence.left) = (names(presence.joined), names(presence.left))
      erased = .presence(presence)
    case .userList(var list):
      (list.users, list.owner, list.moderators) = (
        names(list.users), list.owner.map(name), names(list.moderators)
      )
      erased = .userList(list)
    case .messageEdited(let place, let said): erased = .messageEdited(place.naming(name), message(said))
    case .reactionChanged(let place, var change):
      if change.user == old { (change.user, change.reaction) = (new, ReactionChange.gone) }
      erased = .reactionChanged(place.naming(name), change)
    case .messageDeleted(let place, let seq, let by):
      erased = .messageDeleted(place.naming(name), seq: seq, by: by.map(name))
    case .commandList(let list): erased = .commandList(list.naming(name))
    case .commandsChanged(let list): erased = .commandsChanged(list.naming(name))
    case .botCommand(let given): erased = .botCommand(given.erasing(old, to: new))
    case .status(let user, let status):
      erased = user == old ? .status(user: new, Status()) : .status(user: user, status)
    case .blockList(let users): erased = .blockList(users.filter { $0 != old })
    case .userInfo(let info):
      guard info.user == old else { return nil }
      erased = .userInfo(UserInfo(user: new, bot: info.bot, online: false, status: Status(), lastSeen: nil))
    case .roomChanged(let change):
      erased = .roomChanged(
        RoomChange(room: change.room, change.change.naming(name), by: change.by.map(name)))
    case .error(let refusal):
      // Some say whom a command was about.
      guard refusal.message.contains(old) else { return nil }
      erased = .error(
        Refusal(
          refusal.code, "This was about a user who is erased.", field: refusal.field,
          retryAfterMilliseconds: refusal.retryAfterMilliseconds))
    case .hello, .ready, .ok, .acknowledged, .history, .foundUsers, .foundMessages, .roomList, .sessionList,
      .conversationList, .tokenList, .read, .help, .pong,
      .roomDeleted, .timer, .typing:
      return nil
    }
    return erased == self ? nil : erased
  }
}

extension Conversation {
  /// The conversation with its other user under another name.
  fileprivate func naming(_ name: (String) -> String) -> Self {
    if case .with(let user) = self { .with(name(user)) } else { self }
  }
}

extension Event.RoomChange.Change {
  fileprivate func naming(_ name: (String) -> String) -> Self {
    switch self {
    case .kicked(let user, let reason): .kicked(name(user), reason: reason)
    case .banned(let user, let reason): .banned(name(user), reason: reason)
    case .unbanned(let user): .unbanned(name(user))
    case .muted(let user, let seconds, let reason): .muted(name(user), seconds: seconds, reason: reason)
    case .unmuted(let user): .unmuted(name(user))
    case .topic, .access: self
    case .role(let user, let role): .role(name(user), role)
    case .invited(let user): .invited(name(user))
    }
  }
}
