extension Administration: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .makeToken(let user, let token, let label):
      writer.choose(1)
      writer.write(1, user)
      writer.write(2, token)
      writer.write(3, label)
    case .revokeToken(let token):
      writer.choose(2)
      writer.write(1, token)
    case .deleteMessage(let place, let seq):
      writer.choose(3)
      writer.write(1, place)
      writer.write(2, seq)
    case .deleteUser(let user):
      writer.choose(4)
      writer.write(1, user)
    case .deleteRoom(let room):
      writer.choose(5)
      writer.write(1, room)
    case .eraseUser(let user):
      writer.choose(6)
      writer.write(1, user)
    case .setPassword(let user):
      writer.choose(7)
      writer.write(1, user)
    case .suspendUser(let user):
      writer.choose(8)
      writer.write(1, user)
    case .unsuspendUser(let user):
      writer.choose(9)
      writer.write(1, user)
    case .logOutUser(let user):
      writer.choose(10)
      writer.write(1, user)
    case .removeGuests(let room):
      writer.choose(11)
      writer.write(1, room)
    case .setOwner(let room, let user):
      writer.choose(12)
      writer.write(1, room)
      writer.write(2, user)
    case .makeInvitation(let code, let uses, let seconds):
      writer.choose(13)
      writer.write(1, code)
      writer.write(2, uses)
      writer.write(3, seconds)
    case .revokeInvitation(let code):
      writer.choose(14)
      writer.write(1, code)
    case .banAddress(let range, let peers, let seconds):
      writer.choose(15)
      writer.write(1, range)
      writer.write(2, all: peers)
      writer.write(3, seconds)
    case .liftBan(let range):
      writer.choose(16)
      writer.write(1, range)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .makeToken(user: try reader.read(1), token: try reader.read(2), label: try reader.read(3))
    case 2: self = .revokeToken(try reader.read(1))
    case 3: self = .deleteMessage(try reader.read(1), seq: try reader.read(2))
    case 4: self = .deleteUser(try reader.read(1))
    case 5: self = .deleteRoom(try reader.read(1))
    case 6: self = .eraseUser(try reader.read(1))
    case 7: self = .setPassword(try reader.read(1))
    case 8: self = .suspendUser(try reader.read(1))
    case 9: self = .unsuspendUser(try reader.read(1))
    case 10: self = .logOutUser(try reader.read(1))
    case 11: self = .removeGuests(try reader.read(1))
    case 12: self = .setOwner(room: try reader.read(1), user: try reader.read(2))
    case 13:
      self = .makeInvitation(try reader.read(1), uses: try reader.read(2), seconds: try reader.read(3))
    case 14: self = .revokeInvitation(try reader.read(1))
    case 15:
      self = .banAddress(
        try reader.read(1), peers: try reader.list(2), seconds: try reader.optional(3))
    case 16: self = .liftBan(try reader.read(1))
    default: throw reader.error("No request of an operator has this number.")
    }
  }
}

extension Invitation: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, code)
    writer.write(2, made)
    writer.write(3, expires)
    writer.write(4, uses)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      code: try reader.read(1), made: try reader.read(2), expires: try reader.read(3),
      uses: try reader.read(4))
  }
}

extension AddressBan: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, range)
    writer.write(2, made)
    writer.write(3, until)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(range: try reader.read(1), made: try reader.read(2), until: try reader.optional(3))
  }
}

extension Administration.Place: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .room(let room):
      writer.choose(1)
      writer.write(1, room)
    case .between(let one, let other):
      writer.choose(2)
      writer.write(1, one)
      writer.write(2, other)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .room(try reader.read(1))
    case 2: self = .between(try reader.read(1), try reader.read(2))
    default: throw reader.error("No place of messages has this number.")
    }
  }
}
