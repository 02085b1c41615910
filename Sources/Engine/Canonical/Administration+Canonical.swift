extension Administration: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .makeToken(let user, let token, let label):
      writer.write(UInt64(1))
      writer.write(user)
      writer.write(token)
      writer.write(label)
    case .revokeToken(let token):
      writer.write(UInt64(2))
      writer.write(token)
    case .deleteMessage(let place, let seq):
      writer.write(UInt64(3))
      writer.write(place)
      writer.write(seq)
    case .deleteUser(let user):
      writer.write(UInt64(4))
      writer.write(user)
    case .deleteRoom(let room):
      writer.write(UInt64(5))
      writer.write(room)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1:
      self = .makeToken(user: try reader.string(), token: try reader.value(), label: try reader.string())
    case 2: self = .revokeToken(try reader.value())
    case 3: self = .deleteMessage(try reader.value(), seq: try reader.uint64())
    case 4: self = .deleteUser(try reader.string())
    case 5: self = .deleteRoom(try reader.string())
    default: throw reader.error("No doing of an operator has this number.")
    }
  }
}

extension Administration.Place: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .room(let room):
      writer.write(UInt64(1))
      writer.write(room)
    case .between(let one, let other):
      writer.write(UInt64(2))
      writer.write(one)
      writer.write(other)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .room(try reader.string())
    case 2: self = .between(try reader.string(), try reader.string())
    default: throw reader.error("No place of messages has this number.")
    }
  }
}
