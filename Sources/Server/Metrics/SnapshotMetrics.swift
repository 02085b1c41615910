import NIOConcurrencyHelpers
import NIOCore

/// What is known of the snapshots that a server wrote.
final class SnapshotMetrics: Sendable {
  struct Newest {
    var bytes: UInt64
    var seconds: Double
    var at: NIODeadline
  }

  private let newest = NIOLockedValueBox<Newest?>(nil)
  let written = Counter()
  let failures = Counter()

  /// The newest snapshot since the start, or nil where there was none.
  var latest: Newest? { newest.withLockedValue { $0 } }

  func note(bytes: UInt64, seconds: Double) {
    written.add()
    newest.withLockedValue { $0 = Newest(bytes: bytes, seconds: seconds, at: .now()) }
  }
}
