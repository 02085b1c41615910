/// Which part of a state is written: refusals change nothing of the conversation, but are themselves deliveries.
enum StatePart {
  /// Everything: what a snapshot is made of.
  case whole
  /// What the chat is about, without the record of frames to send again, the time, and counts of bad frames.
  case conversation
}

extension Allowance: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(messages)
    writer.write(queries)
    writer.write(commands)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(messages: try reader.int64(), queries: try reader.int64(), commands: try reader.int64())
  }
}

extension KeyRing: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(all: entries) {
      $0.write($1.key)
      $0.write(fixed: $1.content)
      $0.write($1.seq)
      $0.write($1.at)
      $0.write($1.sessions)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let entries = try reader.list { (reader) throws(CanonicalError) in
      Entry(
        key: try reader.string(), content: try reader.fixed(), seq: try reader.uint64(),
        at: try reader.value(), sessions: try reader.int())
    }
    self.init(entries: .init(entries))
  }
}

extension User: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(name)
    writer.write(bot)
    writer.write(isDeleted)
    writer.write(all: sessions)
    writer.write(allowance)
    writer.write(keys)
    writer.write(passwordChanges)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      name: try reader.string(), bot: try reader.bool(), isDeleted: try reader.bool(),
      sessions: try reader.list(), allowance: try reader.value(), keys: try reader.optionalValue(),
      passwordChanges: try reader.uint64())
  }
}

extension SlotList where Element: Canonical {
  /// The empty slots are written too: when the gaps close next depends on them.
  func write(to writer: inout CanonicalWriter) {
    writer.write(all: slots) { $0.write($1) }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(slots: try reader.list { (reader) throws(CanonicalError) in try reader.optionalValue() })
  }
}

extension SlotList: Canonical where Element: Canonical {}

extension Room {
  func write(_ part: StatePart, to writer: inout CanonicalWriter) {
    writer.write(name)
    writer.write(owner)
    writer.write(rules)
    writer.write(isDeleted)
    writer.write(seq)
    writer.write(members)
    writer.write(all: arrivals.slots) { writer, user in
      writer.write(user) {
        $0.write($1)
        $0.write(presence[$1]?.sessions ?? 0)
      }
    }
    writer.write(all: detached)
    writer.write(gathered) {
      $0.write($1.flushAt)
      $0.write(all: $1.joined)
      $0.write(all: $1.left)
    }
    switch part {
    case .whole: writer.write(log)
    case .conversation: break
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(name: try reader.string(), owner: try reader.optionalValue(), rules: try reader.optionalValue())
    isDeleted = try reader.bool()
    seq = try reader.uint64()
    members = try reader.value()
    let slots = try reader.list { (reader) throws(CanonicalError) in
      try reader.optional { (reader) throws(CanonicalError) in
        (user: try reader.value(UserID.self), sessions: try reader.int())
      }
    }
    arrivals = SlotList(slots: slots.map { $0?.user })
    for (slot, arrival) in slots.enumerated() {
      if let arrival { presence[arrival.user] = Presence(slot: slot, sessions: arrival.sessions) }
    }
    detached = try reader.list()
    gathered = try reader.optional { (reader) throws(CanonicalError) in
      Gathered(flushAt: try reader.value(), joined: try reader.list(), left: try reader.list())
    }
    log = try reader.value()
  }
}

extension Session {
  func write(_ part: StatePart, to writer: inout CanonicalWriter) {
    switch identity {
    case .guest(let allowance):
      writer.write(UInt64(1))
      writer.write(allowance)
    case .user(let user, let secret):
      writer.write(UInt64(2))
      writer.write(user)
      writer.write(secret)
    }
    switch attachment {
    case .attached(let connection):
      writer.write(UInt64(1))
      writer.write(connection)
    case .detached(let sent, let expires):
      writer.write(UInt64(2))
      writer.write(sent)
      writer.write(expires)
    }
    writer.write(canResume)
    writer.write(all: memberships) {
      $0.write($1.room)
      $0.write($1.slot)
      $0.write($1.tally)
      $0.write($1.order)
    }
    writer.write(request)
    writer.write(peer)
    writer.write(token)
    writer.write(mayResume)
    writer.write(logInBy)
    switch part {
    case .whole:
      writer.write(all: past) {
        $0.write($1.room)
        $0.write($1.after)
        $0.write($1.through)
      }
      writer.write(pastLostThrough)
      writer.write(pastTally)
      writer.write(log)
      writer.write(badFrames)
    case .conversation: break
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let identity: Identity
    switch try reader.uint64() {
    case 1: identity = .guest(try reader.value())
    case 2: identity = .user(try reader.value(), secret: try reader.value())
    default: throw reader.error("No kind of session has this number.")
    }
    switch try reader.uint64() {
    case 1: self.init(identity: identity, attachment: .attached(try reader.value()))
    case 2:
      let sent: Tally = try reader.value()
      self.init(identity: identity, attachment: .detached(sent: sent, expires: try reader.value()))
    default: throw reader.error("No attachment has this number.")
    }
    canResume = try reader.bool()
    memberships = try reader.list { (reader) throws(CanonicalError) in
      Membership(
        room: try reader.value(), slot: try reader.int(), tally: try reader.value(),
        order: try reader.uint64())
    }
    request = try reader.optionalValue()
    peer = try reader.optionalValue()
    token = try reader.optionalValue()
    mayResume = try reader.bool()
    logInBy = try reader.optionalValue()
    past = try reader.list { (reader) throws(CanonicalError) in
      PastMembership(
        room: try reader.value(), after: try reader.uint64(), through: try reader.uint64())
    }
    pastLostThrough = try reader.uint64()
    pastTally = try reader.value()
    log = try reader.value()
    badFrames = try reader.int()
  }
}

extension Timer: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .sessionExpiry(let session):
      writer.write(UInt64(1))
      writer.write(session)
    case .presence(let room):
      writer.write(UInt64(2))
      writer.write(room)
    case .roomForgotten(let room):
      writer.write(UInt64(3))
      writer.write(room)
    case .logIn(let session):
      writer.write(UInt64(4))
      writer.write(session)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .sessionExpiry(try reader.value())
    case 2: self = .presence(try reader.value())
    case 3: self = .roomForgotten(try reader.value())
    case 4: self = .logIn(try reader.value())
    default: throw reader.error("No timer has this number.")
    }
  }
}

extension TimerQueue: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(all: sorted) {
      $0.write($1.at)
      $0.write($1.serial)
      $0.write($1.timer)
    }
    writer.write(nextSerial)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let entries = try reader.list { (reader) throws(CanonicalError) in
      Entry(at: try reader.value(), serial: try reader.uint64(), timer: try reader.value())
    }
    self.init(entries: entries, nextSerial: try reader.uint64())
  }
}
