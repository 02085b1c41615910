/// Where a list goes on: the position of the last result, and the query that it belongs to.
///
/// Its text is opaque to clients. A cursor of another query, another asker or another server's making is refused.
package struct Cursor: Hashable, Sendable {
  /// What the query was, as a number.
  package var fingerprint: UInt64
  /// The last result's place; what it means is the query's business.
  package var position: UInt64

  package init(fingerprint: UInt64, position: UInt64) {
    self.fingerprint = fingerprint
    self.position = position
  }

  /// The cursor as clients carry it: 32 hexadecimal digits.
  package var text: String {
    (fingerprint ^ mask).hexadecimal + position.hexadecimal
  }

  /// The cursor that a client brought back, or nil where the text is none or belongs to another query.
  package init?(text: String, fingerprint: UInt64) {
    let digits = text.utf8
    guard digits.count == 32, digits.allSatisfy({ Self.digit($0) != nil }),
      let first = UInt64(text.prefix(16), radix: 16),
      let second = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(fingerprint: fingerprint, position: second)
    guard first == fingerprint ^ mask else { return nil }
  }

  /// The cursor of a list by name, as clients carry it: the folded name of the last result, in hexadecimal digits.
  ///
  /// The name was on the page. A cursor with a number would let a client that makes one up learn the name that it stands for.
  package static func text(after name: String) -> String { "n" + hexadecimal(name) }

  /// The folded name in the cursor of a list by name, or nil where the text is none.
  package static func name(from text: String) -> String? {
    text.utf8.first == UInt8(ascii: "n") ? name(hexadecimal: text.utf8.dropFirst()) : nil
  }

  /// The cursor of found messages, as clients carry it: where the last one was said.
  ///
  /// Both were on the page. The message's number would tell how much is said elsewhere, in private too.
  package static func text(after seq: UInt64, in place: Conversation, fingerprint: UInt64) -> String {
    let (kind, name) =
      switch place {
      case .room(let name): ("r", name)
      case .with(let name): ("p", name)
      }
    return Cursor(fingerprint: fingerprint, position: seq).text + kind + hexadecimal(name)
  }

  /// Where the last message of a page was said, or nil where the text is no cursor of found messages.
  static func place(from text: String) -> Conversation? {
    let rest = text.utf8.dropFirst(32)
    guard let kind = rest.first, let name = name(hexadecimal: rest.dropFirst()) else { return nil }
    switch kind {
    case UInt8(ascii: "r"): return .room(name)
    case UInt8(ascii: "p"): return .with(name)
    case _: return nil
    }
  }

  /// The seq of the last message of a page, as `place(from:)` tells where it was said.
  static func seq(from text: String) -> UInt64? { UInt64(text.dropFirst(16).prefix(16), radix: 16) }

  private static func hexadecimal(_ text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func name(hexadecimal digits: Substring.UTF8View) -> String? {
    guard digits.count % 2 == 0, digits.count <= 8 * NameKey.mostCharacters else { return nil }
    var bytes: [UInt8] = []
    var rest = digits
    while let high = rest.popFirst(), let low = rest.popFirst() {
      guard let high = digit(high), let low = digit(low) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case _: nil
    }
  }

  /// Binds the position to the fingerprint, so that changing one of the two is noticed.
  private var mask: UInt64 {
    var hash = Fingerprint()
    hash.combine(position)
    return hash.value
  }
}

/// A stable 64-bit hash (FNV-1a), for comparing content; it is no protection against an adversary.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm".
package struct Fingerprint: Sendable {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  /// That of a text and some numbers.
  init(_ text: String, _ numbers: UInt32...) {
    combine(text)
    for number in numbers { combine(UInt64(number)) }
  }

  package mutating func combine(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  package mutating func combine(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      combine(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Adds a text and where it ends, so that `"ab", "c"` and `"a", "bc"` differ.
  package mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(byte) }
    combine(UInt64(text.utf8.count))
  }
}
