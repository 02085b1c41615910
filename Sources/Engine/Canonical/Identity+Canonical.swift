extension Instant: Canonical {
  func write(to writer: inout CanonicalWriter) { writer.write(milliseconds) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(milliseconds: try reader.int64())
  }
}

extension DenseID {
  func write(to writer: inout CanonicalWriter) { writer.write(number) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(try reader.uint32())
  }
}

extension UserID: Canonical {}
extension RoomID: Canonical {}

/// An identity that is a 64-bit number.
protocol WideID {
  var number: UInt64 { get }
  init(_ number: UInt64)
}

extension WideID {
  func write(to writer: inout CanonicalWriter) { writer.write(number) }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(try reader.uint64())
  }
}

extension SessionID: WideID, Canonical {}
extension ConnectionID: WideID, Canonical {}
extension RequestID: WideID, Canonical {}
extension Secret: WideID, Canonical {}
extension Peer: WideID, Canonical {}

extension Digest: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(fixed: words.0)
    writer.write(fixed: words.1)
    writer.write(fixed: words.2)
    writer.write(fixed: words.3)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(try reader.fixed(), try reader.fixed(), try reader.fixed(), try reader.fixed())
  }
}

extension Pair: Canonical {
  func write(to writer: inout CanonicalWriter) {
    writer.write(low)
    writer.write(high)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(try reader.value(), try reader.value())
  }
}
