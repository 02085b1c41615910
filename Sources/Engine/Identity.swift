/// A registered user, numbered from 1 in the order of registration.
package struct UserID: Hashable, Comparable, Sendable {
  package var number: UInt32
  package init(_ number: UInt32) { self.number = number }
  package static func < (a: UserID, b: UserID) -> Bool { a.number < b.number }
}

/// A room, numbered from 1 in the order of creation.
package struct RoomID: Hashable, Comparable, Sendable {
  package var number: UInt32
  package init(_ number: UInt32) { self.number = number }
  package static func < (a: RoomID, b: RoomID) -> Bool { a.number < b.number }
}

/// A session. It may outlive the connection that it began on. The number means nothing outside the engine.
package struct SessionID: Hashable, Comparable, Sendable {
  package var number: UInt64
  package init(_ number: UInt64) { self.number = number }
  package static func < (a: SessionID, b: SessionID) -> Bool { a.number < b.number }
}

/// A connection, numbered by the host from 1; a number is never used twice.
package struct ConnectionID: Hashable, Comparable, Sendable {
  package var number: UInt64
  package init(_ number: UInt64) { self.number = number }
  package static func < (a: ConnectionID, b: ConnectionID) -> Bool { a.number < b.number }
}

/// One piece of work that the engine asked the host for and waits to hear the outcome of.
package struct RequestID: Hashable, Comparable, Sendable {
  package var number: UInt64
  package init(_ number: UInt64) { self.number = number }
  package static func < (a: RequestID, b: RequestID) -> Bool { a.number < b.number }
}

/// Where a connection comes from: an opaque number that the host makes of the address, which itself stays outside.
package struct Peer: Hashable, Comparable, Sendable {
  package var number: UInt64
  package init(_ number: UInt64) { self.number = number }
  package static func < (a: Peer, b: Peer) -> Bool { a.number < b.number }
}

/// The SHA-256 of a secret, so that the secret itself never enters the engine, the journal or a log.
package struct Digest: Hashable, Comparable, Sendable {
  /// 32 bytes as four big-endian words.
  package var words: (UInt64, UInt64, UInt64, UInt64) { (a, b, c, d) }
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  package init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  package static func < (x: Digest, y: Digest) -> Bool { x.words < y.words }
}

/// The two people of a private conversation, in ascending order, so that both name it alike.
package struct Pair: Hashable, Comparable, Sendable {
  package let low: UserID
  package let high: UserID

  package init(_ one: UserID, _ other: UserID) {
    low = min(one, other)
    high = max(one, other)
  }

  /// The other one of the two, who is the same where someone writes to themselves.
  package func other(than user: UserID) -> UserID { user == low ? high : low }

  package static func < (a: Pair, b: Pair) -> Bool { (a.low, a.high) < (b.low, b.high) }
}

extension Digest {
  /// A digest from its 32 bytes, or nil where there are not 32.
  package init?(bytes: some Sequence<UInt8>) {
    var words: [UInt64] = []
    var word: UInt64 = 0
    var count = 0
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      count += 1
      if count % 8 == 0 { words.append(word) }
    }
    guard count == 32 else { return nil }
    self.init(words[0], words[1], words[2], words[3])
  }

  /// The first 16 hexadecimal digits, by which tokens and sessions are named where they are not to be told.
  package var shortID: String { a.hexadecimal }

  /// The first word of the digests with this `shortID`, in whatever case; nil for what is none.
  package static func firstWord(ofShortID text: String) -> UInt64? {
    // `UInt64` takes a sign too.
    guard text.utf8.count == 16, text.utf8.first.map({ $0 >= UInt8(ascii: "0") }) ?? false else { return nil }
    return UInt64(text, radix: 16)
  }

  /// The digest's 32 bytes.
  package var bytes: [UInt8] {
    let words = (a.bigEndian, b.bigEndian, c.bigEndian, d.bigEndian)
    return withUnsafeBytes(of: words) { [UInt8]($0) }
  }
}

extension UInt64 {
  /// The number in 16 hexadecimal digits.
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
