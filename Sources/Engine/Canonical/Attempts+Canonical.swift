extension AttemptLog.Entry: Canonical, CanonicalRecord where Key: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, key)
    writer.write(2, bucket)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(key: try reader.read(1), bucket: try reader.read(2))
  }
}

extension AttemptLog: Canonical, CanonicalRecord where Key: Canonical {
  func write(to writer: inout CanonicalWriter) { writer.write(1, all: entries) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(entries: .init(try reader.list(1)))
  }
}

extension Attempts: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, accounts)
    writer.write(2, peers)
    writer.write(3, registrations)
    writer.write(4, known)
    writer.write(5, tokens)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    (accounts, peers, registrations) = (try reader.read(1), try reader.read(2), try reader.read(3))
    known = try reader.read(4, since: .bounds)
    tokens = try reader.read(5, since: .accounts)
  }
}

extension PendingRequest: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, session)
    writer.write(2, re)
    writer.write(3, guess)
    writer.write(4, purpose)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let (session, re, guess): (SessionID, String?, Guess?) = (
      try reader.read(1), try reader.optional(2), try reader.optional(3)
    )
    self.init(session: session, re: re, purpose: try reader.read(4), guess: guess)
  }
}

extension PendingRequest.Purpose: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .register(let name, let invitation):
      writer.choose(1)
      writer.write(1, name)
      writer.write(2, invitation)
    case .logIn(let logIn):
      writer.choose(2)
      writer.write(1, logIn.user)
      writer.write(2, logIn.token)
      writer.write(3, logIn.resume)
      writer.write(4, logIn.isOpening)
    case .changePassword(let user):
      writer.choose(3)
      writer.write(1, user)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1:
      self = .register(
        name: try reader.read(1), invitation: try reader.optional(2, since: .accounts))
    case 2:
      self = .logIn(
        PendingRequest.LogIn(
          user: try reader.optional(1), token: try reader.optional(2), resume: try reader.optional(3),
          isOpening: try reader.read(4)))
    case 3: self = .changePassword(try reader.read(1))
    default: throw reader.error("No purpose of a request has this number.")
    }
  }
}

extension PendingRequest.Guess: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, account)
    writer.write(2, peer)
    writer.write(3, passwordChanges)
    writer.write(4, known)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      account: try reader.read(1), peer: try reader.optional(2), passwordChanges: try reader.read(3),
      known: try reader.optional(4, since: .bounds))
  }
}

extension KnownGuesser: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, user)
    writer.write(2, peer)
    writer.write(3, isLoggedIn)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(user: try reader.read(1), peer: try reader.optional(2), isLoggedIn: try reader.read(3))
  }
}
