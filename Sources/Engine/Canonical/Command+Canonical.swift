extension Command: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .register(let user, let password):
      writer.write(UInt64(1))
      writer.write(user)
      writer.write(password)
    case .logIn(let credential, let resume, let remember):
      writer.write(UInt64(2))
      writer.write(credential)
      writer.write(resume)
      writer.write(remember)
    case .logOut(let forget):
      writer.write(UInt64(3))
      writer.write(forget)
    case .setPassword(let old, let new):
      writer.write(UInt64(4))
      writer.write(old)
      writer.write(new)
    case .join(let room, let after):
      writer.write(UInt64(5))
      writer.write(room)
      writer.write(after) { $0.write($1) }
    case .leave(let room):
      writer.write(UInt64(6))
      writer.write(room)
    case .sendMessage(let room, let text, let key):
      writer.write(UInt64(7))
      writer.write(room)
      writer.write(text)
      writer.write(key)
    case .sendPrivateMessage(let target, let text, let key):
      writer.write(UInt64(8))
      writer.write(target)
      writer.write(text)
      writer.write(key)
    case .fetchHistory(let conversation, let page, let limit):
      writer.write(UInt64(9))
      writer.write(conversation)
      writer.write(page)
      writer.write(limit) { $0.write($1) }
    case .search(let request):
      writer.write(UInt64(10))
      writer.write(request)
    case .listRooms(let limit, let cursor):
      writer.write(UInt64(11))
      writer.write(limit) { $0.write($1) }
      writer.write(cursor)
    case .listUsers(let room):
      writer.write(UInt64(12))
      writer.write(room)
    case .createRoom(let room):
      writer.write(UInt64(13))
      writer.write(room)
    case .typeLine(let room, let line):
      writer.write(UInt64(14))
      writer.write(room)
      writer.write(line)
    case .ping(let received):
      writer.write(UInt64(15))
      writer.write(received) { $0.write($1) }
    case .moderate(let room, let request):
      writer.write(UInt64(16))
      writer.write(room)
      writer.write(request)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .register(user: try reader.string(), password: try reader.value())
    case 2:
      self = .logIn(try reader.value(), resume: try reader.optionalValue(), remember: try reader.bool())
    case 3: self = .logOut(forget: try reader.bool())
    case 4: self = .setPassword(old: try reader.value(), new: try reader.value())
    case 5: self = .join(room: try reader.string(), after: try reader.optionalSeq())
    case 6: self = .leave(room: try reader.string())
    case 7:
      self = .sendMessage(
        room: try reader.string(), text: try reader.string(), key: try reader.optionalString())
    case 8:
      self = .sendPrivateMessage(
        to: try reader.string(), text: try reader.string(), key: try reader.optionalString())
    case 9:
      self = .fetchHistory(try reader.value(), page: try reader.value(), limit: try reader.optionalLimit())
    case 10: self = .search(try reader.value())
    case 11: self = .listRooms(limit: try reader.optionalLimit(), cursor: try reader.optionalString())
    case 12: self = .listUsers(room: try reader.string())
    case 13: self = .createRoom(room: try reader.string())
    case 14: self = .typeLine(room: try reader.optionalString(), line: try reader.string())
    case 15: self = .ping(received: try reader.optionalSeq())
    case 16: self = .moderate(room: try reader.string(), try reader.value())
    default: throw reader.error("No command has this number.")
    }
  }
}

extension CanonicalReader {
  fileprivate mutating func optionalSeq() throws(CanonicalError) -> UInt64? {
    try optional { (reader) throws(CanonicalError) in try reader.uint64() }
  }

  fileprivate mutating func optionalLimit() throws(CanonicalError) -> Int? {
    try optional { (reader) throws(CanonicalError) in try reader.int() }
  }
}

extension Credential: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .password(let user, let password):
      writer.write(UInt64(1))
      writer.write(user)
      writer.write(password)
    case .token(let token):
      writer.write(UInt64(2))
      writer.write(token)
    case .opening:
      writer.write(UInt64(3))
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .password(user: try reader.string(), try reader.value())
    case 2: self = .token(try reader.value())
    case 3: self = .opening
    default: throw reader.error("No credential has this number.")
    }
  }
}

extension ResumePoint: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(session)
    writer.write(received)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(session: try reader.value(), received: try reader.uint64())
  }
}

extension Conversation: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .room(let name):
      writer.write(UInt64(1))
      writer.write(name)
    case .with(let name):
      writer.write(UInt64(2))
      writer.write(name)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .room(try reader.string())
    case 2: self = .with(try reader.string())
    default: throw reader.error("No conversation has this number.")
    }
  }
}

extension HistoryPage: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .latest:
      writer.write(UInt64(1))
    case .before(let seq):
      writer.write(UInt64(2))
      writer.write(seq)
    case .after(let seq):
      writer.write(UInt64(3))
      writer.write(seq)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .latest
    case 2: self = .before(try reader.uint64())
    case 3: self = .after(try reader.uint64())
    default: throw reader.error("No page of history has this number.")
    }
  }
}

extension SearchRequest: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .users(let query, let limit, let cursor):
      writer.write(UInt64(1))
      writer.write(query)
      writer.write(limit) { $0.write($1) }
      writer.write(cursor)
    case .messages(let query, let room, let from, let limit, let cursor):
      writer.write(UInt64(2))
      writer.write(query)
      writer.write(room)
      writer.write(from)
      writer.write(limit) { $0.write($1) }
      writer.write(cursor)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1:
      self = .users(
        query: try reader.string(), limit: try reader.optionalLimit(), cursor: try reader.optionalString())
    case 2:
      self = .messages(
        query: try reader.string(), room: try reader.optionalString(), from: try reader.optionalString(),
        limit: try reader.optionalLimit(), cursor: try reader.optionalString())
    default: throw reader.error("No search has this number.")
    }
  }
}
