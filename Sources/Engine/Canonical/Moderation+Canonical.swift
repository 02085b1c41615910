extension Role: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .member: writer.write(UInt64(1))
    case .moderator: writer.write(UInt64(2))
    case .owner: writer.write(UInt64(3))
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .member
    case 2: self = .moderator
    case 3: self = .owner
    default: throw reader.error("No role has this number.")
    }
  }
}

extension KnownMessage: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(author)
    writer.write(isDeleted)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(author: try reader.value(), isDeleted: try reader.bool())
  }
}

extension ModerationRequest: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .kick(let user, let reason):
      writer.write(UInt64(1))
      writer.write(user)
      writer.write(reason)
    case .mute(let user, let seconds, let reason):
      writer.write(UInt64(2))
      writer.write(user)
      writer.write(seconds)
      writer.write(reason)
    case .unmute(let user):
      writer.write(UInt64(3))
      writer.write(user)
    case .ban(let user, let reason):
      writer.write(UInt64(4))
      writer.write(user)
      writer.write(reason)
    case .unban(let user):
      writer.write(UInt64(5))
      writer.write(user)
    case .setRole(let user, let role):
      writer.write(UInt64(6))
      writer.write(user)
      writer.write(role)
    case .invite(let user):
      writer.write(UInt64(7))
      writer.write(user)
    case .uninvite(let user):
      writer.write(UInt64(8))
      writer.write(user)
    case .setTopic(let topic):
      writer.write(UInt64(9))
      writer.write(topic)
    case .setRoom(let inviteOnly, let unlisted):
      writer.write(UInt64(10))
      writer.write(inviteOnly) { $0.write($1) }
      writer.write(unlisted) { $0.write($1) }
    case .deleteMessage(let seq, let known):
      writer.write(UInt64(11))
      writer.write(seq)
      writer.write(known)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    func flag(_ reader: inout CanonicalReader) throws(CanonicalError) -> Bool? {
      try reader.optional { (reader) throws(CanonicalError) in try reader.bool() }
    }
    switch try reader.uint64() {
    case 1: self = .kick(try reader.string(), reason: try reader.optionalString())
    case 2:
      self = .mute(try reader.string(), seconds: try reader.int(), reason: try reader.optionalString())
    case 3: self = .unmute(try reader.string())
    case 4: self = .ban(try reader.string(), reason: try reader.optionalString())
    case 5: self = .unban(try reader.string())
    case 6: self = .setRole(try reader.string(), try reader.value())
    case 7: self = .invite(try reader.string())
    case 8: self = .uninvite(try reader.string())
    case 9: self = .setTopic(try reader.string())
    case 10: self = .setRoom(inviteOnly: try flag(&reader), unlisted: try flag(&reader))
    case 11: self = .deleteMessage(seq: try reader.uint64(), known: try reader.optionalValue())
    default: throw reader.error("No moderation has this number.")
    }
  }
}

extension Event.RoomChange: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(room)
    writer.write(by)
    switch change {
    case .kicked(let user, let reason):
      writer.write(UInt64(1))
      writer.write(user)
      writer.write(reason)
    case .banned(let user, let reason):
      writer.write(UInt64(2))
      writer.write(user)
      writer.write(reason)
    case .unbanned(let user):
      writer.write(UInt64(3))
      writer.write(user)
    case .muted(let user, let seconds, let reason):
      writer.write(UInt64(4))
      writer.write(user)
      writer.write(seconds)
      writer.write(reason)
    case .unmuted(let user):
      writer.write(UInt64(5))
      writer.write(user)
    case .topic(let topic):
      writer.write(UInt64(6))
      writer.write(topic)
    case .role(let user, let role):
      writer.write(UInt64(7))
      writer.write(user)
      writer.write(role)
    case .access(let inviteOnly, let unlisted):
      writer.write(UInt64(8))
      writer.write(inviteOnly)
      writer.write(unlisted)
    case .invited(let user):
      writer.write(UInt64(9))
      writer.write(user)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let room = try reader.string()
    let by = try reader.optionalString()
    let change: Change
    switch try reader.uint64() {
    case 1: change = .kicked(try reader.string(), reason: try reader.optionalString())
    case 2: change = .banned(try reader.string(), reason: try reader.optionalString())
    case 3: change = .unbanned(try reader.string())
    case 4:
      change = .muted(try reader.string(), seconds: try reader.int(), reason: try reader.optionalString())
    case 5: change = .unmuted(try reader.string())
    case 6: change = .topic(try reader.string())
    case 7: change = .role(try reader.string(), try reader.value())
    case 8: change = .access(inviteOnly: try reader.bool(), unlisted: try reader.bool())
    case 9: change = .invited(try reader.string())
    default: throw reader.error("No change of a room has this number.")
    }
    self.init(room: room, change, by: by)
  }
}

extension RoomRules: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(all: moderators)
    writer.write(all: bans.users)
    writer.write(all: mutes) {
      $0.write($1.user)
      $0.write($1.until)
    }
    writer.write(all: invitations.users)
    writer.write(topic)
    writer.write(inviteOnly)
    writer.write(unlisted)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    moderators = try reader.list()
    bans = UserSet(try reader.list())
    mutes = try reader.list { (reader) throws(CanonicalError) in
      Mute(user: try reader.value(), until: try reader.value())
    }
    invitations = UserSet(try reader.list())
    topic = try reader.string()
    inviteOnly = try reader.bool()
    unlisted = try reader.bool()
  }
}
