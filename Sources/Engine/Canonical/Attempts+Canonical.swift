extension NameKey: Canonical {
  func write(to writer: inout CanonicalWriter) { writer.write(folded) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(folded: try reader.string())
  }
}

extension AttemptLog where Key: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(all: entries) {
      $0.write($1.key)
      $0.write($1.arrival)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      entries: .init(
        try reader.list { (reader) throws(CanonicalError) in
          Entry(key: try reader.value(), arrival: try reader.int64())
        }))
  }
}

extension AttemptLog: Canonical where Key: Canonical {}

extension Attempts: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(accounts)
    writer.write(peers)
    writer.write(registrations)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      accounts: try reader.value(), peers: try reader.value(), registrations: try reader.value())
  }
}

extension PendingRequest: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(session)
    writer.write(re)
    writer.write(guess)
    switch purpose {
    case .register(let name):
      writer.write(UInt64(1))
      writer.write(name)
    case .logIn(let logIn):
      writer.write(UInt64(2))
      writer.write(logIn.user)
      writer.write(logIn.token)
      writer.write(logIn.resume)
      writer.write(logIn.isOpening)
    case .changePassword(let user):
      writer.write(UInt64(3))
      writer.write(user)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let session: SessionID = try reader.value()
    let re = try reader.optionalString()
    let guess: Guess? = try reader.optionalValue()
    let purpose: Purpose
    switch try reader.uint64() {
    case 1: purpose = .register(name: try reader.string())
    case 2:
      purpose = .logIn(
        LogIn(
          user: try reader.optionalValue(), token: try reader.optionalValue(),
          resume: try reader.optionalValue(), isOpening: try reader.bool()))
    case 3: purpose = .changePassword(try reader.value())
    default: throw reader.error("No purpose of a request has this number.")
    }
    self.init(session: session, re: re, purpose: purpose, guess: guess)
  }
}

extension PendingRequest.Guess: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(account)
    writer.write(peer)
    writer.write(passwordChanges)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      account: try reader.value(), peer: try reader.optionalValue(),
      passwordChanges: try reader.uint64())
  }
}
