extension SentCount: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, frames)
    writer.write(2, bytes)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(frames: try reader.read(1), bytes: try reader.read(2))
  }
}

extension Delivery: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .event(let event, let re):
      writer.choose(1)
      writer.write(1, re)
      writer.write(2, event)
    case .answer(let query, let re):
      writer.choose(2)
      writer.write(1, re)
      writer.write(2, query)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let kind = try reader.choice()
    let re: String? = try reader.optional(1)
    switch kind {
    case 1: self = .event(try reader.read(2), re: re)
    case 2: self = .answer(try reader.read(2), re: re)
    default: throw reader.error("No delivery has this number.")
    }
  }
}

extension DeliveryLog.Entry: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, number)
    writer.write(2, at)
    writer.write(3, delivery)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(number: try reader.read(1), at: try reader.read(2), delivery: try reader.read(3))
  }
}

extension DeliveryLog: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, total)
    writer.write(2, lostThrough)
    writer.write(3, all: entries)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let total: SentCount = try reader.read(1)
    let lostThrough: UInt64 = try reader.read(2)
    self.init(entries: try reader.list(3), total: total, lostThrough: lostThrough)
  }
}

extension LogAges: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) { writer.write(1, all: entries) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(entries: .init(try reader.list(1)))
  }
}

extension LogAges.Entry: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, at)
    writer.write(2, log)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(at: try reader.read(1), log: try reader.read(2))
  }
}

extension LogID: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .room(let room):
      writer.choose(1)
      writer.write(1, room)
    case .session(let session):
      writer.choose(2)
      writer.write(1, session)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .room(try reader.read(1))
    case 2: self = .session(try reader.read(1))
    default: throw reader.error("No log has this number.")
    }
  }
}
