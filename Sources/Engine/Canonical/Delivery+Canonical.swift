extension SentCount: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, frames)
    writer.write(2, bytes)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(frames: try reader.read(1), bytes: try reader.read(2))
  }
}

extension Delivery: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .event(let event, let re):
      writer.choose(1)
      writer.write(1, re)
      writer.write(2, event)
    case .answer(let query, let re):
      writer.choose(2)
      writer.write(1, re)
      writer.write(2, query)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let kind = try reader.choice()
    let re: String? = try reader.optional(1)
    switch kind {
    case 1: self = .event(try reader.read(2), re: re)
    case 2: self = .answer(try reader.read(2), re: re)
    default: throw reader.error("No delivery has this number.")
    }
  }
}

extension DeliveryLog.Entry: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, number)
    writer.write(2, at)
    writer.write(3, delivery)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(number: try reader.read(1), at: try reader.read(2), delivery: try reader.read(3))
  }
}

extension DeliveryLog: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, total)
    writer.write(2, lostThrough)
    writer.write(3, all: entries)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let total: SentCount = try reader.read(1)
    let lostThrough: UInt64 = try reader.read(2)
    self.init(entries: try reader.list(3), total: total, lostThrough: lostThrough)
  }
}

extension LogAges: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) { writer.write(1, all: entries) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(entries: .init(try reader.list(1)))
  }
}

extension LogAges.Entry: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, at)
    writer.write(2, log)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(at: try reader.read(1), log: try reader.read(2))
  }
}

extension LogID: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .room(let room):
      writer.choose(1)
      writer.write(1, room)
    case .session(let session):
      writer.choose(2)
      writer.write(1, session)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .room(try reader.read(1))
    case 2: self = .session(try reader.read(1))
    default: throw reader.error("No log has this number.")
    }
  }
}

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
    case .chatMessage(let message):
      writer.choose(7)
      writer.write(1, message.room)
      writer.write(2, message.seq)
      writer.write(3, message.user)
      writer.write(4, message.text)
      writer.write(5, message.at)
      writer.write(6, message.bot)
      writer.write(7, message.deleted)
    case .privateMessage(let message):
      writer.choose(8)
      writer.write(1, message.user)
      writer.write(2, message.text)
      writer.write(3, message.seq)
      writer.write(4, message.at)
      writer.write(5, message.bot)
      writer.write(6, message.deleted)
    case .privateMessageDelivered(let message):
      writer.choose(9)
      writer.write(1, message.target)
      writer.write(2, message.text)
      writer.write(3, message.seq)
      writer.write(4, message.at)
      writer.write(5, message.sessions)
      writer.write(6, message.duplicate)
      writer.write(7, message.deleted)
    case .help:
      writer.choose(10)
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
    case .hello, .ready, .history, .foundUsers, .foundMessages, .roomList:
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
      self = .userList(
        UserList(
          room: try reader.read(1), users: try reader.list(2), seq: try reader.read(3),
          online: try reader.read(4), more: try reader.read(5), owner: try reader.optional(6),
          moderators: try reader.list(7), topic: try reader.read(8), inviteOnly: try reader.read(9),
          unlisted: try reader.read(10), usersOnly: try reader.read(11, since: .bounds),
          guests: try reader.read(12, since: .bounds)))
    case 4: self = .userJoined(room: try reader.read(1), user: try reader.read(2))
    case 5: self = .userLeft(room: try reader.read(1), user: try reader.read(2))
    case 6:
      self = .presence(
        Presence(
          room: try reader.read(1), joined: try reader.list(2), left: try reader.list(3),
          online: try reader.read(4)))
    case 7:
      self = .chatMessage(
        ChatMessage(
          room: try reader.read(1), seq: try reader.read(2), user: try reader.read(3),
          text: try reader.read(4), at: try reader.read(5), bot: try reader.read(6),
          deleted: try reader.read(7)))
    case 8:
      self = .privateMessage(
        PrivateMessage(
          user: try reader.read(1), text: try reader.read(2), seq: try reader.read(3),
          at: try reader.read(4), bot: try reader.read(5), deleted: try reader.read(6)))
    case 9:
      self = .privateMessageDelivered(
        PrivateMessageDelivered(
          target: try reader.read(1), text: try reader.read(2), seq: try reader.read(3),
          at: try reader.read(4), sessions: try reader.read(5), duplicate: try reader.read(6),
          deleted: try reader.read(7)))
    case 10: self = .help(LineCommand.helpLines)
    case 11: self = .pong(now: try reader.read(1))
    case 12: self = .error(try reader.read(1))
    case 13:
      self = .messageDeleted(
        try reader.read(1), seq: try reader.read(2), by: try reader.optional(3))
    case 14: self = .roomDeleted(room: try reader.read(1))
    case 15: self = .roomChanged(try reader.read(1))
    case 16: self = .timer(name: try reader.read(1), now: try reader.read(2))
    case 17: self = .sessionList(try reader.list(1))
    default: throw reader.error("No event has this number.")
    }
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
