extension Query: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .roomHistory(let room, let page, let limit, let through):
      writer.choose(1)
      writer.write(1, room)
      writer.write(2, page)
      writer.write(3, limit)
      writer.write(4, through)
    case .privateHistory(let pair, let asker, let page, let limit, let through):
      writer.choose(2)
      writer.write(1, pair)
      writer.write(2, asker)
      writer.write(3, page)
      writer.write(4, limit)
      writer.write(5, through)
    case .users(let search):
      writer.choose(3)
      writer.write(1, search.text)
      writer.write(2, search.limit)
      writer.write(3, search.through)
      writer.write(4, search.after)
      writer.write(5, search.fingerprint)
    case .messages(let search):
      writer.choose(4)
      writer.write(1, all: search.terms)
      writer.write(2, search.asker)
      writer.write(3, search.room)
      writer.write(5, search.from)
      writer.write(6, search.limit)
      writer.write(7, search.through)
      writer.write(8, search.after)
      writer.write(9, search.fingerprint)
      writer.write(10, search.mentioning)
    case .rooms(let search):
      writer.choose(5)
      writer.write(1, search.limit)
      writer.write(2, search.through)
      writer.write(6, all: search.shown)
      writer.write(7, search.after)
    case .conversations(let search):
      writer.choose(6)
      writer.write(1, search.asker)
      writer.write(2, search.limit)
      writer.write(3, search.counted)
      writer.write(4, search.after)
      writer.write(5, search.fingerprint)
    case .readMark(.room(let room), let user, let seq):
      writer.choose(7)
      writer.write(1, room)
      writer.write(2, user)
      writer.write(3, seq)
    case .readMark(.pair(let pair), let user, let seq):
      writer.choose(8)
      writer.write(1, pair)
      writer.write(2, user)
      writer.write(3, seq)
    case .tokens(let user, let current):
      writer.choose(9)
      writer.write(1, user)
      writer.write(2, current)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1:
      self = .roomHistory(
        try reader.read(1), page: try reader.read(2), limit: try reader.read(3), through: try reader.read(4))
    case 2:
      self = .privateHistory(
        try reader.read(1), asker: try reader.read(2), page: try reader.read(3), limit: try reader.read(4),
        through: try reader.read(5))
    case 3:
      self = .users(
        UserSearch(
          text: try reader.read(1), limit: try reader.read(2), through: try reader.read(3),
          after: try reader.optional(4), fingerprint: try reader.read(5)))
    case 4:
      var terms: [String] = try reader.list(1)
      if reader.format.rawValue < StateFormat.accounts.rawValue {
        terms = MessageSearch.terms(typed: terms)
      }
      let asker: UserID? = try reader.optional(2)
      let room: RoomID? = try reader.optional(3)
      // Earlier programs wrote down which rooms the asker may not read.
      if reader.format.rawValue < StateFormat.places.rawValue { let _: [RoomID] = try reader.list(4) }
      self = .messages(
        MessageSearch(
          terms: terms, asker: asker, room: room, from: try reader.optional(5), limit: try reader.read(6),
          through: try reader.read(7), after: try reader.optional(8), fingerprint: try reader.read(9),
          mentioning: try reader.optional(10, since: .conversations)))
    case 5:
      let limit: Int = try reader.read(1)
      let through: RoomID = try reader.read(2)
      var search = RoomSearch(limit: limit, through: through)
      if reader.format.rawValue < StateFormat.places.rawValue {
        let hidden: [RoomID] = try reader.list(3)
        let cursor: Cursor? = try reader.optional(4)
        let _: UInt64 = try reader.read(5)
        search.earlier = .init(hidden: hidden, after: cursor.map { RoomID(UInt32(clamping: $0.position)) })
      } else {
        search.shown = try reader.list(6)
        search.after = try reader.optional(7)
      }
      self = .rooms(search)
    case 6:
      self = .conversations(
        ConversationSearch(
          asker: try reader.read(1), limit: try reader.read(2), counted: try reader.read(3),
          after: try reader.optional(4), fingerprint: try reader.read(5)))
    case 7:
      self = .readMark(.room(try reader.read(1)), of: try reader.read(2), atLeast: try reader.read(3))
    case 8:
      self = .readMark(.pair(try reader.read(1)), of: try reader.read(2), atLeast: try reader.read(3))
    case 9: self = .tokens(of: try reader.read(1), current: try reader.optional(2))
    default: throw reader.error("No query has this number.")
    }
  }
}

extension Cursor: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, fingerprint)
    writer.write(2, position)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(fingerprint: try reader.read(1), position: try reader.read(2))
  }
}
