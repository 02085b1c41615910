import Cryptography
import Engine

/// Where the journal stands: how many entries there are, and the hash of all of them.
///
/// The hash after an entry is SHA-256 of the hash before it (32 zero bytes at first) and the entry's bytes:
/// the instant in milliseconds and the length of the input, each as 8 bytes, big-endian, then the input.
struct JournalChain: Hashable, Sendable {
  var count: UInt64 = 0
  var hash = Digest(0, 0, 0, 0)

  /// The bytes of an entry before those of its input: the instant and the length.
  static let headerBytes = 16

  /// Takes in one more entry.
  ///
  /// - Parameter link: Memory for its bytes.
  mutating func extend(with input: [UInt8], at instant: Instant, using link: inout [UInt8]) {
    link.removeAll(keepingCapacity: true)
    withUnsafeBytes(of: instant.milliseconds.bigEndian) { link.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt64(input.count).bigEndian) { link.append(contentsOf: $0) }
    link.append(contentsOf: input)
    link.withUnsafeBytes { extend(with: $0) }
  }

  private mutating func extend(with entry: UnsafeRawBufferPointer) {
    let words = hash.words
    var before = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    var hasher = SHA256()
    withUnsafeBytes(of: &before) { hasher.update($0) }
    hasher.update(entry)
    hash = hasher.digest
    count += 1
  }
}
