import DequeModule

extension Engine {
  /// The whole state as canonical bytes: equal engines have equal bytes. A snapshot is these, and the state hash is
  /// their SHA-256.
  ///
  /// Effects must have been taken before: they belong to the turn, not to the state.
  package var canonicalBytes: [UInt8] { bytes(of: .whole) }

  /// What the chat is about, without what only concerns the sending of frames. A refused command leaves it as it was.
  package var conversationBytes: [UInt8] { bytes(of: .conversation) }

  private func bytes(of part: StatePart) -> [UInt8] {
    StatePieces(of: self, part).reduce(into: []) { $0 += $1 }
  }

  /// The engine that these bytes were taken of.
  ///
  /// - Throws: `CanonicalError` where they are no state: also where something in it names what is not there.
  package init(
    canonicalBytes bytes: [UInt8], _ format: StateFormat = .newest
  ) throws(CanonicalError) {
    self.init()
    var reader = CanonicalReader(bytes, format)
    if format == .positional, try reader.number() != 1 {
      throw reader.error("The state was written by an unknown version of the engine.")
    }
    configuration = try reader.read(1)
    users = DenseTable(values: try reader.list(2))
    rooms = DenseTable(values: try reader.list(3))
    let slots: [SessionTable.Slot] = try reader.list(4)
    sessions = SessionTable(slots: slots, free: try reader.list(5))
    for talk in try reader.list(6, Talk.self) { pairs[talk.pair] = talk.seq }
    messages = try reader.read(7)
    for asked in try reader.list(8, AskedRequest.self) { requests[asked.id] = asked.request }
    lastRequest = try reader.read(9)
    timers = try reader.read(10)
    lastConnection = try reader.read(11)
    lastDelivery = try reader.read(12)
    now = try reader.read(13)
    attempts = try reader.read(14)
    ages = try reader.read(15, since: .bounds)
    invitations = try reader.list(16, since: .accounts)
    addressBans = try reader.list(17, since: .accounts)
    guard reader.isAtEnd else { throw reader.error("Bytes follow the state.") }
    if let fault = referenceFault { throw CanonicalError(message: fault, offset: bytes.count) }
    deriveIndexes()
    if format.rawValue < StateFormat.places.rawValue { understandEarlierQueries() }
    if format.rawValue < StateFormat.bounds.rawValue { letLogsAge() }
  }

  /// Says in today's words which page of the list of rooms waits for a session.
  private mutating func understandEarlierQueries() {
    let rooms = rooms
    let secluded = rooms.ids.filter { rooms[$0].rules?.isSecluded == true }
    for session in sessions.ids {
      change(.session(session)) { log in
        log.replace { delivery in
          guard case .answer(.rooms(var search), let re) = delivery, let earlier = search.earlier else {
            return nil
          }
          search.shown = secluded.filter { !earlier.hidden.contains($0) }
          search.after = earlier.after.map { NameKey(rooms[$0].name).folded }
          search.earlier = nil
          return .answer(.rooms(search), re: re)
        }
      }
    }
  }

  /// Puts the logs that are not empty into the order in which they grow old, of which earlier programs did not know.
  private mutating func letLogsAge() {
    for room in rooms.ids { change(.room(room)) { _ in } }
    for session in sessions.ids { change(.session(session)) { _ in } }
  }

  /// Fills what can be found from the rest of the state.
  mutating func deriveIndexes() {
    userIDs.reserveCapacity(users.values.count)
    for (id, user) in zip(users.ids, users.values) {
      userIDs.insert(id, named: user.name)
      if !user.sessions.isEmpty { usersOnline += 1 }
    }
    for (id, room) in zip(rooms.ids, rooms.values) {
      keptBytes += Int64(room.log.keptBytes)
      if let owner = room.owner { owned[owner, default: 0] += 1 }
      guard !room.isDeleted else {
        roomsDeleted += 1
        continue
      }
      roomIDs.insert(id, named: room.name)
      for user in insiders(of: id) { standing[user, default: []].insert(id) }
    }
    for entry in timers.unordered {
      if case .roomUnused(let room) = entry.timer { rooms[room].isExpectingUse = true }
    }
    for entry in ages.entries {
      switch entry.log {
      case .room(let room): rooms[room].log.isAging = true
      case .session(let session) where sessions.contains(session): sessions[session].log.isAging = true
      case .session: break
      }
    }
    for id in sessions.ids {
      keptBytes += Int64(sessions[id].log.keptBytes)
      switch sessions[id].identity {
      case .guest: for membership in sessions[id].memberships { rooms[membership.room].guests += 1 }
      case .user(_, let sessionName): sessionsByName[sessionName] = id
      }
      if let connection = sessions[id].connection { connections[connection] = id }
    }
    let live = Set(sessions.ids.flatMap { sessions[$0].timers.map(\.serial) })
    timers.countAbandoned { live.contains($0) }
  }
}

/// The newest seq of two people who talk to each other.
package struct Talk: Hashable, Sendable {
  package let pair: Pair
  package let seq: UInt64

  package init(pair: Pair, seq: UInt64) { (self.pair, self.seq) = (pair, seq) }
}

extension Talk: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, pair)
    writer.write(2, seq)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(pair: try reader.read(1), seq: try reader.read(2))
  }
}

/// What was asked of the host, by its number.
struct AskedRequest: CanonicalRecord {
  let id: RequestID
  let request: PendingRequest?

  func write(to writer: inout CanonicalWriter) {
    writer.write(1, id)
    writer.write(2, request)
  }

  init(id: RequestID, request: PendingRequest?) { (self.id, self.request) = (id, request) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(id: try reader.read(1), request: try reader.optional(2))
  }
}
