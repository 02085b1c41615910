extension Role: CanonicalCase {
  var canonicalNumber: UInt64 {
    switch self {
    case .member: 1
    case .moderator: 2
    case .owner: 3
    }
  }
}

/// What was looked up of a message, where formats before `lifetimes` kept it.
private struct FoundEarlier: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) { preconditionFailure("no format that is written has it") }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let _: UserID = try reader.read(1)
    let _: Bool = try reader.read(2)
  }
}

extension ModerationRequest: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .kick(let user, let reason):
      writer.choose(1)
      writer.write(1, user)
      writer.write(2, reason)
    case .mute(let user, let seconds, let reason):
      writer.choose(2)
      writer.write(1, user)
      writer.write(2, seconds)
      writer.write(3, reason)
    case .unmute(let user):
      writer.choose(3)
      writer.write(1, user)
    case .ban(let user, let reason):
      writer.choose(4)
      writer.write(1, user)
      writer.write(2, reason)
    case .unban(let user):
      writer.choose(5)
      writer.write(1, user)
    case .setRole(let user, let role):
      writer.choose(6)
      writer.write(1, user)
      writer.write(2, role)
    case .invite(let user):
      writer.choose(7)
      writer.write(1, user)
    case .uninvite(let user):
      writer.choose(8)
      writer.write(1, user)
    case .setTopic(let topic):
      writer.choose(9)
      writer.write(1, topic)
    case .setRoom(let change):
      writer.choose(10)
      writer.write(1, change.inviteOnly)
      writer.write(2, change.unlisted)
      writer.write(3, change.usersOnly)
    case .deleteMessage(let seq):
      writer.choose(11)
      writer.write(1, seq)
    case .deleteRoom:
      writer.choose(12)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .kick(try reader.read(1), reason: try reader.optional(2))
    case 2:
      self = .mute(try reader.read(1), seconds: try reader.read(2), reason: try reader.optional(3))
    case 3: self = .unmute(try reader.read(1))
    case 4: self = .ban(try reader.read(1), reason: try reader.optional(2))
    case 5: self = .unban(try reader.read(1))
    case 6: self = .setRole(try reader.read(1), try reader.read(2))
    case 7: self = .invite(try reader.read(1))
    case 8: self = .uninvite(try reader.read(1))
    case 9: self = .setTopic(try reader.read(1))
    case 10:
      self = .setRoom(
        RoomAccess(
          inviteOnly: try reader.optional(1), unlisted: try reader.optional(2),
          usersOnly: try reader.optional(3, since: .bounds)))
    case 11:
      self = .deleteMessage(seq: try reader.read(1))
      // Earlier formats had here what was looked up.
      if reader.format.rawValue < StateFormat.lifetimes.rawValue {
        let _: FoundEarlier? = try reader.optional(2)
      }
    case 12: self = .deleteRoom
    default: throw reader.error("No moderation has this number.")
    }
  }
}

extension Event.RoomChange: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, room)
    writer.write(2, by)
    writer.write(3, change)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let (room, by): (String, String?) = (try reader.read(1), try reader.optional(2))
    self.init(room: room, try reader.read(3), by: by)
  }
}

extension Event.RoomChange.Change: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .kicked(let user, let reason):
      writer.choose(1)
      writer.write(1, user)
      writer.write(2, reason)
    case .banned(let user, let reason):
      writer.choose(2)
      writer.write(1, user)
      writer.write(2, reason)
    case .unbanned(let user):
      writer.choose(3)
      writer.write(1, user)
    case .muted(let user, let seconds, let reason):
      writer.choose(4)
      writer.write(1, user)
      writer.write(2, seconds)
      writer.write(3, reason)
    case .unmuted(let user):
      writer.choose(5)
      writer.write(1, user)
    case .topic(let topic):
      writer.choose(6)
      writer.write(1, topic)
    case .role(let user, let role):
      writer.choose(7)
      writer.write(1, user)
      writer.write(2, role)
    case .access(let inviteOnly, let unlisted, let usersOnly):
      writer.choose(8)
      writer.write(1, inviteOnly)
      writer.write(2, unlisted)
      writer.write(3, usersOnly)
    case .invited(let user):
      writer.choose(9)
      writer.write(1, user)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .kicked(try reader.read(1), reason: try reader.optional(2))
    case 2: self = .banned(try reader.read(1), reason: try reader.optional(2))
    case 3: self = .unbanned(try reader.read(1))
    case 4:
      self = .muted(try reader.read(1), seconds: try reader.read(2), reason: try reader.optional(3))
    case 5: self = .unmuted(try reader.read(1))
    case 6: self = .topic(try reader.read(1))
    case 7: self = .role(try reader.read(1), try reader.read(2))
    case 8:
      self = .access(
        inviteOnly: try reader.read(1), unlisted: try reader.read(2),
        usersOnly: try reader.read(3, since: .bounds))
    case 9: self = .invited(try reader.read(1))
    default: throw reader.error("No change of a room has this number.")
    }
  }
}

extension RoomRules.Mute: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, user)
    writer.write(2, until)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(user: try reader.read(1), until: try reader.read(2))
  }
}

extension RoomRules: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, all: moderators)
    writer.write(2, all: bans.users)
    writer.write(3, all: mutes)
    writer.write(4, all: invitations.users)
    writer.write(5, topic)
    writer.write(6, inviteOnly)
    writer.write(7, unlisted)
    writer.write(8, usersOnly)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    moderators = try reader.list(1)
    bans = UserSet(try reader.list(2))
    mutes = try reader.list(3)
    invitations = UserSet(try reader.list(4))
    topic = try reader.read(5)
    inviteOnly = try reader.read(6)
    unlisted = try reader.read(7)
    usersOnly = try reader.read(8, since: .bounds)
  }
}
