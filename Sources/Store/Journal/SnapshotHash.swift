import Cryptography
import Engine

/// The SHA-256 over a snapshot, taken piece by piece.
///
/// It is over the entry that the state goes up to, the behaviour, the format, the instant in milliseconds, the bytes of the
/// journal until then, and whether it is a mark, each as 8 bytes, big-endian; then the state.
struct SnapshotHash {
  private var hasher = SHA256()
  /// How many bytes the pieces had.
  private(set) var bytes: UInt64 = 0

  init(_ snapshot: Snapshot) {
    let words = [
      snapshot.through.number, UInt64(snapshot.behaviour), UInt64(snapshot.format),
      UInt64(bitPattern: snapshot.at?.milliseconds ?? 0), snapshot.journalBytes, snapshot.isMark ? 1 : 0,
    ]
    for word in words { withUnsafeBytes(of: word.bigEndian) { hasher.update($0) } }
  }

  mutating func update(_ piece: [UInt8]) {
    bytes += UInt64(piece.count)
    piece.withUnsafeBytes { hasher.update($0) }
  }

  var digest: Digest { hasher.digest }
}
