extension Input {
  /// The input as the journal keeps it.
  package var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.bytes
  }

  /// Reads an input back from the journal.
  package init(canonicalBytes bytes: [UInt8]) throws(CanonicalError) {
    var reader = CanonicalReader(bytes)
    self = try reader.value()
    guard reader.isAtEnd else { throw reader.error("Bytes follow the input.") }
  }
}

extension Input: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .started(let configuration):
      writer.write(UInt64(1))
      writer.write(configuration)
    case .connected(let connection, let token, let peer, let resumable):
      writer.write(UInt64(2))
      writer.write(connection)
      writer.write(token)
      writer.write(peer)
      writer.write(resumable)
    case .closed(let connection):
      writer.write(UInt64(3))
      writer.write(connection)
    case .cut(let connection):
      writer.write(UInt64(4))
      writer.write(connection)
    case .command(let connection, let command, let re):
      writer.write(UInt64(5))
      writer.write(connection)
      writer.write(re)
      writer.write(command)
    case .malformed(let connection, let refusal, let re):
      writer.write(UInt64(6))
      writer.write(connection)
      writer.write(re)
      writer.write(refusal)
    case .deadline:
      writer.write(UInt64(7))
    case .authenticated(let request, let outcome):
      writer.write(UInt64(8))
      writer.write(request)
      writer.write(outcome)
    case .restarted:
      writer.write(UInt64(9))
    case .provisioned(let user, let bot, let token, let label):
      writer.write(UInt64(10))
      writer.write(user)
      writer.write(bot)
      writer.write(token)
      writer.write(label)
    case .administered(let administration):
      writer.write(UInt64(11))
      writer.write(administration)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .started(try reader.value())
    case 2:
      self = .connected(
        try reader.value(), token: try reader.optionalValue(), peer: try reader.optionalValue(),
        resumable: try reader.bool())
    case 3: self = .closed(try reader.value())
    case 4: self = .cut(try reader.value())
    case 5:
      let connection: ConnectionID = try reader.value()
      let re = try reader.optionalString()
      self = .command(connection, try reader.value(), re: re)
    case 6:
      let connection: ConnectionID = try reader.value()
      let re = try reader.optionalString()
      self = .malformed(connection, try reader.value(), re: re)
    case 7: self = .deadline
    case 8: self = .authenticated(try reader.value(), try reader.value())
    case 9: self = .restarted
    case 10:
      self = .provisioned(
        user: try reader.string(), bot: try reader.bool(), token: try reader.value(),
        label: try reader.string())
    case 11: self = .administered(try reader.value())
    default: throw reader.error("No input has this number.")
    }
  }
}

extension Configuration: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(clock == .virtual)
    writer.write(all: Limits.all) { $0.write(limits[keyPath: $1.path]) }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let clock: Clock = try reader.bool() ? .virtual : .wall
    let values = try reader.list { (reader) throws(CanonicalError) in try reader.int() }
    guard values.count == Limits.all.count else { throw reader.error("The limits are not this version's.") }
    var limits = Limits()
    for (entry, value) in zip(Limits.all, values) {
      guard entry.allows(value) else { throw reader.error("The limit \(entry.name) is out of its range.") }
      limits[keyPath: entry.path] = value
    }
    self.init(limits: limits, clock: clock)
  }
}

extension Authentication: Canonical {
  func write(to writer: inout CanonicalWriter) {
    switch self {
    case .rejected:
      writer.write(UInt64(1))
    case .accepted(let user, let session, let token):
      writer.write(UInt64(2))
      writer.write(user)
      writer.write(session)
      writer.write(token)
    }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    switch try reader.uint64() {
    case 1: self = .rejected
    case 2:
      self = .accepted(
        user: try reader.optionalValue(), session: try reader.value(), token: try reader.optionalValue())
    default: throw reader.error("No outcome of a log-in has this number.")
    }
  }
}

extension Refusal: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(code.rawValue)
    writer.write(message)
    writer.write(field)
    writer.write(retryAfterMilliseconds) { $0.write($1) }
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    guard let code = ErrorCode(rawValue: try reader.string()) else {
      throw reader.error("No error has this code.")
    }
    let message = try reader.string()
    let field = try reader.optionalString()
    let retry = try reader.optional { (reader) throws(CanonicalError) in try reader.int64() }
    self.init(code, message, field: field, retryAfterMilliseconds: retry)
  }
}
