extension TokenBucket: Canonical {
  static var kind: CanonicalKind { Int64.kind }
  var isDefault: Bool { arrival.isDefault }
  func write(to writer: inout CanonicalWriter) { arrival.write(to: &writer) }
  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(arrival: try Int64(from: &reader))
  }
}
