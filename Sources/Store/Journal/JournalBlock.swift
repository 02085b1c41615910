import Engine

/// Entries of the journal that are written as one row.
struct JournalBlock: Sendable {
  /// The chain before the first entry.
  private(set) var before: JournalChain
  /// The chain after the last entry.
  private(set) var after: JournalChain
  /// The entries' bytes, one after the other.
  private(set) var bytes: [UInt8] = []

  /// An empty block that goes on after a chain.
  init(after chain: JournalChain) {
    before = chain
    after = chain
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// Adds an entry and takes it into the chain.
  mutating func append(input: [UInt8], at instant: Instant) {
    let start = bytes.count
    bytes.reserveCapacity(start + JournalChain.headerBytes + input.count)
    withUnsafeBytes(of: instant.milliseconds.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt64(input.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: input)
    bytes.withUnsafeBytes { after.extend(with: UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  /// Starts again after the last entry, keeping the memory.
  mutating func clear() {
    before = after
    bytes.removeAll(keepingCapacity: true)
  }
}

extension JournalBlock {
  /// The entries of a block's bytes, or nil where they are not what the chain was made of.
  static func entries(
    of bytes: [UInt8], from before: JournalChain, to after: JournalChain, behaviour: Int, format: Int
  ) -> [JournalEntry]? {
    var entries: [JournalEntry] = []
    var chain = before
    let whole = bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      func number(at offset: Int) -> UInt64 {
        UInt64(
          bigEndian: bytes.loadUnaligned(fromByteOffset: rest.startIndex + offset, as: UInt64.self))
      }
      while !rest.isEmpty {
        guard rest.count >= JournalChain.headerBytes else { return false }
        let milliseconds = Int64(bitPattern: number(at: 0))
        guard let length = Int(exactly: number(at: 8)), length <= rest.count - JournalChain.headerBytes
        else { return false }
        let entry = rest.prefix(JournalChain.headerBytes + length)
        chain.extend(with: UnsafeRawBufferPointer(rebasing: entry))
        entries.append(
          JournalEntry(
            index: .init(chain.count), at: Instant(milliseconds: milliseconds),
            behaviour: behaviour, format: format,
            input: [UInt8](entry.dropFirst(JournalChain.headerBytes)), chain: chain.hash))
        rest = rest[entry.endIndex...]
      }
      return true
    }
    return whole && chain == after ? entries : nil
  }
}
