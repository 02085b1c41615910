extension Session.Identity: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .guest(let allowance):
      writer.choose(1)
      if writer.part == .whole { writer.write(1, allowance) }
    case .user(let user, let sessionName):
      writer.choose(2)
      writer.write(1, user)
      writer.write(2, sessionName)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .guest(try reader.read(1))
    case 2: self = .user(try reader.read(1), name: try reader.read(2))
    default: throw reader.error("No kind of session has this number.")
    }
  }
}

extension Session.Attachment: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .attached(let connection):
      writer.choose(1)
      writer.write(1, connection)
    case .detached(let sent, let expires):
      writer.choose(2)
      writer.write(1, sent)
      writer.write(2, expires)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .attached(try reader.read(1))
    case 2: self = .detached(sent: try reader.read(1), expires: try reader.read(2))
    default: throw reader.error("No attachment has this number.")
    }
  }
}

extension Session.Membership: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, room)
    writer.write(2, slot)
    writer.write(3, tally)
    writer.write(4, joinedAfter)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      room: try reader.read(1), slot: try reader.read(2), tally: try reader.read(3),
      joinedAfter: try reader.read(4))
  }
}

extension Session.NamedTimer: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, name)
    writer.write(2, serial)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(name: try reader.read(1), serial: try reader.read(2))
  }
}

extension Session.PastMembership: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, room)
    writer.write(2, after)
    writer.write(3, through)
    writer.write(4, ended)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      room: try reader.read(1), after: try reader.read(2), through: try reader.read(3),
      ended: try reader.read(4, since: .edits))
  }
}

extension Session: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, identity)
    writer.write(2, attachment)
    writer.write(3, isResumable)
    writer.write(4, all: memberships)
    writer.write(5, request)
    writer.write(6, peer)
    writer.write(7, token)
    writer.write(8, isProvisional)
    writer.write(9, logInBy)
    writer.write(10, all: timers)
    if writer.part == .whole {
      writer.write(11, all: past)
      writer.write(12, pastLostThrough)
      writer.write(13, pastTally)
      writer.write(14, log)
      writer.write(15, badFrames)
      writer.write(16, refusals)
    }
    writer.write(17, visit)
    writer.write(18, since)
    writer.write(19, all: typing)
    writer.write(20, isToldOfTyping)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(identity: try reader.read(1), attachment: try reader.read(2))
    isResumable = try reader.read(3)
    memberships = try reader.list(4)
    request = try reader.optional(5)
    peer = try reader.optional(6)
    token = try reader.optional(7)
    isProvisional = try reader.read(8)
    logInBy = try reader.optional(9)
    timers = try reader.list(10)
    past = try reader.list(11)
    pastLostThrough = try reader.read(12)
    pastTally = try reader.read(13)
    log = try reader.read(14)
    badFrames = try reader.read(15)
    refusals = try reader.read(16, since: .places)
    visit = try reader.optional(17, since: .bounds)
    since = try reader.read(18, since: .lifetimes)
    typing = try reader.list(19, since: .conversations)
    isToldOfTyping = try reader.read(20, since: .conversations)
  }
}

extension SessionTable.Slot: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, generation)
    writer.write(2, session)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(generation: try reader.read(1), session: try reader.optional(2))
  }
}
