extension UInt64: CanonicalNumber {
  var canonicalNumber: UInt64 { self }
  init?(canonicalNumber: UInt64) { self = canonicalNumber }
}

extension UInt32: CanonicalNumber {
  var canonicalNumber: UInt64 { UInt64(self) }
  init?(canonicalNumber: UInt64) { self.init(exactly: canonicalNumber) }
}

extension Int64: CanonicalNumber {
  var canonicalNumber: UInt64 { UInt64(bitPattern: (self << 1) ^ (self >> 63)) }
  init?(canonicalNumber raw: UInt64) { self = Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1) }
}

extension Int: CanonicalNumber {
  var canonicalNumber: UInt64 { Int64(self).canonicalNumber }
  init?(canonicalNumber: UInt64) {
    guard let number = Int64(canonicalNumber: canonicalNumber) else { return nil }
    self.init(exactly: number)
  }
}

extension Bool: CanonicalNumber {
  var canonicalNumber: UInt64 { self ? 1 : 0 }
  init?(canonicalNumber: UInt64) {
    guard canonicalNumber <= 1 else { return nil }
    self = canonicalNumber == 1
  }
}

// Earlier formats have a truth here: there were visits of one kind only.
extension VisitKind: CanonicalCase {
  var canonicalNumber: UInt64 {
    switch self {
    case .account: 1
    case .command: 2
    case .webhook: 3
    }
  }
}

extension String: Canonical {
  static var kind: CanonicalKind { .bytes }
  var isDefault: Bool { isEmpty }
  func write(to writer: inout CanonicalWriter) { writer.write(text: self) }
  init(from reader: inout CanonicalReader) throws(CanonicalError) { self = try reader.text() }
}

extension Instant: CanonicalNumber {
  var canonicalNumber: UInt64 { milliseconds.canonicalNumber }
  init?(canonicalNumber: UInt64) {
    guard let milliseconds = Int64(canonicalNumber: canonicalNumber) else { return nil }
    self.init(milliseconds: milliseconds)
  }
}

extension DenseID {
  var canonicalNumber: UInt64 { UInt64(number) }
  init?(canonicalNumber: UInt64) {
    guard let number = UInt32(exactly: canonicalNumber) else { return nil }
    self.init(number)
  }
}

extension UserID: CanonicalNumber {}
extension RoomID: CanonicalNumber {}

/// An identity that is a 64-bit number.
protocol WideID {
  var number: UInt64 { get }
  init(_ number: UInt64)
}

extension WideID {
  var canonicalNumber: UInt64 { number }
  init?(canonicalNumber: UInt64) { self.init(canonicalNumber) }
}

extension SessionID: WideID, CanonicalNumber {}
extension ConnectionID: WideID, CanonicalNumber {}
extension RequestID: WideID, CanonicalNumber {}
extension Secret: WideID, CanonicalNumber {}
extension Peer: WideID, CanonicalNumber {}

extension Digest: Canonical {
  static var kind: CanonicalKind { .bytes }
  var isDefault: Bool { words == (0, 0, 0, 0) }

  func write(to writer: inout CanonicalWriter) {
    let words = words
    writer.write(fixed: [words.0, words.1, words.2, words.3], count: 4)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let words = try reader.fixed(4)
    self.init(words[0], words[1], words[2], words[3])
  }
}

extension NameKey: Canonical {
  static var kind: CanonicalKind { .bytes }
  var isDefault: Bool { folded.isEmpty }
  func write(to writer: inout CanonicalWriter) { writer.write(text: folded) }
  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(folded: try reader.text())
  }
}

extension Pair: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, low)
    writer.write(2, high)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    self.init(try reader.read(1), try reader.read(2))
  }
}
