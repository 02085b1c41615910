extension Engine {
  /// The whole state as canonical bytes: equal engines have equal bytes. A snapshot is these, and the state hash is
  /// their SHA-256.
  ///
  /// Effects must have been taken before: they belong to the turn, not to the state.
  package var canonicalBytes: [UInt8] { bytes(of: .whole) }

  /// What the chat is about, without what only concerns the sending of frames. A refused command leaves it as it was.
  package var conversationBytes: [UInt8] { bytes(of: .conversation) }

  private func bytes(of part: StatePart) -> [UInt8] {
    precondition(effects.isEmpty, "effects wait to be taken")
    var writer = CanonicalWriter()
    writer.write(UInt64(Self.version))
    writer.write(configuration)
    writer.write(all: users.values)
    writer.write(all: rooms.values) { $1.write(part, to: &$0) }
    writer.write(all: sessions.slots) { writer, slot in
      writer.write(slot.generation)
      writer.write(slot.session) { $1.write(part, to: &$0) }
    }
    writer.write(all: sessions.free) { $0.write($1) }
    writer.write(all: pairs.keys.sorted()) {
      $0.write($1)
      $0.write(pairs[$1] ?? 0)
    }
    writer.write(messages)
    writer.write(all: requests.keys.sorted()) {
      $0.write($1)
      $0.write(requests[$1])
    }
    writer.write(lastRequest)
    writer.write(timers)
    writer.write(lastConnection)
    switch part {
    case .whole:
      writer.write(order)
      writer.write(now)
      writer.write(attempts)
    case .conversation: break
    }
    return writer.bytes
  }

  /// The engine that these bytes were taken of.
  package init(canonicalBytes bytes: [UInt8]) throws(CanonicalError) {
    self.init()
    var reader = CanonicalReader(bytes)
    guard try reader.uint64() == UInt64(Self.version) else {
      throw reader.error("The state was written by another version of the engine.")
    }
    configuration = try reader.value()
    users = DenseTable(values: try reader.list())
    rooms = DenseTable(values: try reader.list { (reader) throws(CanonicalError) in try Room(from: &reader) })
    let slots = try reader.list { (reader) throws(CanonicalError) in
      SessionTable.Slot(
        generation: try reader.uint32(),
        session: try reader.optional { (reader) throws(CanonicalError) in try Session(from: &reader) })
    }
    sessions = SessionTable(
      slots: slots, free: try reader.list { (reader) throws(CanonicalError) in try reader.uint32() })
    let talks = try reader.list { (reader) throws(CanonicalError) in
      (pair: try reader.value(Pair.self), seq: try reader.uint64())
    }
    for talk in talks { pairs[talk.pair] = talk.seq }
    messages = try reader.uint64()
    let pending = try reader.list { (reader) throws(CanonicalError) in
      (id: try reader.value(RequestID.self), request: try reader.optionalValue() as PendingRequest?)
    }
    for entry in pending { requests[entry.id] = entry.request }
    lastRequest = try reader.uint64()
    timers = try reader.value()
    lastConnection = try reader.value()
    order = try reader.uint64()
    now = try reader.value()
    attempts = try reader.value()
    guard reader.isAtEnd else { throw reader.error("Bytes follow the state.") }
    deriveIndexes()
  }

  /// Fills what can be found from the rest of the state.
  private mutating func deriveIndexes() {
    for (index, user) in users.values.enumerated() { userIDs[NameKey(user.name)] = UserID(UInt32(index) + 1) }
    for (index, room) in rooms.values.enumerated() where !room.isDeleted {
      roomIDs[NameKey(room.name)] = RoomID(UInt32(index) + 1)
      if room.rules?.isGuarded == true { guardedRooms.append(RoomID(UInt32(index) + 1)) }
    }
    for id in sessions.ids {
      switch sessions[id].identity {
      case .guest: break
      case .user(_, let secret): sessionsBySecret[secret] = id
      }
      switch sessions[id].attachment {
      case .attached(let connection): connections[connection] = id
      case .detached: break
      }
    }
  }
}
