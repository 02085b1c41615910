extension Tally: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(frames)
    writer.write(bytes)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(frames: try reader.uint64(), bytes: try reader.uint64())
  }
}

extension Delivery: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .event(let event, let re):
      writer.write(UInt64(1))
      writer.write(re)
      writer.write(event)
    case .answer(let query, let re):
      writer.write(UInt64(2))
      writer.write(re)
      writer.write(query)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let kind = try reader.uint64()
    let re = try reader.optionalString()
    switch kind {
    case 1: self = .event(try reader.value(), re: re)
    case 2: self = .answer(try reader.value(), re: re)
    default: throw reader.error("No delivery has this number.")
    }
  }
}

extension DeliveryLog.Entry: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(order)
    writer.write(at)
    writer.write(delivery)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(order: try reader.uint64(), at: try reader.value(), delivery: try reader.value())
  }
}

extension DeliveryLog: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(total)
    writer.write(lostThrough)
    writer.write(all: entries)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let total: Tally = try reader.value()
    let lostThrough = try reader.uint64()
    self.init(entries: .init(try reader.list()), total: total, lostThrough: lostThrough)
  }
}

extension Event: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .ok:
      writer.write(UInt64(1))
    case .acknowledged(let message):
      writer.write(UInt64(2))
      writer.write(message.room)
      writer.write(message.seq)
      writer.write(message.at)
      writer.write(message.duplicate)
    case .userList(let list):
      writer.write(UInt64(3))
      writer.write(list.room)
      writer.write(all: list.users) { $0.write($1) }
      writer.write(list.seq)
      writer.write(list.online)
      writer.write(list.more)
      writer.write(list.owner)
      writer.write(all: list.moderators) { $0.write($1) }
      writer.write(list.topic)
      writer.write(list.inviteOnly)
      writer.write(list.unlisted)
    case .userJoined(let room, let user):
      writer.write(UInt64(4))
      writer.write(room)
      writer.write(user)
    case .userLeft(let room, let user):
      writer.write(UInt64(5))
      writer.write(room)
      writer.write(user)
    case .presence(let presence):
      writer.write(UInt64(6))
      writer.write(presence.room)
      writer.write(all: presence.joined) { $0.write($1) }
      writer.write(all: presence.left) { $0.write($1) }
      writer.write(presence.online)
    case .chatMessage(let message):
      writer.write(UInt64(7))
      writer.write(message.room)
      writer.write(message.seq)
      writer.write(message.user)
      writer.write(message.text)
      writer.write(message.at)
      writer.write(message.deleted)
    case .privateMessage(let message):
      writer.write(UInt64(8))
      writer.write(message.user)
      writer.write(message.text)
      writer.write(message.seq)
      writer.write(message.at)
      writer.write(message.deleted)
    case .privateMessageDelivered(let message):
      writer.write(UInt64(9))
      writer.write(message.target)
      writer.write(message.text)
      writer.write(message.seq)
      writer.write(message.at)
      writer.write(message.sessions)
      writer.write(message.duplicate)
      writer.write(message.deleted)
    case .help:
      writer.write(UInt64(10))
    case .pong(let now):
      writer.write(UInt64(11))
      writer.write(now)
    case .error(let refusal):
      writer.write(UInt64(12))
      writer.write(refusal)
    case .messageDeleted(let conversation, let seq, let by):
      writer.write(UInt64(13))
      writer.write(conversation)
      writer.write(seq)
      writer.write(by)
    case .roomDeleted(let room):
      writer.write(UInt64(14))
      writer.write(room)
    case .roomChanged(let change):
      writer.write(UInt64(15))
      writer.write(change)
    case .hello, .ready, .history, .foundUsers, .foundMessages, .roomList:
      preconditionFailure("\(self) is never kept: it is not counted, or kept as the query it answers")
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    func strings(_ reader: inout CanonicalReader) throws(CanonicalError) -> [String] {
      try reader.list { (reader) throws(CanonicalError) in try reader.string() }
    }
    switch try reader.uint64() {
    case 1: self = .ok
    case 2:
      self = .acknowledged(
        Acknowledged(
          room: try reader.string(), seq: try reader.uint64(), at: try reader.value(),
          duplicate: try reader.bool()))
    case 3:
      self = .userList(
        UserList(
          room: try reader.string(), users: try strings(&reader), seq: try reader.uint64(),
          online: try reader.int(), more: try reader.bool(), owner: try reader.optionalString(),
          moderators: try strings(&reader), topic: try reader.string(), inviteOnly: try reader.bool(),
          unlisted: try reader.bool()))
    case 4: self = .userJoined(room: try reader.string(), user: try reader.string())
    case 5: self = .userLeft(room: try reader.string(), user: try reader.string())
    case 6:
      self = .presence(
        Presence(
          room: try reader.string(), joined: try strings(&reader), left: try strings(&reader),
          online: try reader.int()))
    case 7:
      self = .chatMessage(
        ChatMessage(
          room: try reader.string(), seq: try reader.uint64(), user: try reader.string(),
          text: try reader.string(), at: try reader.value(), deleted: try reader.bool()))
    case 8:
      self = .privateMessage(
        PrivateMessage(
          user: try reader.string(), text: try reader.string(), seq: try reader.uint64(),
          at: try reader.value(), deleted: try reader.bool()))
    case 9:
      self = .privateMessageDelivered(
        PrivateMessageDelivered(
          target: try reader.string(), text: try reader.string(), seq: try reader.uint64(),
          at: try reader.value(), sessions: try reader.int(), duplicate: try reader.bool(),
          deleted: try reader.bool()))
    case 10: self = .help(LineCommand.helpLines)
    case 11: self = .pong(now: try reader.value())
    case 12: self = .error(try reader.value())
    case 13:
      self = .messageDeleted(
        try reader.value(), seq: try reader.uint64(), by: try reader.optionalString())
    case 14: self = .roomDeleted(room: try reader.string())
    case 15: self = .roomChanged(try reader.value())
    default: throw reader.error("No event has this number.")
    }
  }
}
