extension Input {
  /// The input as the journal keeps it.
  package var canonicalBytes: [UInt8] {
    // Most inputs are shorter.
    var writer = CanonicalWriter(capacity: 160)
    write(to: &writer)
    return writer.bytes
  }

  /// Reads an input back from the journal.
  package init(canonicalBytes bytes: [UInt8], _ format: StateFormat = .newest) throws(CanonicalError) {
    var reader = CanonicalReader(bytes, format)
    try self.init(from: &reader)
    guard reader.isAtEnd else { throw reader.error("Bytes follow the input.") }
  }
}

extension Input: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .started(let configuration):
      writer.choose(1)
      writer.write(1, configuration)
    case .connected(let connection, let token, let peer, let resumable, let visit):
      writer.choose(2)
      writer.write(1, connection)
      writer.write(2, token)
      writer.write(3, peer)
      writer.write(4, resumable)
      writer.write(5, visit)
    case .closed(let connection):
      writer.choose(3)
      writer.write(1, connection)
    case .cut(let connection):
      writer.choose(4)
      writer.write(1, connection)
    case .command(let connection, let command, let re, let found):
      writer.choose(5)
      writer.write(1, connection)
      writer.write(2, re)
      writer.write(3, command)
      writer.write(4, found)
    case .malformed(let connection, let refusal, let re):
      writer.choose(6)
      writer.write(1, connection)
      writer.write(2, re)
      writer.write(3, refusal)
    case .refused(let connection, let refused, let re):
      writer.choose(13)
      writer.write(1, connection)
      writer.write(2, re)
      writer.write(3, refused.refusal)
      writer.write(4, refused.rateClass)
    case .limited(let connection, let rateClass, let re):
      writer.choose(14)
      writer.write(1, connection)
      writer.write(2, re)
      writer.write(3, rateClass)
    case .deadline:
      writer.choose(7)
    case .authenticated(let request, let outcome):
      writer.choose(8)
      writer.write(1, request)
      writer.write(2, outcome)
    case .restarted:
      writer.choose(9)
    case .provisioned(let user, let bot, let token, let label):
      writer.choose(10)
      writer.write(1, user)
      writer.write(2, bot)
      writer.write(3, token)
      writer.write(4, label)
    case .administered(let administration):
      writer.choose(11)
      writer.write(1, administration)
    case .marked(let mark):
      writer.choose(12)
      writer.write(1, mark)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .started(try reader.read(1))
    case 2:
      self = .connected(
        try reader.read(1), token: try reader.optional(2), peer: try reader.optional(3),
        resumable: try reader.read(4), visit: try reader.optional(5, since: .bounds))
    case 3: self = .closed(try reader.read(1))
    case 4: self = .cut(try reader.read(1))
    case 5:
      let (connection, re): (ConnectionID, String?) = (try reader.read(1), try reader.optional(2))
      self = .command(
        connection, try reader.read(3), re: re, found: try reader.optional(4, since: .lifetimes))
    case 6:
      let (connection, re): (ConnectionID, String?) = (try reader.read(1), try reader.optional(2))
      self = .malformed(connection, try reader.read(3), re: re)
    case 7: self = .deadline
    case 8: self = .authenticated(try reader.read(1), try reader.read(2))
    case 9: self = .restarted
    case 10:
      self = .provisioned(
        user: try reader.read(1), bot: try reader.read(2), token: try reader.read(3),
        label: try reader.read(4))
    case 11: self = .administered(try reader.read(1))
    case 12: self = .marked(try reader.read(1))
    case 13:
      let (connection, re): (ConnectionID, String?) = (try reader.read(1), try reader.optional(2))
      self = .refused(connection, RefusedCommand(try reader.read(3), try reader.read(4)), re: re)
    case 14:
      let (connection, re): (ConnectionID, String?) = (try reader.read(1), try reader.optional(2))
      self = .limited(connection, try reader.read(3), re: re)
    default: throw reader.error("No input has this number.")
    }
  }
}

extension Lookup.Found: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, author)
    writer.write(2, at)
    writer.write(3, isDeleted)
    writer.write(4, number)
    writer.write(sentWith: extras, from: 5)
    writer.write(7, reactions)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let (author, at): (UserID, Instant) = (try reader.read(1), try reader.read(2))
    let isDeleted: Bool = try reader.read(3)
    self.init(
      number: try reader.read(4), author: author, at: at, isDeleted: isDeleted,
      extras: try reader.sentWith(from: 5), reactions: try reader.optional(7, since: .conversations))
  }
}

extension Lookup.Reactions: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, text)
    writer.write(2, kinds)
    writer.write(3, count)
    writer.write(4, kindsOfUser)
    writer.write(5, isOfUser)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(
      text: try reader.read(1), kinds: try reader.read(2), count: try reader.read(3),
      kindsOfUser: try reader.read(4), isOfUser: try reader.read(5))
  }
}

extension RateClass: CanonicalNumber {}
extension Mark: CanonicalNumber {}

extension Authentication: CanonicalChoice {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .rejected:
      writer.choose(1)
    case .accepted(let user, let session, let token):
      writer.choose(2)
      writer.write(1, user)
      writer.write(2, session)
      writer.write(3, token)
    case .unavailable:
      writer.choose(3)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.choice() {
    case 1: self = .rejected
    case 2:
      self = .accepted(
        user: try reader.optional(1), session: try reader.read(2), token: try reader.optional(3))
    case 3: self = .unavailable
    default: throw reader.error("No outcome of a log-in has this number.")
    }
  }
}

extension Refusal: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, code.rawValue)
    writer.write(2, message)
    writer.write(3, field)
    writer.write(4, retryAfterMilliseconds)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    guard let code = ErrorCode(rawValue: try reader.read(1)) else {
      throw reader.error("No error has this code.")
    }
    let (message, field): (String, String?) = (try reader.read(2), try reader.optional(3))
    self.init(code, message, field: field, retryAfterMilliseconds: try reader.optional(4))
  }
}
