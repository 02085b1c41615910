extension Query: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .roomHistory(let room, let page, let limit, let through):
      writer.write(UInt64(1))
      writer.write(room)
      writer.write(page)
      writer.write(limit)
      writer.write(through)
    case .privateHistory(let pair, let asker, let page, let limit, let through):
      writer.write(UInt64(2))
      writer.write(pair)
      writer.write(asker)
      writer.write(page)
      writer.write(limit)
      writer.write(through)
    case .users(let search):
      writer.write(UInt64(3))
      writer.write(search.text)
      writer.write(search.limit)
      writer.write(search.through)
      writer.write(search.after)
      writer.write(search.fingerprint)
    case .messages(let search):
      writer.write(UInt64(4))
      writer.write(all: search.terms) { $0.write($1) }
      writer.write(search.asker)
      writer.write(search.room)
      writer.write(all: search.hidden)
      writer.write(search.from)
      writer.write(search.limit)
      writer.write(search.through)
      writer.write(search.after)
      writer.write(search.fingerprint)
    case .rooms(let search):
      writer.write(UInt64(5))
      writer.write(search.limit)
      writer.write(search.through)
      writer.write(all: search.hidden)
      writer.write(search.after)
      writer.write(search.fingerprint)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1:
      self = .roomHistory(
        try reader.value(), page: try reader.value(), limit: try reader.int(), through: try reader.uint64())
    case 2:
      self = .privateHistory(
        try reader.value(), asker: try reader.value(), page: try reader.value(), limit: try reader.int(),
        through: try reader.uint64())
    case 3:
      self = .users(
        UserSearch(
          text: try reader.string(), limit: try reader.int(), through: try reader.value(),
          after: try reader.optionalValue(), fingerprint: try reader.uint64()))
    case 4:
      self = .messages(
        MessageSearch(
          terms: try reader.list { (reader) throws(CanonicalError) in try reader.string() },
          asker: try reader.optionalValue(), room: try reader.optionalValue(), hidden: try reader.list(),
          from: try reader.optionalValue(), limit: try reader.int(), through: try reader.uint64(),
          after: try reader.optionalValue(), fingerprint: try reader.uint64()))
    case 5:
      self = .rooms(
        RoomSearch(
          limit: try reader.int(), through: try reader.value(), hidden: try reader.list(),
          after: try reader.optionalValue(), fingerprint: try reader.uint64()))
    default: throw reader.error("No query has this number.")
    }
  }
}

extension Cursor: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(fingerprint)
    writer.write(position)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(fingerprint: try reader.uint64(), position: try reader.uint64())
  }
}
