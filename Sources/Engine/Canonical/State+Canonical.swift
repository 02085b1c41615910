/// Which part of a state is written: refusals change nothing of the conversation, but are themselves deliveries.
enum StatePart {
  /// Everything: what a snapshot is made of.
  case whole
  /// What the chat is about, without the record of frames to send again, the time, and counts of bad frames.
  case conversation
}

extension Allowance: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, messages)
    writer.write(2, queries)
    writer.write(3, commands)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(messages: try reader.read(1), queries: try reader.read(2), commands: try reader.read(3))
  }
}

/// 64 random bits, written at a fixed length because a variable-length number would be longer.
private struct FixedWord: Canonical {
  let word: UInt64

  static var kind: CanonicalKind { .bytes }
  var isDefault: Bool { word == 0 }
  init(_ word: UInt64) { self.word = word }
  func write(to writer: inout CanonicalWriter) { writer.write(fixed: CollectionOfOne(word), count: 1) }
  init(from reader: inout CanonicalReader) throws(CanonicalError) { word = try reader.fixed(1)[0] }
}

extension KeyRing.Entry: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, key)
    writer.write(2, FixedWord(content))
    writer.write(3, seq)
    writer.write(4, at)
    writer.write(5, sessions)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let (key, content): (String, FixedWord) = (try reader.read(1), try reader.read(2))
    self.init(
      key: key, content: content.word, seq: try reader.read(3), at: try reader.read(4),
      sessions: try reader.read(5))
  }
}

extension KeyRing: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) { writer.write(1, all: entries) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(entries: .init(try reader.list(1)))
  }
}

extension User: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, name)
    writer.write(2, bot)
    writer.write(3, isDeleted)
    writer.write(4, all: sessions)
    // A refusal costs something, and changes nothing else.
    if writer.part == .whole { writer.write(5, allowance) }
    writer.write(6, keys)
    writer.write(7, passwordChanges)
    writer.write(8, isErased)
    writer.write(9, all: peers)
    writer.write(10, roomsMade)
    writer.write(11, mayExpire)
    writer.write(12, lastUse)
    writer.write(13, status)
    writer.write(14, statusChanges)
    writer.write(15, lastSeen)
    writer.write(16, isSuspended)
    writer.write(17, all: blocked)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      name: try reader.read(1), bot: try reader.read(2), isDeleted: try reader.read(3),
      sessions: try reader.list(4), allowance: try reader.read(5), keys: try reader.optional(6),
      passwordChanges: try reader.read(7), isErased: try reader.read(8, since: .tagged))
    peers = try reader.list(9, since: .bounds)
    roomsMade = try reader.read(10, since: .lifetimes)
    mayExpire = try reader.read(11, since: .lifetimes)
    lastUse = try reader.read(12, since: .lifetimes)
    status = try reader.read(13, since: .conversations)
    statusChanges = try reader.read(14, since: .conversations)
    lastSeen = try reader.read(15, since: .conversations)
    isSuspended = try reader.read(16, since: .accounts)
    blocked = try reader.list(17, since: .accounts)
  }
}

/// A slot of a list, which may be empty.
private struct CanonicalSlot<Element: Canonical>: CanonicalRecord {
  let element: Element?

  init(_ element: Element?) { self.element = element }
  func write(to writer: inout CanonicalWriter) { writer.write(1, element) }
  init(from reader: inout CanonicalReader) throws(CanonicalError) { element = try reader.optional(1) }
}

extension SlotList: Canonical, CanonicalRecord where Element: Canonical {
  /// The empty slots are written too: when the gaps close next depends on them.
  func write(to writer: inout CanonicalWriter) { writer.write(1, all: slots.lazy.map(CanonicalSlot.init)) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(slots: try reader.list(1, CanonicalSlot<Element>.self).map(\.element))
  }
}

/// A user who is in a room, and with how many sessions.
private struct Arrival: CanonicalRecord {
  let user: UserID
  let sessions: Int
  let number: UInt64

  init(user: UserID, sessions: Int, number: UInt64) {
    (self.user, self.sessions, self.number) = (user, sessions, number)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.write(1, user)
    writer.write(2, sessions)
    writer.write(3, number)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      user: try reader.read(1), sessions: try reader.read(2),
      number: try reader.read(3, since: .conversations))
  }
}

extension Room.Gathered: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, flushAt)
    writer.write(2, all: joined)
    writer.write(3, all: left)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(flushAt: try reader.read(1), joined: try reader.list(2), left: try reader.list(3))
  }
}

extension Room: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, name)
    writer.write(2, owner)
    writer.write(3, rules)
    writer.write(4, isDeleted)
    writer.write(5, seq)
    writer.write(6, members)
    writer.write(
      7,
      all: arrivals.slots.lazy.map { user in
        CanonicalSlot(
          user.map {
            Arrival(user: $0, sessions: presence[$0]?.sessions ?? 0, number: presence[$0]?.number ?? 0)
          })
      })
    writer.write(8, all: detached)
    writer.write(9, gathered)
    if writer.part == .whole { writer.write(10, log) }
    writer.write(11, unusedUntil)
    writer.write(12, all: commands)
    writer.write(13, lastArrival)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(name: try reader.read(1), owner: try reader.optional(2), rules: try reader.optional(3))
    isDeleted = try reader.read(4)
    seq = try reader.read(5)
    members = try reader.read(6)
    let slots = try reader.list(7, CanonicalSlot<Arrival>.self)
    arrivals = SlotList(slots: slots.map { $0.element?.user })
    for (slot, arrival) in slots.enumerated() {
      guard let arrival = arrival.element else { continue }
      // Earlier programs did not number arrivals; their order is all that matters.
      let number = arrival.number == 0 ? UInt64(slot) + 1 : arrival.number
      presence[arrival.user] = Presence(slot: slot, sessions: arrival.sessions, number: number)
    }
    detached = try reader.list(8)
    gathered = try reader.optional(9)
    log = try reader.read(10)
    unusedUntil = try reader.optional(11, since: .bounds)
    commands = try reader.list(12, since: .conversations)
    lastArrival = try reader.read(13, since: .conversations)
    if reader.format.rawValue < StateFormat.conversations.rawValue { lastArrival = UInt64(slots.count) }
  }
}

extension Timer: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .sessionExpiry(let session):
      writer.choose(1)
      writer.write(1, session)
    case .presence(let room):
      writer.choose(2)
      writer.write(1, room)
    case .roomForgotten(let room):
      writer.choose(3)
      writer.write(1, room)
    case .logIn(let session):
      writer.choose(4)
      writer.write(1, session)
    case .named(let session):
      writer.choose(5)
      writer.write(1, session)
    case .roomUnused(let room):
      writer.choose(6)
      writer.write(1, room)
    case .accountUnused(let user):
      writer.choose(7)
      writer.write(1, user)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .sessionExpiry(try reader.read(1))
    case 2: self = .presence(try reader.read(1))
    case 3: self = .roomForgotten(try reader.read(1))
    case 4: self = .logIn(try reader.read(1))
    case 5: self = .named(try reader.read(1))
    case 6: self = .roomUnused(try reader.read(1))
    case 7: self = .accountUnused(try reader.read(1))
    default: throw reader.error("No timer has this number.")
    }
  }
}

extension TimerQueue.Entry: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, at)
    writer.write(2, serial)
    writer.write(3, timer)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(at: try reader.read(1), serial: try reader.read(2), timer: try reader.read(3))
  }
}

extension TimerQueue: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, all: sorted)
    writer.write(2, nextSerial)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(entries: try reader.list(1), nextSerial: try reader.read(2))
  }
}
