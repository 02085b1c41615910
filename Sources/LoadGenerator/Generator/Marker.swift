#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What tells a message of a load from every other one, as 36 characters in its text and in its command's `id`.
///
/// They are `@@`, the run in 6 hexadecimal digits, the sender in 6, the sender's count in 8, the time in 12, and `@@`.
package struct Marker: Hashable, Sendable {
  /// How many bytes a marker has.
  package static let length = 36
  private static let at = UInt8(ascii: "@")

  /// Which run of the load generator sent it; 24 bits.
  package var run: UInt32
  /// Which connection sent it; 24 bits.
  package var sender: UInt32
  /// How many messages the sender has sent with this one, so that its first is 1.
  package var count: UInt32
  /// When it was to be sent, in nanoseconds since the run began; 48 bits.
  package var time: UInt64

  package init(run: UInt32, sender: UInt32, count: UInt32, time: UInt64) {
    self.run = run
    self.sender = sender
    self.count = count
    self.time = time
  }

  /// Writes the marker into bytes that have room for it.
  package func write(to bytes: UnsafeMutableBufferPointer<UInt8>, at offset: Int) {
    bytes[offset] = Self.at
    bytes[offset + 1] = Self.at
    Self.write(UInt64(run), digits: 6, to: bytes, at: offset + 2)
    Self.write(UInt64(sender), digits: 6, to: bytes, at: offset + 8)
    Self.write(UInt64(count), digits: 8, to: bytes, at: offset + 14)
    Self.write(time, digits: 12, to: bytes, at: offset + 22)
    bytes[offset + 34] = Self.at
    bytes[offset + 35] = Self.at
  }

  /// The first marker of a run in some bytes, or nil where there is none.
  package static func first(of run: UInt32, in bytes: UnsafeRawBufferPointer) -> Marker? {
    guard let base = bytes.baseAddress else { return nil }
    let last = bytes.count - length
    var offset = 0
    while offset <= last {
      guard let found = memchr(base + offset, Int32(at), last - offset + 1) else { return nil }
      let place = UnsafeRawPointer(found) - base
      if let marker = Marker(bytes, at: place), marker.run == run { return marker }
      offset = place + 1
    }
    return nil
  }

  private init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    guard bytes[offset] == Self.at, bytes[offset + 1] == Self.at, bytes[offset + 34] == Self.at,
      bytes[offset + 35] == Self.at,
      let run = Self.number(in: bytes, at: offset + 2, digits: 6),
      let sender = Self.number(in: bytes, at: offset + 8, digits: 6),
      let count = Self.number(in: bytes, at: offset + 14, digits: 8),
      let time = Self.number(in: bytes, at: offset + 22, digits: 12)
    else { return nil }
    self.init(run: UInt32(run), sender: UInt32(sender), count: UInt32(count), time: time)
  }

  private static func write(
    _ value: UInt64, digits: Int, to bytes: UnsafeMutableBufferPointer<UInt8>, at offset: Int
  ) {
    var rest = value
    for index in stride(from: offset + digits - 1, through: offset, by: -1) {
      let digit = UInt8(truncatingIfNeeded: rest & 0xf)
      bytes[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
      rest >>= 4
    }
  }

  private static func number(in bytes: UnsafeRawBufferPointer, at offset: Int, digits: Int) -> UInt64? {
    var number: UInt64 = 0
    for index in offset..<offset + digits {
      let digit: UInt8
      switch bytes[index] {
      case 0x30...0x39: digit = bytes[index] - 0x30
      case 0x61...0x66: digit = bytes[index] - 0x57
      case _: return nil
      }
      number = number << 4 | UInt64(digit)
    }
    return number
  }
}
