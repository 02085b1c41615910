import Engine

/// Entries of the journal that are written as one row.
///
/// An entry is the milliseconds since the entry before (since 1970 for the first of a block) and the length of its input, each as
/// a number of seven bits a byte, and the input. What does not last, such as a ping, then costs little more than its input. Before
/// format 5 it was written as the chain takes it in (`JournalChain`).
struct JournalBlock: Sendable {
  /// The chain before the first entry.
  private(set) var before: JournalChain
  /// The chain after the last entry.
  private(set) var after: JournalChain
  /// The entries' bytes, one after the other.
  private(set) var bytes: [UInt8] = []
  /// The time of the last entry, in milliseconds since 1970.
  private var last: Int64 = 0
  /// The bytes of an entry as the chain takes it in, kept for their memory.
  private var link: [UInt8] = []

  /// The first format in which times and lengths are numbers of variable length.
  static let compact = StateFormat.lifetimes.rawValue

  /// An empty block that goes on after a chain.
  init(after chain: JournalChain) {
    before = chain
    after = chain
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// Adds an entry and takes it into the chain.
  mutating func append(input: [UInt8], at instant: Instant) {
    after.extend(with: input, at: instant, using: &link)
    bytes.append(number: UInt64(bitPattern: instant.milliseconds &- last).zigzag)
    bytes.append(number: UInt64(input.count))
    bytes.append(contentsOf: input)
    last = instant.milliseconds
  }

  /// Starts again after the last entry, keeping the memory.
  mutating func clear() {
    before = after
    last = 0
    bytes.removeAll(keepingCapacity: true)
  }
}

extension JournalBlock {
  /// The entries of a block's bytes, or nil where they are not what the chain was made of.
  static func entries(
    of bytes: [UInt8], from before: JournalChain, to after: JournalChain, behaviour: Int, format: Int
  ) -> [JournalEntry]? {
    // The first programs of the format wrote its blocks as before. The chain tells them apart.
    for isCompact in format >= compact ? [true, false] : [false] {
      let entries = entries(
        of: bytes, isCompact: isCompact, from: before, to: after, behaviour: behaviour, format: format)
      if let entries { return entries }
    }
    return nil
  }

  private static func entries(
    of bytes: [UInt8], isCompact: Bool, from before: JournalChain, to after: JournalChain, behaviour: Int,
    format: Int
  ) -> [JournalEntry]? {
    var entries: [JournalEntry] = []
    var chain = before
    var link: [UInt8] = []
    var reader = Reader(bytes: bytes, isCompact: isCompact)
    while !reader.isAtEnd {
      guard let input = reader.next() else { return nil }
      let instant = Instant(milliseconds: reader.last)
      chain.extend(with: input, at: instant, using: &link)
      entries.append(
        JournalEntry(
          index: .init(chain.count), at: instant, behaviour: behaviour, format: format, input: input,
          chain: chain.hash))
    }
    return chain == after ? entries : nil
  }

  /// Goes through the bytes of a block.
  private struct Reader {
    let bytes: [UInt8]
    let isCompact: Bool
    private var place = 0
    /// The time of the entry that was read last, in milliseconds since 1970.
    private(set) var last: Int64 = 0

    init(bytes: [UInt8], isCompact: Bool) {
      self.bytes = bytes
      self.isCompact = isCompact
    }

    var isAtEnd: Bool { place == bytes.count }

    /// The input of the next entry, or nil where the bytes are none.
    mutating func next() -> [UInt8]? {
      guard let time = number(), let length = number(), length <= UInt64(bytes.count - place) else {
        return nil
      }
      last = isCompact ? last &+ Int64(bitPattern: time.unzigzag) : Int64(bitPattern: time)
      let end = place + Int(length)
      defer { place = end }
      return Array(bytes[place..<end])
    }

    private mutating func number() -> UInt64? { isCompact ? shortNumber() : fixedNumber() }

    private mutating func shortNumber() -> UInt64? {
      var number: UInt64 = 0
      var shift: UInt64 = 0
      while place < bytes.count, shift < 64 {
        let byte = bytes[place]
        place += 1
        number |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return number }
        shift += 7
      }
      return nil
    }

    private mutating func fixedNumber() -> UInt64? {
      guard bytes.count - place >= 8 else { return nil }
      var number: UInt64 = 0
      for byte in bytes[place..<place + 8] { number = number << 8 | UInt64(byte) }
      place += 8
      return number
    }
  }
}

// MARK: - Numbers

extension [UInt8] {
  /// Adds a number, seven bits a byte, the lowest first; all but the last byte have the highest bit set (LEB128).
  fileprivate mutating func append(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}

extension UInt64 {
  /// A signed number with its sign in the lowest bit, so that small ones of both signs are short.
  fileprivate var zigzag: UInt64 { self << 1 ^ (self >> 63 == 0 ? 0 : .max) }
  fileprivate var unzigzag: UInt64 { self >> 1 ^ (self & 1 == 0 ? 0 : .max) }
}
